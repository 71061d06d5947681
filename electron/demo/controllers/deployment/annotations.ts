import type { Deployment, ReplicaSet } from '../../objects/workloads';

export const revisionKey = 'deployment.kubernetes.io/revision';
const historyKey = 'deployment.kubernetes.io/revision-history';
const desiredKey = 'deployment.kubernetes.io/desired-replicas';
const maxKey = 'deployment.kubernetes.io/max-replicas';
const ownKeys = new Set(['kubectl.kubernetes.io/last-applied-configuration', 'deprecated.deployment.rollback.to', revisionKey, historyKey, desiredKey, maxKey]);
/** Characters of the revision history that are kept; the oldest revisions go first. */
const historyLimit = 2000;

type Annotated = Pick<ReplicaSet, 'metadata'>;

const numberAt = (key: string) => ({ metadata }: Annotated): number | undefined => {
  const value = metadata.annotations?.[key];
  return value === undefined ? undefined : Number(value);
};

export const revisionOf = (replicaSet: Annotated): number => numberAt(revisionKey)(replicaSet) ?? 0;
/** Replicas the Deployment wanted when the ReplicaSet was last sized, and the most it might have had then. */
export const desiredOf = numberAt(desiredKey);
export const maxOf = numberAt(maxKey);

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
    if (old > 0) annotations[historyKey] = historyWith(annotations[historyKey], old);
  }
  return annotations;
}

function historyWith(before: string | undefined, revision: number): string {
  const kept = [...(before ? before.split(',') : []), String(revision)];
  while (kept.length > 1 && kept.join(',').length > historyLimit) kept.shift();
  return kept.join(',');
}
