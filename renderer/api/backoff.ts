export interface BackoffPolicy {
  firstMs: number;
  maxMs: number;
  /** Part of the delay that is random: 0.3 spreads it by ±30 %. */
  jitter: number;
}

/** Quick at first (the engine usually comes back within a second), never slower than every 15 s while somebody watches. */
export const reconnectPolicy: BackoffPolicy = { firstMs: 250, maxMs: 15_000, jitter: 0.3 };
export const streamRetryPolicy: BackoffPolicy = { firstMs: 1_000, maxMs: 30_000, jitter: 0.3 };

/** Milliseconds to wait before attempt number `attempt` (1 is the first retry). `random` answers in [0, 1). */
export const backoffDelay = (policy: BackoffPolicy, attempt: number, random: () => number = Math.random): number => {
  // 2^30 is beyond every maximum; without the limit many attempts would end at Infinity * 0.
  const base = Math.min(policy.maxMs, policy.firstMs * 2 ** Math.min(30, Math.max(0, attempt - 1)));
  return Math.round(base * (1 + policy.jitter * (random() * 2 - 1)));
};
