import type { Clock } from './clock';

/** Barks once when nothing was heard for some time. */
export interface Watchdog {
  heard(): void;
  stop(): void;
}

export const createWatchdog = (clock: Clock, ms: number, onSilence: () => void): Watchdog => {
  let last = clock.now();
  // One timer that looks back, not one per chunk. After a sleep it sees at once how long ago the last byte was.
  const look = (): void => {
    const left = last + ms - clock.now();
    // A clock set back makes `left` longer than `ms`.
    if (left > 0) cancel = clock.after(Math.min(left, ms), look);
    else onSilence();
  };
  let cancel = clock.after(ms, look);
  return {
    heard() {
      last = clock.now();
    },
    stop: () => cancel(),
  };
};
