import type { Condition, Deployment, ReplicaSet } from '../../objects/workloads';
import { conditionOf, withCondition } from '../conditions';
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

export function withAvailability(deployment: Deployment, status: Status, conditions: Condition[] | undefined, now: string): Condition[] {
  const isAvailable = (status.availableReplicas ?? 0) >= deployment.spec.replicas - limitsOf(deployment).unavailable;
  return withCondition(
    conditions,
    isAvailable
      ? { type: 'Available', status: 'True', reason: 'MinimumReplicasAvailable', message: 'Deployment has minimum availability.', lastUpdateTime: now }
      : { type: 'Available', status: 'False', reason: 'MinimumReplicasUnavailable', message: 'Deployment does not have minimum availability.', lastUpdateTime: now },
    now,
  );
}

type Progress = 'NewReplicaSetCreated' | 'FoundNewReplicaSet' | 'ReplicaSetUpdated' | 'NewReplicaSetAvailable' | 'ProgressDeadlineExceeded' | 'DeploymentPaused' | 'DeploymentResumed';

const sentences: Record<Progress, (set: string) => string> = {
  NewReplicaSetCreated: (set) => `Created new replica set "${set}"`,
  FoundNewReplicaSet: (set) => `Found new replica set "${set}"`,
  ReplicaSetUpdated: (set) => `ReplicaSet "${set}" is progressing.`,
  NewReplicaSetAvailable: (set) => `ReplicaSet "${set}" has successfully progressed.`,
  ProgressDeadlineExceeded: (set) => `ReplicaSet "${set}" has timed out progressing.`,
  DeploymentPaused: () => 'Deployment is paused',
  DeploymentResumed: () => 'Deployment is resumed',
};

export function withProgress(conditions: Condition[] | undefined, reason: Progress, newest: ReplicaSet | undefined, now: string): Condition[] {
  const status = reason === 'ProgressDeadlineExceeded' ? 'False' : reason === 'DeploymentPaused' || reason === 'DeploymentResumed' ? 'Unknown' : 'True';
  const before = conditionOf(conditions, 'Progressing');
  const next = withCondition(conditions, { type: 'Progressing', status, reason, message: sentences[reason](newest?.metadata.name ?? ''), lastUpdateTime: now }, now);
  if (before?.reason !== reason || reason !== 'ReplicaSetUpdated') return next;
  // Progress again: the deadline counts from the last update.
  return next.map((condition) => (condition.type === 'Progressing' ? { ...condition, lastUpdateTime: now } : condition));
}
