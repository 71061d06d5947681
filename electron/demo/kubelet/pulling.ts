import type { EventText } from '../controllers/events';
import type { Container, ContainerState, Pod } from '../objects/workloads';
import type { Random } from '../random/random';
import type { Image, ImageTable } from './images';

interface Deps {
  images: ImageTable;
  random: Random;
  /** What this node has pulled already. */
  pulled: Map<string, Image>;
  pod: Pod;
  container: Container;
  record: (event: EventText) => void;
  later: (ms: number, task: () => void) => void;
  waiting: (state: NonNullable<ContainerState['waiting']>) => void;
}

const firstBackoffMs = 10_000;
const longestBackoffMs = 300_000;

/** Brings a container's image to the node; where there is none it tries again, ever more slowly. `done` is called once per pull that worked. */
export function createPuller({ images, random, pulled, pod, container, record, later, waiting }: Deps): (done: (image: Image) => void) => void {
  const { image: reference } = container;
  let backoffMs = firstBackoffMs;

  const pull = (done: (image: Image) => void): void => {
    const invalid = images.nameProblem(reference);
    if (invalid) return refuse(done, 'InspectFailed', 'InvalidImageName', invalid);
    const present = pulled.get(reference);
    if (present && container.imagePullPolicy !== 'Always') {
      record({ reason: 'Pulled', message: `Container image "${reference}" already present on machine` });
      return done(present);
    }
    if (container.imagePullPolicy === 'Never') return refuse(done, 'ErrImageNeverPull', 'ErrImageNeverPull', `Container image "${reference}" is not present with pull policy of Never`);
    record({ reason: 'Pulling', message: `Pulling image "${reference}"` });
    const tookMs = present ? random.between(60, 180) : random.between(500, 1400);
    later(tookMs, () => {
      const found = images.find(reference, pod);
      return found ? havePulled(found, tookMs, done) : fail(done);
    });
  };

  const havePulled = (found: Image, tookMs: number, done: (image: Image) => void) => {
    pulled.set(reference, found);
    const took = tookMs < 1000 ? `${Math.round(tookMs)}ms` : `${(tookMs / 1000).toFixed(3)}s`;
    record({ reason: 'Pulled', message: `Successfully pulled image "${reference}" in ${took} (${took} including waiting). Image size: ${found.sizeBytes} bytes.` });
    done(found);
  };

  /** Nothing is asked of the registry. */
  const refuse = (done: (image: Image) => void, event: string, reason: string, message: string) => {
    record({ type: 'Warning', reason: event, message });
    record({ type: 'Warning', reason: 'Failed', message: `Error: ${reason}` });
    waiting({ reason, message });
    later(longestBackoffMs, () => pull(done));
  };

  const fail = (done: (image: Image) => void) => {
    const message = images.pullError(reference, pod);
    record({ type: 'Warning', reason: 'Failed', message: `Failed to pull image "${reference}": ${message}` });
    record({ type: 'Warning', reason: 'Failed', message: 'Error: ErrImagePull' });
    waiting({ reason: 'ErrImagePull', message });
    const waitMs = backoffMs;
    backoffMs = Math.min(backoffMs * 2, longestBackoffMs);
    later(1500, () => {
      record({ reason: 'BackOff', message: `Back-off pulling image "${reference}"` });
      record({ type: 'Warning', reason: 'Failed', message: 'Error: ImagePullBackOff' });
      waiting({ reason: 'ImagePullBackOff', message: `Back-off pulling image "${reference}"` });
      later(waitMs, () => pull(done));
    });
  };

  return pull;
}
