import { sameJson } from '../../objects/json';
import type { Condition, Deployment, ReplicaSet } from '../../objects/workloads';
import type { Site } from '../../site';
import { kindNamed } from '../../store/kinds';
import { claimed } from '../adopt';
import { withoutLabel } from '../hash';
import { limitsOf } from './amounts';
import { revisionKey, sizeAnnotations } from './annotations';

export const component = 'deployment-controller';
export const writer = { manager: 'kube-controller-manager', operation: 'Update' } as const;
export const hashLabel = 'pod-template-hash';
export const kind = kindNamed('Deployment');
export const setKind = kindNamed('ReplicaSet');

/** What the steps of the controller read and write of a Deployment and its ReplicaSets. */
export interface Parts {
  setsOf(deployment: Deployment): ReplicaSet[];
  /** The ReplicaSet of the present template. */
  newestOf(deployment: Deployment, sets: readonly ReplicaSet[]): ReplicaSet | undefined;
  /** As the store has them now. */
  current(deployment: Deployment): Deployment;
  fresh(set: ReplicaSet): ReplicaSet;
  /** Writes conditions, and the revision if one is given. It is one write of the status: no new generation. */
  publish(deployment: Deployment, conditions: Condition[], revision?: string): void;
  /** False where it has that size already. */
  resize(deployment: Deployment, set: ReplicaSet, replicas: number): boolean;
  /** Site time of the last progress of a rollout, by uid: stamps are too coarse for a deadline under a fast clock. */
  readonly progressedAt: Map<string, number>;
}

export function createParts(site: Site): Parts {
  const { store, writes, events } = site;
  const current = (deployment: Deployment) => (store.get(kind, deployment.metadata.namespace, deployment.metadata.name) ?? deployment) as Deployment;
  return {
    current,
    progressedAt: new Map(),
    setsOf: (deployment) => claimed<ReplicaSet>(site, setKind, deployment),
    newestOf: (deployment, sets) =>
      [...sets].sort((a, b) => (a.metadata.creationTimestamp < b.metadata.creationTimestamp ? -1 : 1)).find((set) => sameJson(withoutLabel(set.spec.template, hashLabel), withoutLabel(deployment.spec.template, hashLabel))),
    fresh: (set) => (store.get(setKind, set.metadata.namespace, set.metadata.name) ?? set) as ReplicaSet,
    publish(deployment, conditions, revision) {
      const present = current(deployment);
      const annotations = { ...present.metadata.annotations, ...(revision !== undefined && { [revisionKey]: revision }) };
      writes.update(kind, { ...present, metadata: { ...present.metadata, annotations }, status: { ...present.status, conditions } }, { ...writer, subresource: 'status' });
    },
    resize(deployment, set, replicas) {
      const annotations = { ...set.metadata.annotations, ...sizeAnnotations(deployment.spec.replicas, deployment.spec.replicas + limitsOf(deployment).surge) };
      if (set.spec.replicas === replicas && sameJson(annotations, set.metadata.annotations)) return false;
      const before = set.spec.replicas;
      writes.update(setKind, { ...set, metadata: { ...set.metadata, annotations, resourceVersion: '' }, spec: { ...set.spec, replicas } }, writer);
      if (before === replicas) return false;
      const message = `Scaled ${before < replicas ? 'up' : 'down'} replica set ${set.metadata.name} from ${before} to ${replicas}`;
      events.record(deployment, { reason: 'ScalingReplicaSet', message }, { component });
      return true;
    },
  };
}
