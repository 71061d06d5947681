import type { Deployment, ReplicaSet } from '../../objects/workloads';
import { maxOf } from './annotations';

/** A number or a percentage of the replicas. */
function resolve(value: number | string, total: number, round: (amount: number) => number): number {
  return typeof value === 'number' ? value : round((Number.parseInt(value, 10) * total) / 100);
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
  const unavailable = resolve(rolling.maxUnavailable, spec.replicas, Math.floor);
  return { surge, unavailable: Math.min(surge === 0 && unavailable === 0 ? 1 : unavailable, spec.replicas) };
}

export const wanted = (sets: readonly ReplicaSet[]): number => sets.reduce((sum, set) => sum + set.spec.replicas, 0);
export const actual = (sets: readonly ReplicaSet[], field: 'replicas' | 'readyReplicas' | 'availableReplicas'): number => sets.reduce((sum, set) => sum + (set.status[field] ?? 0), 0);
const available = (set: ReplicaSet): number => set.status.availableReplicas ?? 0;

/** How many replicas the newest ReplicaSet may have now without going over the surge. */
export function newReplicas(deployment: Deployment, all: readonly ReplicaSet[], newest: { replicas: number }): number {
  const { replicas, strategy } = deployment.spec;
  if (strategy.type === 'Recreate') return replicas;
  const room = replicas + limitsOf(deployment).surge - wanted(all);
  return room <= 0 ? newest.replicas : newest.replicas + Math.min(room, Math.max(0, replicas - newest.replicas));
}

export type Resize = [set: ReplicaSet, replicas: number];

/**
 * New sizes of the old ReplicaSets in a rolling update, in the order in which they are set: pods that are not available go
 * first, for they would block the rollout, then as many as may be missing. A ReplicaSet may be in the list twice.
 * @param old those with replicas
 */
export function shrinkOld(deployment: Deployment, newest: ReplicaSet, old: readonly ReplicaSet[]): Resize[] {
  const minAvailable = deployment.spec.replicas - limitsOf(deployment).unavailable;
  const all = [...old, newest];
  const removable = wanted(all) - minAvailable - (newest.spec.replicas - available(newest));
  if (removable <= 0) return [];
  const oldestFirst = [...old].sort(byAge);
  const sizes = new Map(old.map((set) => [set, set.spec.replicas]));
  const steps: Resize[] = [];
  const take = (set: ReplicaSet, count: number): number => {
    const size = sizes.get(set) ?? 0;
    const taken = Math.max(0, Math.min(count, size));
    sizes.set(set, size - taken);
    if (taken > 0) steps.push([set, size - taken]);
    return taken;
  };
  let unhealthy = removable;
  for (const set of oldestFirst) unhealthy -= take(set, Math.min(unhealthy, set.spec.replicas - available(set)));
  let spare = actual(all, 'availableReplicas') - minAvailable;
  for (const set of oldestFirst) spare -= take(set, spare);
  return steps;
}

/** New sizes when the wanted number changes while several ReplicaSets run: each gets its share, the largest what is left over. */
export function proportions(deployment: Deployment, active: readonly ReplicaSet[]): Resize[] {
  const { replicas } = deployment.spec;
  const allowed = replicas > 0 ? replicas + limitsOf(deployment).surge : 0;
  const toAdd = allowed - wanted(active);
  const ordered = [...active].sort((a, b) => b.spec.replicas - a.spec.replicas || (toAdd > 0 ? byAge(b, a) : byAge(a, b)));
  let added = 0;
  const sizes = ordered.map((set): Resize => {
    const left = toAdd - added;
    const share = shareOf(set, deployment);
    const change = toAdd > 0 ? Math.min(share, left) : toAdd < 0 ? Math.max(share, left) : 0;
    added += change;
    return [set, set.spec.replicas + change];
  });
  return sizes.map(([set, size], index) => [set, index === 0 ? Math.max(0, size + toAdd - added) : size]);
}

/** How much a ReplicaSet would grow to keep its part of the most the Deployment may have. */
function shareOf(set: ReplicaSet, deployment: Deployment): number {
  const { replicas } = deployment.spec;
  if (replicas === 0) return -set.spec.replicas;
  const most = replicas + limitsOf(deployment).surge;
  const before = maxOf(set) ?? deployment.status.replicas ?? most;
  return Math.round((set.spec.replicas * most) / before) - set.spec.replicas;
}

const byAge = ({ metadata: a }: ReplicaSet, { metadata: b }: ReplicaSet): number => (a.creationTimestamp === b.creationTimestamp ? (a.name < b.name ? -1 : 1) : a.creationTimestamp < b.creationTimestamp ? -1 : 1);
