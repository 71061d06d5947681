import type { CacheLease, Store } from '@electron/engine/kube/types';
import type { OpenEnvironment } from '@electron/engine/services/environmentAccess';

/** What the topology is made of. Old servers know some kinds by an older version or group. */
const servedAs = {
  Ingress: [['networking.k8s.io', ['v1', 'v1beta1']], ['extensions', ['v1beta1']]],
  Service: [['', ['v1']]],
  Deployment: [['apps', ['v1']]],
  StatefulSet: [['apps', ['v1']]],
  DaemonSet: [['apps', ['v1']]],
  ReplicaSet: [['apps', ['v1']]],
  Job: [['batch', ['v1']]],
  CronJob: [['batch', ['v1', 'v1beta1']]],
  Pod: [['', ['v1']]],
  ConfigMap: [['', ['v1']]],
  Secret: [['', ['v1']]],
  PersistentVolumeClaim: [['', ['v1']]],
} as const satisfies Record<string, readonly (readonly [group: string, versions: readonly string[]])[]>;

export type TopologyKind = keyof typeof servedAs;
export const topologyKinds = Object.keys(servedAs) as TopologyKind[];

/** Without these nothing can be said of a workload without saying something wrong for a moment. */
export const essentialKinds: readonly TopologyKind[] = ['Deployment', 'StatefulSet', 'DaemonSet', 'ReplicaSet', 'Job', 'CronJob', 'Pod'];

/** What can be read of a kind now: its objects, nothing yet, or nothing at all with these permissions. */
export type Readable = Store | 'loading' | 'denied';
export type TopologySource = Readonly<Record<TopologyKind, Readable>>;

/** The store, or null where it cannot be read (yet). */
export const storeOf = (readable: Readable): Store | null => (typeof readable === 'string' ? null : readable);
/** All objects of a kind, as the type that the kind has. */
export const allOf = <T>(readable: Readable): Iterable<T> => (typeof readable === 'string' ? [] : (readable.all() as Iterable<T>));

/** Null where the cluster does not serve the kind. */
export const leaseKind = async (open: OpenEnvironment, kind: TopologyKind): Promise<CacheLease | null> => {
  for (const [group, versions] of servedAs[kind]) {
    const lease = await open.lease(group, kind, versions);
    if (lease) return lease;
  }
  return null;
};

/** What a kind that the cluster does not serve looks like. */
export const emptyStore: Store = {
  size: 0,
  get: () => undefined,
  byName: () => undefined,
  ownedBy: () => [],
  onNode: () => [],
  matching: () => [],
  all: () => [],
};
