/** Bytes that may still be sent: of one stream or of the whole connection. */
export interface Window {
  readonly left: number;
  take(bytes: number): void;
  grow(bytes: number): void;
  /** Resolves when bytes may be sent again, or when the window is closed. */
  opened(): Promise<void>;
  /** Lets all who wait go on: nothing is sent any more. */
  close(): void;
}

/** @param initial Infinity where the peer keeps no windows */
export function createWindow(initial: number): Window {
  let left = initial;
  let isClosed = false;
  const waiting: (() => void)[] = [];
  const wake = () => {
    for (const resume of waiting.splice(0)) resume();
  };
  return {
    get left() {
      return left;
    },
    take(bytes) {
      left -= bytes;
    },
    grow(bytes) {
      left += bytes;
      if (left > 0) wake();
    },
    opened: () => (left > 0 || isClosed ? Promise.resolve() : new Promise((resolve) => void waiting.push(resolve))),
    close() {
      isClosed = true;
      wake();
    },
  };
}
