import type { Deployment, ReplicaSet } from '../../objects/workloads';

/** A number or a percentage of the replicas. */
function resolve(value: number | string, total: number, round: (amount: number) => number): number {
  return typeof value === 'number' ? value : round((Number.parseInt(value, 10) / 100) * total);
}

export interface Limits {
  surge: number;
  unavailable: number;
}

/** Surge rounds up, unavailable down; when both come to nothing one pod may be missing, or no rollout would ever move. */
export function limitsOf({ spec }: Deployment): Limits {
  const rolling = spec.strategy.rollingUpdate;
  if (spec.strategy.type === 'Recreate' || !rolling) return { surge: 0, unavailable: 0 };
  const surge = resolve(rolling.maxSurge, spec.replicas, Math.ceil);
  const unavailable = Math.min(resolve(rolling.maxUnavailable, spec.replicas, Math.floor), spec.replicas);
  return { surge, unavailable: surge === 0 && unavailable === 0 ? 1 : unavailable };
}

export const wanted = (sets: readonly ReplicaSet[]): number => sets.reduce((sum, set) => sum + set.spec.replicas, 0);
export const actual = (sets: readonly ReplicaSet[], field: 'replicas' | 'readyReplicas' | 'availableReplicas'): number => sets.reduce((sum, set) => sum + (set.status[field] ?? 0), 0);

/** How many replicas the newest ReplicaSet may have now without going over the surge. */
export function newReplicas(deployment: Deployment, all: readonly ReplicaSet[], newest: { replicas: number }): number {
  const { replicas, strategy } = deployment.spec;
  if (strategy.type === 'Recreate') return replicas;
  const room = replicas + limitsOf(deployment).surge - wanted(all);
  return room <= 0 ? newest.replicas : newest.replicas + Math.min(room, Math.max(0, replicas - newest.replicas));
}

/** New sizes of the old ReplicaSets in a rolling update: pods that are not available go first, then as many as may be missing. */
export function shrinkOld(deployment: Deployment, newest: ReplicaSet, old: readonly ReplicaSet[]): Map<ReplicaSet, number> {
  const sizes = new Map(old.map((set) => [set, set.spec.replicas]));
  const minAvailable = deployment.spec.replicas - limitsOf(deployment).unavailable;
  const all = [...old, newest];
  const newUnavailable = newest.spec.replicas - (newest.status.availableReplicas ?? 0);
  let removable = wanted(all) - minAvailable - newUnavailable;
  const oldestFirst = [...old].sort((a, b) => (a.metadata.creationTimestamp < b.metadata.creationTimestamp ? -1 : 1));

  const take = (set: ReplicaSet, count: number) => {
    const size = sizes.get(set) ?? 0;
    const taken = Math.max(0, Math.min(count, size));
    sizes.set(set, size - taken);
    return taken;
  };
  for (const set of oldestFirst) removable -= take(set, Math.min(removable, set.spec.replicas - (set.status.availableReplicas ?? 0)));
  let spare = Math.min(actual(all, 'availableReplicas') - minAvailable, removable);
  for (const set of oldestFirst) spare -= take(set, spare);
  return sizes;
}
