/** Closed until it is opened once, for good. */
export interface Gate {
  open(): void;
  /** Resolves when the gate is open; rejects with the signal's reason when that comes first. */
  passed(signal: AbortSignal): Promise<void>;
}

export const createGate = (): Gate => {
  let isOpen = false;
  const waiting = new Set<() => void>();
  return {
    open() {
      isOpen = true;
      for (const enter of waiting) enter();
      waiting.clear();
    },
    passed: (signal) =>
      new Promise((resolve, reject) => {
        signal.throwIfAborted();
        if (isOpen) return resolve();
        const enter = (): void => {
          signal.removeEventListener('abort', leave);
          resolve();
        };
        const leave = (): void => {
          waiting.delete(enter);
          reject(signal.reason as Error);
        };
        waiting.add(enter);
        signal.addEventListener('abort', leave, { once: true });
      }),
  };
};
