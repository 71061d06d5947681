/** Answers that stay good for a while. */
export interface Remembered<T> {
  /** The kept answer, the one being fetched for somebody else, or a new one. Failures are not kept. */
  get(key: string, fetch: () => Promise<T>): Promise<T>;
}

const mostKept = 2000;

/** Keeps answers by key for `lifetimeMs`, at most 2000; callers who ask for the same at the same time share one fetch. */
export const createRemembered = <T>(lifetimeMs: number, now: () => number = Date.now): Remembered<T> => {
  const kept = new Map<string, { answer: Promise<T>; until: number }>();
  return {
    get(key, fetch) {
      const known = kept.get(key);
      if (known && known.until > now()) return known.answer;
      const entry = { answer: fetch(), until: now() + lifetimeMs };
      kept.delete(key);
      kept.set(key, entry);
      entry.answer.catch(() => kept.get(key) === entry && kept.delete(key));
      const oldest = kept.size > mostKept ? kept.keys().next().value : undefined;
      if (oldest !== undefined) kept.delete(oldest);
      return entry.answer;
    },
  };
};
