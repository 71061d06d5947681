/** The listeners of one kind of event. One that throws must not keep the others from hearing. */
export interface Listeners<T> {
  readonly size: number;
  /** Returns the way to stop. */
  add(listener: (event: T) => void): () => void;
  tell(event: T): void;
}

/** @param onDefect told of what a listener throws; without it, `tell` throws it when all have heard */
export const createListeners = <T = void>(onDefect?: (error: unknown) => void): Listeners<T> => {
  const all = new Set<(event: T) => void>();
  return {
    get size() {
      return all.size;
    },
    add: (listener) => {
      // Wrapped, so that the same function added twice is two listeners.
      const own = (event: T): void => listener(event);
      all.add(own);
      return () => void all.delete(own);
    },
    tell: (event) => {
      const failures: unknown[] = [];
      // A copy: who begins to listen because of this event hears from the next one on.
      for (const listener of [...all]) {
        try {
          listener(event);
        } catch (error) {
          failures.push(error);
        }
      }
      if (failures.length === 0) return;
      if (!onDefect) throw new AggregateError(failures, 'A listener threw');
      failures.forEach(onDefect);
    },
  };
};
