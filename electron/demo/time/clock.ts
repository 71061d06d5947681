import { createHeap } from './heap';

/**
 * The site's clock. It starts as a simulation, in which `advance` runs every timer that falls due in order (so that weeks
 * of history are played in a moment by the same controllers that run later), and becomes real with `goLive`.
 */
export interface Clock {
  /** Time stamps of the site, epoch ms. Always real time once live, whatever the speed, so that ages shown to people are right. */
  now(): number;
  /** Site time that has passed since the site began, ms; runs `speed` times as fast as the wall once live. */
  elapsedMs(): number;
  /** Runs `task` after `ms` of site time. Returns its cancel. */
  after(ms: number, task: () => void): () => void;
}

export interface DrivenClock extends Clock {
  /** Simulation only: runs all that falls due in the next `ms`. */
  advance(ms: number): void;
  /** From here real time drives the timers. */
  goLive(speed: number): void;
  /** Drops all timers. */
  stop(): void;
}

interface Timer {
  due: number;
  order: number;
  task: () => void;
  /** Cancelled timers stay where they are until they would be due: taking one out of a heap costs more. */
  isCancelled: boolean;
}

const isBefore = (a: Timer, b: Timer) => a.due < b.due || (a.due === b.due && a.order < b.order);

const nothing = () => undefined;

/** @param startAt epoch ms at which the simulation begins. */
export function createClock(startAt: number): DrivenClock {
  const timers = createHeap(isBefore);
  let order = 0;
  let site = 0;
  let live: { since: number; base: number; speed: number } | null = null;
  let wake: NodeJS.Timeout | undefined;
  let stopped = false;

  const elapsedMs = () => (live ? live.base + (performance.now() - live.since) * live.speed : site);

  const runDue = (until: number) => {
    for (let next = timers.first(); next && next.due <= until && !stopped; next = timers.first()) {
      timers.take();
      if (next.isCancelled) continue;
      if (!live) site = next.due;
      next.task();
    }
  };

  const arm = () => {
    clearTimeout(wake);
    const next = timers.first();
    if (!live || !next || stopped) return;
    const waitMs = Math.max(0, (next.due - elapsedMs()) / live.speed);
    wake = setTimeout(() => {
      runDue(elapsedMs());
      arm();
    }, Math.min(waitMs, 2 ** 31 - 1));
  };

  return {
    now: () => (live ? Date.now() : startAt + site),
    elapsedMs,
    after(ms, task) {
      const timer: Timer = { due: elapsedMs() + Math.max(0, ms), order: order++, task, isCancelled: false };
      timers.add(timer);
      if (timers.first() === timer) arm();
      return () => {
        timer.isCancelled = true;
        // What it would have done, and holds on to, is of no use any more.
        timer.task = nothing;
      };
    },
    advance(ms) {
      if (live) throw new Error('A live clock cannot be advanced.');
      const until = site + ms;
      runDue(until);
      site = until;
    },
    goLive(speed) {
      live = { since: performance.now(), base: site, speed };
      arm();
    },
    stop() {
      stopped = true;
      timers.clear();
      clearTimeout(wake);
    },
  };
}

/** `2026-11-22T17:51:53Z`, as Kubernetes writes times. */
export function timestamp(epochMs: number): string {
  return new Date(epochMs).toISOString().replace(/\.\d+Z$/, 'Z');
}
