import type { Deployment, ReplicaSet } from '../../objects/workloads';

export const revisionKey = 'deployment.kubernetes.io/revision';
const historyKey = 'deployment.kubernetes.io/revision-history';
const desiredKey = 'deployment.kubernetes.io/desired-replicas';
const maxKey = 'deployment.kubernetes.io/max-replicas';
const ownKeys = new Set(['kubectl.kubernetes.io/last-applied-configuration', 'deprecated.deployment.rollback.to', revisionKey, historyKey, desiredKey, maxKey]);

type Annotated = Pick<ReplicaSet, 'metadata'>;

export const revisionOf = (replicaSet: Annotated): number => Number(replicaSet.metadata.annotations?.[revisionKey] ?? 0);
export const desiredOf = (replicaSet: Annotated): number | undefined => {
  const value = replicaSet.metadata.annotations?.[desiredKey];
  return value === undefined ? undefined : Number(value);
};

export function sizeAnnotations(desired: number, max: number): Record<string, string> {
  return { [desiredKey]: String(desired), [maxKey]: String(max) };
}

/**
 * Annotations of the newest ReplicaSet: the Deployment's (the change cause among them), and the revision. A ReplicaSet that is
 * used again after a rollback moves to the newest revision and remembers those it had.
 */
export function newestAnnotations(deployment: Deployment, replicaSet: Annotated, revision: number): Record<string, string> {
  const annotations = { ...replicaSet.metadata.annotations };
  for (const [key, value] of Object.entries(deployment.metadata.annotations ?? {})) if (!ownKeys.has(key)) annotations[key] = value;
  const old = revisionOf(replicaSet);
  if (old < revision) {
    annotations[revisionKey] = String(revision);
    if (old > 0) annotations[historyKey] = [...(annotations[historyKey]?.split(',') ?? []), String(old)].join(',');
  }
  return annotations;
}
