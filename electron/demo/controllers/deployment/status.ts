import type { Condition, Deployment, ReplicaSet } from '../../objects/workloads';
import { conditionOf } from '../conditions';
import { actual, limitsOf } from './amounts';

type Status = Deployment['status'];

/** Numbers of a Deployment's status. Zeroes are left out, as Go's omitempty does. */
export function countsOf(deployment: Deployment, newest: ReplicaSet | undefined, all: readonly ReplicaSet[]): Status {
  const replicas = actual(all, 'replicas');
  const available = actual(all, 'availableReplicas');
  const counts = {
    replicas,
    updatedReplicas: newest ? newest.status.replicas : 0,
    readyReplicas: actual(all, 'readyReplicas'),
    availableReplicas: available,
    unavailableReplicas: Math.max(0, all.reduce((sum, set) => sum + set.spec.replicas, 0) - available),
  };
  return { observedGeneration: deployment.metadata.generation ?? 1, ...Object.fromEntries(Object.entries(counts).filter(([, count]) => count > 0)) };
}

export function isComplete({ spec, metadata }: Deployment, status: Status): boolean {
  const { replicas } = spec;
  const { updatedReplicas = 0, replicas: present = 0, availableReplicas = 0, observedGeneration = 0 } = status;
  return updatedReplicas === replicas && present === replicas && availableReplicas === replicas && observedGeneration >= (metadata.generation ?? 0);
}

/** More updated, ready or available pods than before, or fewer old ones. */
export function hasProgressed(before: Status, now: Status): boolean {
  const old = (status: Status) => (status.replicas ?? 0) - (status.updatedReplicas ?? 0);
  return (
    (now.updatedReplicas ?? 0) > (before.updatedReplicas ?? 0) || old(now) < old(before) || (now.readyReplicas ?? 0) > (before.readyReplicas ?? 0) || (now.availableReplicas ?? 0) > (before.availableReplicas ?? 0)
  );
}

/** "No deadline" is the greatest number that fits. */
export const hasDeadline = ({ spec }: Deployment): boolean => spec.progressDeadlineSeconds !== 2 ** 31 - 1;

type Said = Omit<Condition, 'lastTransitionTime' | 'lastUpdateTime'>;

/** Sets a condition at the end of the list. One with the same status and reason stays as it is, message and times included. */
export function withCondition(conditions: readonly Condition[], said: Said, now: string): Condition[] {
  const before = conditionOf(conditions, said.type);
  if (before && before.status === said.status && before.reason === said.reason) return [...conditions];
  return replaced(conditions, said, now);
}

function replaced(conditions: readonly Condition[], said: Said, now: string): Condition[] {
  const before = conditionOf(conditions, said.type);
  const lastTransitionTime = before?.status === said.status ? (before.lastTransitionTime ?? now) : now;
  return [...without(conditions, said.type), { ...said, lastUpdateTime: now, lastTransitionTime }];
}

export const without = (conditions: readonly Condition[], type: string): Condition[] => conditions.filter((condition) => condition.type !== type);

export function withAvailability(deployment: Deployment, status: Status, conditions: readonly Condition[], now: string): Condition[] {
  const isAvailable = (status.availableReplicas ?? 0) >= deployment.spec.replicas - limitsOf(deployment).unavailable;
  const said: Said = isAvailable
    ? { type: 'Available', status: 'True', reason: 'MinimumReplicasAvailable', message: 'Deployment has minimum availability.' }
    : { type: 'Available', status: 'False', reason: 'MinimumReplicasUnavailable', message: 'Deployment does not have minimum availability.' };
  return withCondition(conditions, said, now);
}

type Progress = 'NewReplicaSetCreated' | 'FoundNewReplicaSet' | 'ReplicaSetUpdated' | 'NewReplicaSetAvailable' | 'ProgressDeadlineExceeded' | 'DeploymentPaused' | 'DeploymentResumed';

/** A Recreate Deployment has no new ReplicaSet while the old one stops: then the sentence is about the Deployment. */
const sentences: Record<Progress, (about: string) => string> = {
  NewReplicaSetCreated: (about) => `Created new ${lowerFirst(about)}`,
  FoundNewReplicaSet: (about) => `Found new ${lowerFirst(about)}`,
  ReplicaSetUpdated: (about) => `${about} is progressing.`,
  NewReplicaSetAvailable: (about) => `${about} has successfully progressed.`,
  ProgressDeadlineExceeded: (about) => `${about} has timed out progressing.`,
  DeploymentPaused: () => 'Deployment is paused',
  DeploymentResumed: () => 'Deployment is resumed',
};

const lowerFirst = (about: string) => about.replace('ReplicaSet', 'replica set');

export function withProgress(conditions: readonly Condition[], reason: Progress, deployment: Deployment, newest: ReplicaSet | undefined, now: string): Condition[] {
  const status = reason === 'ProgressDeadlineExceeded' ? 'False' : reason === 'DeploymentPaused' || reason === 'DeploymentResumed' ? 'Unknown' : 'True';
  const about = newest ? `ReplicaSet "${newest.metadata.name}"` : `Deployment "${deployment.metadata.name}"`;
  const said: Said = { type: 'Progressing', status, reason, message: sentences[reason](about) };
  // Progress again: the deadline counts from the last update, though nothing else of the condition changes.
  return reason === 'ReplicaSetUpdated' ? replaced(conditions, said, now) : withCondition(conditions, said, now);
}
