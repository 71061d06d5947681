import type { AppError } from '@shared/errors/appError';
import type { CreditReturn } from './credit';
import type { StreamEvent } from './types';

/**
 * The consumer's end of a stream. Asking for the next event says that the last one is used, which gives its credit
 * back; so a slow `for await` slows the producer. Leaving the loop early cancels the stream.
 */
export class StreamReader<T> implements AsyncIterator<StreamEvent<T>> {
  #queue: { event: StreamEvent<T>; charge: number }[] = [];
  #inUse = 0;
  #end: { error: AppError | null } | null = null;
  #wake: (() => void) | null = null;

  constructor(
    private readonly credit: CreditReturn,
    private readonly onCancel: () => void,
  ) {}

  push(event: StreamEvent<T>, charge: number): void {
    if (this.#end) return;
    this.#queue.push({ event, charge });
    this.#wakeUp();
  }

  /** The stream is over; what is queued is still read first, unless the consumer itself ended it. */
  finish(error: AppError | null): void {
    this.#end ??= { error };
    this.#wakeUp();
  }

  cancel(): void {
    this.#queue = [];
    this.onCancel();
  }

  async next(): Promise<IteratorResult<StreamEvent<T>>> {
    this.credit.used(this.#inUse);
    this.#inUse = 0;
    for (;;) {
      const first = this.#queue.shift();
      if (first) {
        this.#inUse = first.charge;
        return { done: false, value: first.event };
      }
      if (this.#end) {
        const { error } = this.#end;
        this.#end = { error: null }; // An iterator that threw is done afterwards.
        if (error) throw error;
        return { done: true, value: undefined };
      }
      this.credit.flush();
      await new Promise<void>((resolve) => {
        this.#wake = resolve;
      });
    }
  }

  async return(): Promise<IteratorResult<StreamEvent<T>>> {
    this.cancel();
    this.finish(null);
    this.#end = { error: null };
    return { done: true, value: undefined };
  }

  #wakeUp(): void {
    this.#wake?.();
    this.#wake = null;
  }
}
