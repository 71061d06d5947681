import type { Deployment, ReplicaSet } from '../../objects/workloads';
import type { Site } from '../../site';
import { timestamp } from '../../time/clock';
import { conditionOf } from '../conditions';
import { revisionOf } from './annotations';
import { kind, setKind, writer, type Parts } from './parts';
import { countsOf, hasProgressed, isComplete, withAvailability, withProgress } from './status';

/** Says in the conditions that a rollout was paused or resumed. */
export function markPaused({ clock }: Site, { setConditions, progressedAt }: Parts, deployment: Deployment): void {
  const progressing = conditionOf(deployment.status.conditions, 'Progressing');
  const now = timestamp(clock.now());
  if (deployment.spec.paused && progressing?.reason !== 'DeploymentPaused' && progressing?.reason !== 'ProgressDeadlineExceeded') {
    setConditions(deployment, withProgress(deployment.status.conditions, 'DeploymentPaused', undefined, now));
  } else if (!deployment.spec.paused && progressing?.reason === 'DeploymentPaused') {
    progressedAt.set(deployment.metadata.uid, clock.elapsedMs());
    setConditions(deployment, withProgress(deployment.status.conditions, 'DeploymentResumed', undefined, now));
  }
}

/**
 * Writes numbers and conditions, and forgets old revisions once all is done.
 * @param lookAgain asks for another look after so many ms, when the progress deadline will have passed
 */
export function publishStatus(site: Site, parts: Parts, deployment: Deployment, lookAgain: (afterMs: number) => void): void {
  const { clock, writes } = site;
  const { progressedAt } = parts;
  const sets = parts.setsOf(deployment);
  const newest = parts.newestOf(deployment, sets);
  const counts = countsOf(deployment, newest, sets);
  const now = timestamp(clock.now());
  const before = deployment.status;
  let conditions = withAvailability(deployment, counts, before.conditions, now);
  const progressing = conditionOf(conditions, 'Progressing');
  const isSettled = counts.replicas === counts.updatedReplicas && progressing?.reason === 'NewReplicaSetAvailable';
  if (newest && !isSettled && !deployment.spec.paused) {
    if (isComplete(deployment, counts)) conditions = withProgress(conditions, 'NewReplicaSetAvailable', newest, now);
    else if (hasProgressed(before, counts)) {
      progressedAt.set(deployment.metadata.uid, clock.elapsedMs());
      conditions = withProgress(conditions, 'ReplicaSetUpdated', newest, now);
    } else if (progressing && progressing.reason !== 'ProgressDeadlineExceeded') {
      const since = progressedAt.get(deployment.metadata.uid) ?? clock.elapsedMs();
      progressedAt.set(deployment.metadata.uid, since);
      const leftMs = since + deployment.spec.progressDeadlineSeconds * 1000 - clock.elapsedMs();
      if (leftMs > 0) lookAgain(leftMs + 1);
      else conditions = withProgress(conditions, 'ProgressDeadlineExceeded', newest, now);
    }
  }
  writes.update(kind, { ...deployment, status: { ...counts, conditions } }, { ...writer, subresource: 'status' });
  if (isComplete(deployment, counts)) trimHistory(site, deployment, sets.filter((set) => set !== newest));
}

function trimHistory({ deletes }: Site, deployment: Deployment, old: readonly ReplicaSet[]): void {
  const idle = old.filter((set) => set.spec.replicas === 0 && set.status.replicas === 0 && !set.metadata.deletionTimestamp);
  const surplus = idle.length - deployment.spec.revisionHistoryLimit;
  const oldest = [...idle].sort((a, b) => revisionOf(a) - revisionOf(b)).slice(0, Math.max(0, surplus));
  for (const { metadata } of oldest) deletes.remove(setKind, metadata.namespace, metadata.name);
}
