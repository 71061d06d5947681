import type { ControllerRevision, Pod, ReplicaSet } from '@electron/engine/kube/objects';
import type { KubeObject, OwnerReference } from '@electron/engine/kube/types';
import { deploymentRevisionAnnotation, type Workload } from './workload';

/** The part of a store that ownership is looked up in. */
export interface Owned {
  ownedBy(uid: string): readonly KubeObject[];
}
/** Where a workload's parts are; null for what cannot be read. */
export interface OwnershipStores {
  pods: Owned | null;
  replicaSets: Owned | null;
  jobs: Owned | null;
}

export const controllerOf = (object: KubeObject): OwnerReference | undefined => object.metadata.ownerReferences?.find((owner) => owner.controller);

const controlledBy = <T extends KubeObject>(store: Owned | null, uid: string): T[] =>
  // Being an owner is not being the controller: several may own an object, one controls it.
  (store?.ownedBy(uid) ?? []).filter((object) => controllerOf(object)?.uid === uid) as T[];

/** A Deployment's ReplicaSets, in no order. */
export const replicaSetsOf = (workload: Workload, stores: Pick<OwnershipStores, 'replicaSets'>): ReplicaSet[] =>
  workload.kind === 'Deployment' ? controlledBy<ReplicaSet>(stores.replicaSets, workload.metadata.uid) : [];

/** The pods that a workload stands for, by name. Ownership decides, not the selector: selectors may overlap. */
export const podsOf = (workload: Workload, stores: OwnershipStores): Pod[] => {
  if (workload.kind === 'Pod') return [workload];
  const owners = [workload.metadata.uid];
  if (workload.kind === 'Deployment') owners.push(...replicaSetsOf(workload, stores).map((replicaSet) => replicaSet.metadata.uid));
  if (workload.kind === 'CronJob') owners.push(...controlledBy(stores.jobs, workload.metadata.uid).map((job) => job.metadata.uid));
  return owners.flatMap((uid) => controlledBy<Pod>(stores.pods, uid)).sort(byName);
};

export const byName = (a: KubeObject, b: KubeObject): number => (a.metadata.name < b.metadata.name ? -1 : a.metadata.name > b.metadata.name ? 1 : 0);

/** The revision number that the Deployment controller gave a ReplicaSet (or a Deployment its current one); null before it did. */
export const deploymentRevision = (object: KubeObject): number | null => {
  const number = Number(object.metadata.annotations?.[deploymentRevisionAnnotation]);
  return Number.isInteger(number) && number > 0 ? number : null;
};

/** The ReplicaSet that a Deployment currently rolls out: the one with the highest revision. */
export const newestReplicaSet = (replicaSets: readonly ReplicaSet[]): ReplicaSet | undefined =>
  replicaSets.reduce<ReplicaSet | undefined>(
    (newest, candidate) => (!newest || (deploymentRevision(candidate) ?? 0) > (deploymentRevision(newest) ?? 0) ? candidate : newest),
    undefined,
  );

const revisionHash = 'controller-revision-hash';
const templateGeneration = { label: 'pod-template-generation', annotation: 'deprecated.daemonset.template.generation' };

/** Whether a pod was made from the workload's present template. True where the cluster does not say. */
export const isUpdated = (pod: Pod, workload: Workload, replicaSets: readonly ReplicaSet[]): boolean => {
  const labels = pod.metadata.labels ?? {};
  switch (workload.kind) {
    case 'Deployment': {
      const newest = newestReplicaSet(replicaSets);
      return !newest || controllerOf(pod)?.uid === newest.metadata.uid;
    }
    case 'StatefulSet': {
      const wanted = workload.status?.updateRevision;
      return !wanted || !labels[revisionHash] || labels[revisionHash] === wanted;
    }
    case 'DaemonSet': {
      const wanted = workload.metadata.annotations?.[templateGeneration.annotation];
      return !wanted || !labels[templateGeneration.label] || labels[templateGeneration.label] === wanted;
    }
    default:
      return true;
  }
};

/**
 * The revision a pod belongs to: its ReplicaSet's number, or its ControllerRevision's. Null where neither is known.
 */
export const podRevision = (pod: Pod, replicaSets: readonly ReplicaSet[], controllerRevisions: readonly ControllerRevision[]): number | null => {
  const owner = controllerOf(pod);
  const replicaSet = replicaSets.find((candidate) => candidate.metadata.uid === owner?.uid);
  if (replicaSet) return deploymentRevision(replicaSet);
  const hash = pod.metadata.labels?.[revisionHash];
  if (!hash) return null;
  // A StatefulSet's pods carry the revision's whole name, a DaemonSet's only the hash at its end.
  return controllerRevisions.find(({ metadata: { name } }) => name === hash || name === `${owner?.name}-${hash}`)?.revision ?? null;
};
