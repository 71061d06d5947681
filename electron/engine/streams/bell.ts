/** Wakes whoever waits for "something changed since I last looked", without a queue per listener. */
export interface Bell {
  /** How often it rang. Note it before looking: what changes while looking is then not missed. */
  readonly rings: number;
  ring(): void;
  /** Settles when it rang more often than that, or when the signal aborts. Never rejects. */
  beyond(rings: number, signal: AbortSignal): Promise<void>;
}

export const createBell = (): Bell => {
  let rings = 0;
  const waiting = new Set<() => void>();
  return {
    get rings() {
      return rings;
    },
    ring: () => {
      rings += 1;
      for (const wake of waiting) wake();
    },
    beyond: (seen, signal) =>
      new Promise((resolve) => {
        if (rings > seen || signal.aborted) return resolve();
        const wake = (): void => {
          waiting.delete(wake);
          signal.removeEventListener('abort', wake);
          resolve();
        };
        waiting.add(wake);
        signal.addEventListener('abort', wake, { once: true });
      }),
  };
};
