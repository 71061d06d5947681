/** Those who want to hear of something. One that throws harms neither the others nor the speaker. */
export interface Listeners<T> {
  readonly size: number;
  /** Returns the way to stop listening. */
  add(listener: (value: T) => void): () => void;
  tell(value: T): void;
}

export const createListeners = <T>(onDefect: (error: unknown) => void): Listeners<T> => {
  // Wrapped, so that the same function added twice is two listeners.
  const entries = new Set<{ listener: (value: T) => void }>();
  return {
    get size() {
      return entries.size;
    },
    add(listener) {
      const entry = { listener };
      entries.add(entry);
      return () => entries.delete(entry);
    },
    tell(value) {
      for (const { listener } of [...entries]) {
        try {
          listener(value);
        } catch (error) {
          onDefect(error);
        }
      }
    },
  };
};
