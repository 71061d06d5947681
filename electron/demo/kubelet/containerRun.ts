import type { EventText } from '../controllers/events';
import type { Container, ContainerState, ContainerStatus, Pod } from '../objects/workloads';
import type { Site } from '../site';
import { timestamp } from '../time/clock';
import { missingEnvironment } from './configuration';
import { environmentOf } from './environment';
import type { Image, ImageTable } from './images';

/** One container of a pod from the first pull to its last exit. */
export interface ContainerRun {
  status(): ContainerStatus;
  start(): void;
  /** Ends it as a graceful stop does. */
  stop(): void;
  /** Drops its timers; nothing is said any more. */
  drop(): void;
}

interface Deps {
  site: Site;
  images: ImageTable;
  /** What this node has pulled already. */
  pulled: Set<string>;
  pod: Pod;
  container: Container;
  restarts: 'Always' | 'OnFailure' | 'Never';
  isInit: boolean;
  record: (event: EventText) => void;
  /** The status changed. */
  changed: () => void;
}

const crashAnnotation = 'demo.wheelhouse.dev/crash-after-seconds';
const firstBackoffMs = 10_000;
const longestBackoffMs = 300_000;
/** A container that ran this long starts over with the shortest back-off. */
const calmMs = 600_000;

export function createContainerRun({ site, images, pulled, pod, container, restarts, isInit, record, changed }: Deps): ContainerRun {
  const { clock, random, store, logs, running } = site;
  const { image: reference, name } = container;
  let state: ContainerState = { waiting: { reason: isInit || !pod.spec.initContainers?.length ? 'ContainerCreating' : 'PodInitializing' } };
  let lastState: ContainerState = {};
  let image: Image | undefined;
  let containerID: string | undefined;
  let ready = false;
  let restartCount = 0;
  let pullBackoffMs = firstBackoffMs;
  let crashBackoffMs = firstBackoffMs;
  let startedAtSite = 0;
  const timers = new Set<() => void>();

  const later = (ms: number, task: () => void) => {
    const cancel = clock.after(ms, () => {
      timers.delete(cancel);
      task();
    });
    timers.add(cancel);
  };
  const enter = (next: ContainerState) => {
    state = next;
    changed();
  };

  const pull = () => {
    const found = images.find(reference);
    if (found && pulled.has(reference) && container.imagePullPolicy !== 'Always') {
      record({ reason: 'Pulled', message: `Container image "${reference}" already present on machine` });
      image = found;
      return create();
    }
    record({ reason: 'Pulling', message: `Pulling image "${reference}"` });
    const tookMs = pulled.has(reference) ? random.between(60, 180) : random.between(500, 1400);
    later(tookMs, () => (found ? havePulled(found, tookMs) : failToPull()));
  };

  const havePulled = (found: Image, tookMs: number) => {
    pulled.add(reference);
    image = found;
    const took = tookMs < 1000 ? `${Math.round(tookMs)}ms` : `${(tookMs / 1000).toFixed(3)}s`;
    record({ reason: 'Pulled', message: `Successfully pulled image "${reference}" in ${took} (${took} including waiting). Image size: ${found.sizeBytes} bytes.` });
    create();
  };

  const failToPull = () => {
    const message = images.pullError(reference);
    record({ type: 'Warning', reason: 'Failed', message: `Failed to pull image "${reference}": ${message}` });
    record({ type: 'Warning', reason: 'Failed', message: 'Error: ErrImagePull' });
    enter({ waiting: { reason: 'ErrImagePull', message } });
    const waitMs = pullBackoffMs;
    pullBackoffMs = Math.min(pullBackoffMs * 2, longestBackoffMs);
    later(1500, () => {
      record({ reason: 'BackOff', message: `Back-off pulling image "${reference}"` });
      record({ type: 'Warning', reason: 'Failed', message: 'Error: ImagePullBackOff' });
      enter({ waiting: { reason: 'ImagePullBackOff', message: `Back-off pulling image "${reference}"` } });
      later(waitMs, pull);
    });
  };

  const create = () => {
    const missing = missingEnvironment(store, pod, container);
    if (missing) {
      record({ type: 'Warning', reason: 'Failed', message: `Error: ${missing}` });
      enter({ waiting: { reason: 'CreateContainerConfigError', message: missing } });
      later(5000, create);
      return;
    }
    containerID = `containerd://${random.hex(64)}`;
    record({ reason: 'Created', message: `Created container ${name}` });
    later(random.between(80, 250), begin);
  };

  const begin = () => {
    if (!image) return;
    const now = clock.now();
    startedAtSite = clock.elapsedMs();
    logs.begin(pod.metadata.uid, name, { program: image.program, host: pod.metadata.name, version: image.tag, startedAt: now, env: () => environmentOf(store, pod, container) });
    running.begin({ pod, container, containerID: containerID ?? '', program: image.program, version: image.tag, startedAt: now, startedAtSite, exit: die });
    record({ reason: 'Started', message: `Started container ${name}` });
    enter({ running: { startedAt: timestamp(now) } });
    const readyMs = container.readinessProbe ? image.program.readyAfterMs + (container.readinessProbe.initialDelaySeconds ?? 0) * 1000 : 0;
    const exit = exitOf(image);
    if (exit) later(exit.afterMs, () => ended(exit.code));
    if (!exit || exit.afterMs > readyMs) {
      later(readyMs, () => {
        ready = true;
        changed();
      });
    }
  };

  const exitOf = (started: Image) => {
    const asked = Number(pod.metadata.annotations?.[crashAnnotation]);
    return asked > 0 ? { afterMs: asked * 1000, code: 1 } : started.program.exits;
  };

  const terminated = (exitCode: number): ContainerState => ({
    terminated: { exitCode, reason: exitCode === 0 ? 'Completed' : 'Error', startedAt: state.running?.startedAt ?? timestamp(clock.now()), finishedAt: timestamp(clock.now()), ...(containerID && { containerID }) },
  });

  /** Somebody inside ended its first process: what it would have done of itself is off. */
  const die = (code: number) => {
    if (!state.running) return;
    drop();
    ended(code);
  };

  const ended = (code: number) => {
    ready = false;
    logs.end(pod.metadata.uid, name, clock.now());
    running.end(pod.metadata.uid, name);
    const finished = terminated(code);
    if (restarts === 'Never' || (restarts === 'OnFailure' && code === 0)) return enter(finished);
    if (clock.elapsedMs() - startedAtSite > calmMs) crashBackoffMs = firstBackoffMs;
    enter(finished);
    later(900, () => backOff(finished));
  };

  /** The first restart comes at once, later ones after a growing wait. */
  const backOff = (finished: ContainerState) => {
    lastState = finished;
    if (restartCount === 0) return restart();
    const waitMs = crashBackoffMs;
    crashBackoffMs = Math.min(crashBackoffMs * 2, longestBackoffMs);
    const { namespace = '', uid } = pod.metadata;
    const where = `${pod.metadata.name}_${namespace}(${uid})`;
    record({ type: 'Warning', reason: 'BackOff', message: `Back-off restarting failed container ${name} in pod ${where}` });
    const wait = waitMs >= 60_000 ? `${Math.floor(waitMs / 60_000)}m${(waitMs % 60_000) / 1000}s` : `${waitMs / 1000}s`;
    enter({ waiting: { reason: 'CrashLoopBackOff', message: `back-off ${wait} restarting failed container=${name} pod=${where}` } });
    later(waitMs, restart);
  };

  const restart = () => {
    restartCount += 1;
    pull();
  };

  const drop = () => {
    for (const cancel of timers) cancel();
    timers.clear();
  };

  return {
    status: () => ({
      name,
      image: reference,
      imageID: image && containerID ? image.imageId : '',
      ...(containerID && { containerID }),
      ready: isInit ? state.terminated?.exitCode === 0 : ready,
      started: state.running !== undefined,
      restartCount,
      state,
      lastState,
    }),
    start: pull,
    stop() {
      drop();
      ready = false;
      if (state.running) {
        logs.end(pod.metadata.uid, name, clock.now());
        running.end(pod.metadata.uid, name);
        state = terminated(0);
      }
    },
    drop,
  };
}
