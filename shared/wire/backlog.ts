import type { Overflow } from './define';

export interface Waiting<T> {
  seq: number;
  value: T;
}

/** What a producer made and the consumer has no credit for yet; what happens to it is the stream's overflow policy. */
export interface Backlog<T> {
  /** Settles when the producer may go on. */
  push(item: Waiting<T>, sizeBytes: number): Promise<void>;
  /** Items made before a `reset` are void. */
  reset(): void;
  shift(): { resetFirst: boolean; dropped: number; item: Waiting<T> | null } | null;
}

/** One item at most waits and the producer with it: nothing is lost. */
class BlockingBacklog<T> implements Backlog<T> {
  #item: Waiting<T> | null = null;
  #reset = false;
  #taken: (() => void) | null = null;

  push(item: Waiting<T>): Promise<void> {
    this.#item = item;
    return new Promise((resolve) => {
      this.#taken = resolve;
    });
  }
  reset(): void {
    this.#reset = true;
    this.#item = null;
  }
  shift(): ReturnType<Backlog<T>['shift']> {
    if (!this.#item && !this.#reset) return null;
    const next = { resetFirst: this.#reset, dropped: 0, item: this.#item };
    this.#item = null;
    this.#reset = false;
    this.#taken?.();
    this.#taken = null;
    return next;
  }
}

/** The newest `maxBytes` wait; how many went before them is told. */
class DroppingBacklog<T> implements Backlog<T> {
  #items: { item: Waiting<T>; sizeBytes: number }[] = [];
  #bytes = 0;
  #dropped = 0;
  #reset = false;

  constructor(private readonly maxBytes: number) {}

  async push(item: Waiting<T>, sizeBytes: number): Promise<void> {
    this.#items.push({ item, sizeBytes });
    this.#bytes += sizeBytes;
    while (this.#bytes > this.maxBytes && this.#items.length > 1) {
      this.#bytes -= this.#items.shift()?.sizeBytes ?? 0;
      this.#dropped += 1;
    }
  }
  reset(): void {
    this.#items = [];
    this.#bytes = 0;
    this.#dropped = 0;
    this.#reset = true;
  }
  shift(): ReturnType<Backlog<T>['shift']> {
    const first = this.#items.shift();
    if (!first && !this.#reset) return null;
    this.#bytes -= first?.sizeBytes ?? 0;
    const next = { resetFirst: this.#reset, dropped: this.#dropped, item: first?.item ?? null };
    this.#reset = false;
    this.#dropped = 0;
    return next;
  }
}

/** What waits becomes one item. */
class CoalescingBacklog<T> implements Backlog<T> {
  #item: Waiting<T> | null = null;
  #reset = false;

  constructor(private readonly merge: (older: T, newer: T) => T) {}

  async push({ seq, value }: Waiting<T>): Promise<void> {
    this.#item = { seq, value: this.#item ? this.merge(this.#item.value, value) : value };
  }
  reset(): void {
    this.#item = null;
    this.#reset = true;
  }
  shift(): ReturnType<Backlog<T>['shift']> {
    if (!this.#item && !this.#reset) return null;
    const next = { resetFirst: this.#reset, dropped: 0, item: this.#item };
    this.#item = null;
    this.#reset = false;
    return next;
  }
}

export const createBacklog = <T>(overflow: Overflow<T>): Backlog<T> => {
  switch (overflow.policy) {
    case 'block':
      return new BlockingBacklog<T>();
    case 'dropOldest':
      return new DroppingBacklog<T>(overflow.maxBytes);
    case 'coalesce':
      return new CoalescingBacklog<T>(overflow.merge);
  }
};
