/** Which protected environments are open for writing. In memory only: a fresh engine finds all of them locked. */
export interface Unlocks {
  get(environmentId: string): Unlock | null;
  open(environmentId: string, reason: string, minutes: number): void;
  close(environmentId: string): void;
  dispose(): void;
}
export interface Unlock {
  /** Epoch ms. */
  until: number;
  reason: string;
}

/** @param onExpire told when the time of one is over, so that the screens say so */
export const createUnlocks = (onExpire: () => void, now: () => number): Unlocks => {
  const unlocks = new Map<string, Unlock & { timer: NodeJS.Timeout }>();

  const close = (environmentId: string): void => {
    clearTimeout(unlocks.get(environmentId)?.timer);
    unlocks.delete(environmentId);
  };

  return {
    get: (environmentId) => {
      const found = unlocks.get(environmentId);
      // The clock decides, not the timer: a machine that slept runs its timers late.
      return found && found.until > now() ? { until: found.until, reason: found.reason } : null;
    },
    open: (environmentId, reason, minutes) => {
      close(environmentId);
      const lengthMs = minutes * 60_000;
      const timer = setTimeout(() => {
        close(environmentId);
        onExpire();
      }, lengthMs).unref();
      unlocks.set(environmentId, { until: now() + lengthMs, reason, timer });
    },
    close,
    dispose: () => {
      for (const environmentId of unlocks.keys()) close(environmentId);
    },
  };
};
