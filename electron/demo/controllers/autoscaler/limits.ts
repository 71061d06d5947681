import type { Autoscaler } from './shapes';

export interface Finding {
  reason: string;
  message: string;
}

/** A recommendation of some time ago. */
export interface Past {
  /** Site time, ms. */
  at: number;
  replicas: number;
}

const withinRange: Finding = { reason: 'DesiredWithinRange', message: 'the desired count is within the acceptable range' };

/** A size is not given up before all recommendations of the window are lower: load that comes back in five minutes finds its pods. */
export function stabilized(wanted: number, current: number, past: readonly Past[], { spec: { behavior } }: Autoscaler, now: number): { replicas: number; able: Finding } {
  const within = (seconds: number) => past.filter(({ at }) => now - at <= seconds * 1000).map(({ replicas }) => replicas);
  const highest = Math.max(wanted, ...within(behavior?.scaleDown?.stabilizationWindowSeconds ?? 300));
  const lowest = Math.min(wanted, ...within(behavior?.scaleUp?.stabilizationWindowSeconds ?? 0));
  const replicas = Math.min(Math.max(current, lowest), highest);
  if (replicas === wanted) return { replicas, able: { reason: 'ReadyForNewScale', message: 'recommended size matches current size' } };
  const isUp = wanted > replicas;
  return { replicas, able: isUp ? { reason: 'ScaleUpStabilized', message: 'recent recommendations were lower than current one, applying the lowest recent recommendation' } : { reason: 'ScaleDownStabilized', message: 'recent recommendations were higher than current one, applying the highest recent recommendation' } };
}

/** Keeps a size within its bounds, and its growth within a doubling or four more at a time. */
export function limited(wanted: number, current: number, { spec: { minReplicas = 1, maxReplicas, behavior } }: Autoscaler): { replicas: number; limit: Finding; isLimited: boolean } {
  const stuck = (replicas: number, reason: string, message: string) => ({ replicas, limit: { reason, message }, isLimited: true });
  const frozen = wanted > current ? behavior?.scaleUp?.selectPolicy === 'Disabled' : wanted < current && behavior?.scaleDown?.selectPolicy === 'Disabled';
  const fastest = Math.max(current * 2, current + 4);
  if (frozen) return stuck(current, wanted > current ? 'ScaleUpLimit' : 'ScaleDownLimit', `the desired replica count is ${wanted > current ? 'increasing' : 'decreasing'} faster than the maximum scale rate`);
  if (wanted > maxReplicas && maxReplicas <= fastest) return stuck(maxReplicas, 'TooManyReplicas', 'the desired replica count is more than the maximum replica count');
  if (wanted > fastest) return stuck(fastest, 'ScaleUpLimit', 'the desired replica count is increasing faster than the maximum scale rate');
  if (wanted < minReplicas) return stuck(minReplicas, 'TooFewReplicas', 'the desired replica count is less than the minimum replica count');
  return { replicas: wanted, limit: withinRange, isLimited: false };
}
