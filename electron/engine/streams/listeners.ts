/** The listeners of one kind of event. One that throws must not keep the others from hearing. */
export interface Listeners<T> {
  /** Returns the way to stop. */
  add(listener: (event: T) => void): () => void;
  tell(event: T): void;
}

export const createListeners = <T = void>(): Listeners<T> => {
  const all = new Set<(event: T) => void>();
  return {
    add: (listener) => {
      // Wrapped, so that the same function added twice is two listeners.
      const own = (event: T): void => listener(event);
      all.add(own);
      return () => void all.delete(own);
    },
    tell: (event) => {
      const failures: unknown[] = [];
      for (const listener of all) {
        try {
          listener(event);
        } catch (error) {
          failures.push(error);
        }
      }
      if (failures.length > 0) throw new AggregateError(failures, 'A listener threw');
    },
  };
};
