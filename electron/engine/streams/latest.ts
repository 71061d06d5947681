import { createBell } from './bell';

/**
 * The value now, and anew whenever it changes, until the signal aborts. Changes that come while the consumer is busy
 * are one.
 * @param onChange calls its listener after each change; returns the way to stop
 */
export async function* latest<T>(read: () => T | Promise<T>, onChange: (listener: () => void) => () => void, signal: AbortSignal): AsyncGenerator<Awaited<T>> {
  const bell = createBell();
  const stop = onChange(() => bell.ring());
  try {
    while (!signal.aborted) {
      const seen = bell.rings;
      yield await read();
      await bell.beyond(seen, signal);
    }
  } finally {
    stop();
  }
}
