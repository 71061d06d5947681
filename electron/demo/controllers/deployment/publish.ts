import { sameJson } from '../../objects/json';
import type { Condition, Deployment, ReplicaSet } from '../../objects/workloads';
import type { Site } from '../../site';
import { timestamp } from '../../time/clock';
import { conditionOf } from '../conditions';
import { kind, writer, type Parts } from './parts';
import { countsOf, hasDeadline, hasProgressed, isComplete, withAvailability, withCondition, without, withProgress } from './status';

/** Says in the conditions that a rollout was paused or resumed. A missed deadline stays said. */
export function markPaused({ clock }: Site, { publish, progressedAt }: Parts, deployment: Deployment): void {
  if (!hasDeadline(deployment)) return;
  const conditions = deployment.status.conditions ?? [];
  const reason = conditionOf(conditions, 'Progressing')?.reason;
  const now = timestamp(clock.now());
  if (deployment.spec.paused && reason !== 'DeploymentPaused' && reason !== 'ProgressDeadlineExceeded') {
    publish(deployment, withProgress(conditions, 'DeploymentPaused', deployment, undefined, now));
  } else if (!deployment.spec.paused && reason === 'DeploymentPaused') {
    progressedAt.set(deployment.metadata.uid, clock.elapsedMs());
    publish(deployment, withProgress(conditions, 'DeploymentResumed', deployment, undefined, now));
  }
}

/**
 * Writes numbers and conditions.
 * @param isRollout whether progress is to be judged
 * @param lookAgain asks for another look after so many ms: when the progress deadline will have passed, or history is to be trimmed
 */
export function publishStatus(site: Site, parts: Parts, deployment: Deployment, isRollout: boolean, lookAgain: (afterMs?: number) => void): void {
  const sets = parts.setsOf(deployment);
  const newest = parts.newestOf(deployment, sets);
  const counts = countsOf(deployment, newest, sets);
  const now = timestamp(site.clock.now());
  let conditions = withAvailability(deployment, counts, deployment.status.conditions ?? [], now);
  if (isRollout) {
    conditions = hasDeadline(deployment) ? judged(site, parts, deployment, { newest, counts, conditions, now }, lookAgain) : without(conditions, 'Progressing');
    conditions = withFailure(sets, newest, conditions, now);
  }
  const status = { ...counts, conditions };
  if (sameJson(status, deployment.status)) return;
  site.writes.update(kind, { ...deployment, status }, { ...writer, subresource: 'status' });
}

interface Found {
  newest: ReplicaSet | undefined;
  counts: Deployment['status'];
  conditions: Condition[];
  now: string;
}

function judged({ clock }: Site, { progressedAt }: Parts, deployment: Deployment, { newest, counts, conditions, now }: Found, lookAgain: (afterMs: number) => void): Condition[] {
  const { uid } = deployment.metadata;
  const reason = conditionOf(conditions, 'Progressing')?.reason;
  const isSettled = (counts.replicas ?? 0) === (counts.updatedReplicas ?? 0) && reason === 'NewReplicaSetAvailable';
  if (isSettled) return conditions;
  if (isComplete(deployment, counts)) return withProgress(conditions, 'NewReplicaSetAvailable', deployment, newest, now);
  if (hasProgressed(deployment.status, counts)) {
    progressedAt.set(uid, clock.elapsedMs());
    return afterDeadline(clock.elapsedMs(), withProgress(conditions, 'ReplicaSetUpdated', deployment, newest, now));
  }
  // A rollout that has just begun is not judged by when the last one ended.
  if (!reason || reason === 'NewReplicaSetAvailable' || reason === 'ProgressDeadlineExceeded') return conditions;
  const since = progressedAt.get(uid) ?? clock.elapsedMs();
  progressedAt.set(uid, since);
  return afterDeadline(since, conditions);

  function afterDeadline(sinceMs: number, present: Condition[]): Condition[] {
    const leftMs = sinceMs + deployment.spec.progressDeadlineSeconds * 1000 - clock.elapsedMs();
    if (leftMs <= 0) return withProgress(present, 'ProgressDeadlineExceeded', deployment, newest, now);
    lookAgain(leftMs + 1);
    return present;
  }
}

/** Pods that could not be made are the Deployment's failure too. */
function withFailure(sets: readonly ReplicaSet[], newest: ReplicaSet | undefined, conditions: readonly Condition[], now: string): Condition[] {
  const candidates = [...(newest ? [newest] : []), ...sets];
  const failure = candidates.flatMap(({ status }) => conditionOf(status.conditions, 'ReplicaFailure') ?? []).find(({ status }) => status === 'True');
  if (!failure) return without(conditions, 'ReplicaFailure');
  const { type, status, reason, message } = failure;
  return withCondition(conditions, { type, status, ...(reason && { reason }), ...(message && { message }) }, now);
}
