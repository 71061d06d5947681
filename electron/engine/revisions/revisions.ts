import type { WorkloadKind } from '@shared/model/component';
import type { ControllerRevision, Deployment, DaemonSet, Pod, PodTemplate, ReplicaSet, StatefulSet } from '@electron/engine/kube/objects';
import type { KubeObject } from '@electron/engine/kube/types';
import { annotations } from './annotations';

export type RolloutKind = 'Deployment' | 'StatefulSet' | 'DaemonSet';
export const isRolloutKind = (kind: WorkloadKind): kind is RolloutKind => kind === 'Deployment' || kind === 'StatefulSet' || kind === 'DaemonSet';
/** Told apart by `kind`. */
export type RolloutWorkload = (Deployment & { kind: 'Deployment' }) | (StatefulSet & { kind: 'StatefulSet' }) | (DaemonSet & { kind: 'DaemonSet' });

/** The kind whose objects are the revisions of a workload; group `apps` for all. */
export const revisionKind = (kind: RolloutKind): 'ReplicaSet' | 'ControllerRevision' => (kind === 'Deployment' ? 'ReplicaSet' : 'ControllerRevision');

/** A revision as its controller keeps it. */
export interface KeptRevision {
  number: number;
  /** Numbers it had before it was rolled back to: asking for one of these means this revision. */
  formerNumbers: number[];
  object: KubeObject;
  template: PodTemplate | undefined;
  changeCause: string | null;
  /** Who made it, where Wheelhouse wrote that down. */
  changedBy: string | null;
}

/** Revisions of one workload, newest first; `current` and `previous` as `kubectl rollout undo` sees them. */
export interface History {
  revisions: readonly KeptRevision[];
  current: KeptRevision | null;
  previous: KeptRevision | null;
}

/**
 * Reads the history from what the workload owns: ReplicaSets of a Deployment, ControllerRevisions of the others.
 * Linear in the number of revisions: clusters keep hundreds.
 */
export const readHistory = (workload: RolloutWorkload, owned: readonly KubeObject[]): History => {
  const kept = owned.map((object) => (workload.kind === 'Deployment' ? fromReplicaSet(object) : fromControllerRevision(object))).filter((revision) => revision !== null);
  kept.sort((a, b) => b.number - a.number);
  const marks = firstBearers(kept);
  const current = currentOf(workload, kept);
  const revisions = kept.map((revision) => ({
    ...revision,
    // Rolling back re-uses a ControllerRevision and leaves its annotations: those of the workload are the newer ones.
    ...story(revision === current && workload.kind !== 'Deployment' ? workload : revision.object, revision, marks),
  }));
  return {
    revisions,
    current: revisions.find((revision) => revision.object === current?.object) ?? null,
    previous: current === null ? null : (revisions.find((revision) => revision.number < current.number) ?? null),
  };
};

/** By change id the revision that was made by that change: the one that was created first. */
const firstBearers = (newestFirst: readonly KeptRevision[]): Map<string, KubeObject> => {
  const bearers = new Map<string, KubeObject>();
  for (const { object } of [...newestFirst].reverse()) {
    const id = object.metadata.annotations?.[annotations.changeId];
    if (id === undefined) continue;
    const known = bearers.get(id);
    if (known === undefined || createdAt(object) < createdAt(known)) bearers.set(id, object);
  }
  return bearers;
};

/** What is told of a revision by `source`, without what it only inherited from an earlier one. */
const story = (source: KubeObject, revision: KeptRevision, marks: ReadonlyMap<string, KubeObject>): Pick<KeptRevision, 'changeCause' | 'changedBy'> => {
  const told = source.metadata.annotations ?? {};
  const reused = told[annotations.reuses];
  if (reused !== undefined && reused !== revision.object.metadata.name) return { changeCause: null, changedBy: null };
  const cause = told[annotations.changeCause] ?? null;
  const maker = marks.get(told[annotations.changeId] ?? '');
  if (maker === undefined || maker.metadata.uid === revision.object.metadata.uid) return { changeCause: cause, changedBy: told[annotations.changedBy] ?? null };
  const makersCause = maker.metadata.annotations?.[annotations.changeCause] ?? null;
  return { changeCause: cause === makersCause ? null : cause, changedBy: null };
};

const createdAt = (object: KubeObject): number => Date.parse(object.metadata.creationTimestamp ?? '') || 0;

/** The revision a number means, also by a number it had before. */
export const findRevision = (history: History, number: number): KeptRevision | null =>
  history.revisions.find((revision) => revision.number === number) ?? history.revisions.find((revision) => revision.formerNumbers.includes(number)) ?? null;

/** Whether a pod was made from this revision. */
export const isPodOf = (revision: KeptRevision, pod: Pod): boolean => {
  if (revision.object.kind === 'ReplicaSet') return pod.metadata.ownerReferences?.some((owner) => owner.uid === revision.object.metadata.uid) ?? false;
  // A StatefulSet labels its pods with the revision's name, a DaemonSet with the hash alone.
  const label = pod.metadata.labels?.['controller-revision-hash'];
  return label !== undefined && (label === revision.object.metadata.name || label === revision.object.metadata.labels?.['controller-revision-hash']);
};

const currentOf = (workload: RolloutWorkload, newestFirst: readonly KeptRevision[]): KeptRevision | null => {
  const named = currentName(workload);
  if (named === undefined) return newestFirst[0] ?? null;
  // One that is named and not in the cache yet: no answer for a moment is better than a wrong one.
  return newestFirst.find(({ number, object }) => (workload.kind === 'Deployment' ? String(number) : object.metadata.name) === named) ?? null;
};

/** What the controller calls the newest revision: a number or a name. A DaemonSet's says nothing; there the newest is current. */
const currentName = (workload: RolloutWorkload): string | undefined => {
  switch (workload.kind) {
    case 'Deployment':
      return workload.metadata.annotations?.[annotations.revision];
    case 'StatefulSet':
      return workload.status?.updateRevision;
    case 'DaemonSet':
      return undefined;
  }
};

const fromReplicaSet = (object: KubeObject): KeptRevision | null => {
  const replicaSet = object as ReplicaSet;
  const number = Number(replicaSet.metadata.annotations?.[annotations.revision]);
  // Just created: the deployment controller numbers it a moment later.
  if (!Number.isInteger(number) || number <= 0) return null;
  const formerNumbers = (replicaSet.metadata.annotations?.[annotations.revisionHistory] ?? '').split(',').map(Number).filter((former) => former > 0);
  return { number, formerNumbers, object, template: replicaSet.spec?.template, changeCause: null, changedBy: null };
};

const fromControllerRevision = (object: KubeObject): KeptRevision | null => {
  const kept = object as ControllerRevision;
  if (kept.revision === undefined) return null;
  return { number: kept.revision, formerNumbers: [], object, template: kept.data?.spec?.template, changeCause: null, changedBy: null };
};
