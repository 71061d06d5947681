/** Does something at most once per interval: at once when it was quiet, else when the interval is over. */
export interface Throttle {
  soon(): void;
  /** Does it now, and drops what was waiting. */
  now(): void;
}

export const createThrottle = (intervalMs: number, act: () => void): Throttle => {
  let last = -Infinity;
  let timer: NodeJS.Timeout | null = null;

  const now = (): void => {
    if (timer) clearTimeout(timer);
    timer = null;
    last = performance.now();
    act();
  };
  return {
    now,
    soon: () => {
      const waitMs = last + intervalMs - performance.now();
      if (waitMs <= 0) now();
      else timer ??= setTimeout(now, waitMs).unref();
    },
  };
};
