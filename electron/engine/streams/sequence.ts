/** Runs work one piece after the other, in the order in which it was asked for, whatever became of the piece before. */
export type Sequence = <T>(work: () => Promise<T>) => Promise<T>;

export const createSequence = (): Sequence => {
  let last: Promise<unknown> = Promise.resolve();
  return (work) => {
    const next = last.then(work);
    last = next.catch(() => undefined); // Told to whoever asked for that piece.
    return next;
  };
};
