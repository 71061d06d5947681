/**
 * Byte credits of one stream. The producer's side: `charge` waits until the consumer has room. Credit is never
 * negative: an item larger than the whole window is charged the window and so waits until the consumer has used
 * everything before it.
 */
export class Credit {
  #available: number;
  #waiting: { bytes: number; resolve: () => void } | null = null;

  constructor(private readonly windowBytes: number) {
    this.#available = windowBytes;
  }

  get available(): number {
    return this.#available;
  }

  /** What an item of this size costs. */
  cost(sizeBytes: number): number {
    return Math.min(Math.max(sizeBytes, 1), this.windowBytes);
  }

  /** Takes `bytes`, now or as soon as they are there. One waiter at a time: a stream has one sender. */
  async take(bytes: number): Promise<void> {
    if (this.#available < bytes) {
      await new Promise<void>((resolve) => {
        this.#waiting = { bytes, resolve };
      });
    }
    this.#available -= bytes;
  }

  /** The consumer has used `bytes`. More than was out would be a broken peer: capped, so that it gains nothing. */
  give(bytes: number): void {
    this.#available = Math.min(this.windowBytes, this.#available + bytes);
    if (this.#waiting && this.#available >= this.#waiting.bytes) {
      const { resolve } = this.#waiting;
      this.#waiting = null;
      resolve();
    }
  }
}

/** The consumer's side: gathers what was used and gives it back in quarters of the window, to save messages. */
export class CreditReturn {
  #used = 0;

  constructor(
    windowBytes: number,
    private readonly give: (bytes: number) => void,
    private readonly step = Math.ceil(windowBytes / 4),
  ) {}

  used(bytes: number): void {
    this.#used += bytes;
    if (this.#used >= this.step) this.flush();
  }

  /** Gives back all at once, when nothing more waits to be read: a producer with a large item must not wait for a quarter. */
  flush(): void {
    if (this.#used === 0) return;
    const bytes = this.#used;
    this.#used = 0;
    this.give(bytes);
  }
}
