/** Lets a number of things through per interval, and counts the rest. */
export interface RateLimit {
  /** Null when it is too much; else how many were turned away since the last one that went through. */
  take(): number | null;
}

export const createRateLimit = (perInterval: number, intervalMs: number, now: () => number = Date.now): RateLimit => {
  let since = -Infinity;
  let taken = 0;
  let refused = 0;
  return {
    take: () => {
      if (now() - since >= intervalMs) {
        since = now();
        taken = 0;
      }
      if (taken >= perInterval) {
        refused += 1;
        return null;
      }
      taken += 1;
      const missed = refused;
      refused = 0;
      return missed;
    },
  };
};
