import type { Clock } from '../clock';

/** Time that moves only when told to. `random` is always just under 1: waits are the longest that chance allows. */
export interface ManualClock extends Clock {
  advance(ms: number): void;
  /** Whether something waits for about this long (counted from when it was asked for). */
  waitsFor(ms: number): boolean;
  /** Timers that have neither run nor been cancelled. */
  readonly pending: number;
}

interface Timer {
  at: number;
  ms: number;
  run: () => void;
}

export const createManualClock = (): ManualClock => {
  const timers = new Set<Timer>();
  let now = 1_700_000_000_000;
  const nextBefore = (end: number): Timer | undefined => [...timers].filter(({ at }) => at <= end).sort((a, b) => a.at - b.at)[0];
  return {
    now: () => now,
    random: () => 0.999_999,
    after(ms, run) {
      const timer = { at: now + ms, ms, run };
      timers.add(timer);
      return () => timers.delete(timer);
    },
    advance(ms) {
      const end = now + ms;
      for (let timer = nextBefore(end); timer; timer = nextBefore(end)) {
        timers.delete(timer);
        now = timer.at;
        timer.run();
      }
      now = end;
    },
    waitsFor: (ms) => [...timers].some((timer) => Math.abs(timer.ms - ms) < 1),
    get pending() {
      return timers.size;
    },
  };
};

/** Lets sockets have their turns until the condition holds. Throws after 10 s, for a useful message. */
export const until = async (condition: () => boolean): Promise<void> => {
  const deadline = Date.now() + 10_000;
  while (!condition()) {
    if (Date.now() > deadline) throw new Error(`never came true: ${condition.toString()}`);
    await new Promise((resolve) => setImmediate(resolve));
  }
};
