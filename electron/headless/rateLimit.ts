/** Counts attempts per source within a window of time. */
export interface RateLimit {
  /** Notes an attempt; false when the source has had too many. */
  admit(source: string): boolean;
}

export interface RateLimitOptions {
  attempts: number;
  windowMs: number;
  now?: () => number;
}

/** Sources remembered at most: somebody with a whole IPv6 network must not fill the memory. */
const maxSources = 10_000;

export const createRateLimit = ({ attempts, windowMs, now = Date.now }: RateLimitOptions): RateLimit => {
  const windows = new Map<string, { endsAt: number; count: number }>();
  return {
    admit(source) {
      const at = now();
      if (windows.size >= maxSources) for (const [known, { endsAt }] of windows) if (endsAt <= at) windows.delete(known);
      const known = windows.get(source);
      if (known && known.endsAt > at) {
        known.count += 1;
        return known.count <= attempts;
      }
      if (windows.size >= maxSources) return false;
      windows.set(source, { endsAt: at + windowMs, count: 1 });
      return true;
    },
  };
};
