import { furnishCluster, nodeNames } from '../content/cluster';
import { createAuthor } from '../content/create';
import { repositories } from '../content/images';
import { createSite } from '../createSite';
import type { Draft } from '../objects/meta';
import type { Container, Pod, PodSpec } from '../objects/workloads';
import { kindNamed } from '../store/kinds';
import { createImageSource, type PausableSource } from './imageSource';

const registry = '127.0.0.1:5480';
/** A Wednesday noon, so that the load of the day is what a test expects. */
export const noon = Date.parse('2026-03-04T12:00:00Z');

export interface DrivenSite {
  readonly site: ReturnType<typeof createSite>;
  readonly images: PausableSource;
  create(...drafts: Draft[]): void;
  /** A pod of one container that runs an image of the demo's registry (`apps/uuid:v1.0.0.0`). */
  pod(name: string, image: string, container?: Partial<Container>, spec?: Partial<PodSpec>, annotations?: Record<string, string>): void;
  /** Plays so many seconds at once. */
  play(seconds: number): void;
  get<T>(kind: string, name: string): T;
  list<T>(kind: string): T[];
  /** `reason message` of the events about an object, and how often. */
  told(name: string): string[];
}

/** A site without a network whose clock stands still until a test plays it. Its objects live in the namespace `t`. */
export function createDrivenSite({ seed = 7, startAt = noon } = {}): DrivenSite {
  const images = createImageSource(registry, repositories);
  const site = createSite({ seed, startAt, liveAt: startAt, caCertificate: '', registry: images, nodes: nodeNames });
  furnishCluster(site);
  const author = createAuthor(site, 'test');
  author.create(undefined, { kind: 'Namespace', metadata: { name: 't' } });
  const namespaceOf = (kind: string) => (kindNamed(kind).namespaced ? 't' : undefined);
  const create = (...drafts: Draft[]) => {
    for (const draft of drafts) author.create(namespaceOf(draft.kind ?? ''), draft);
  };
  const list = <T>(kind: string) => site.store.list(kindNamed(kind), namespaceOf(kind)) as unknown[] as T[];
  return {
    site,
    images,
    create,
    pod(name, image, container = {}, spec = {}, annotations = {}) {
      create({ kind: 'Pod', metadata: { name, labels: { app: name }, annotations }, spec: { containers: [{ name: 'c', image: `${registry}/${image}`, ...container }], ...spec } });
    },
    play: (seconds) => site.clock.advance(seconds * 1000),
    get: <T>(kind: string, name: string) => site.store.get(kindNamed(kind), namespaceOf(kind), name) as unknown as T,
    list,
    told: (name) =>
      list<{ involvedObject: { name: string }; reason: string; message: string; count?: number }>('Event')
        .filter(({ involvedObject }) => involvedObject.name === name)
        .map(({ reason, message, count = 1 }) => `${reason} ${message}${count > 1 ? ` (${count})` : ''}`),
  };
}

/** The first container's status. */
export const statusIn = (pod: Pod) => pod.status.containerStatuses?.[0];
