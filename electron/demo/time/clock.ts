import { createHeap } from './heap';

/**
 * The site's clock. It starts as a simulation, in which `advance` runs every timer that falls due in order (so that weeks
 * of history are played in a moment by the same controllers that run later), and becomes real with `goLive`.
 */
export interface Clock {
  /** Time stamps of the site, epoch ms. Real time once live, whatever the speed, so that ages shown to people are right; ahead of it only where a test advanced it. */
  now(): number;
  /** Site time that has passed since the site began, ms; runs `speed` times as fast as the wall once live. */
  elapsedMs(): number;
  /** Runs `task` after `ms` of site time. Returns its cancel. */
  after(ms: number, task: () => void): () => void;
}

export interface DrivenClock extends Clock {
  /** Runs all that falls due in the next `ms`, each at its time, and is then that much further: a live clock is ahead of the wall from there on. */
  advance(ms: number): void;
  /** From here real time drives the timers. */
  goLive(speed: number): void;
  readonly speed: number;
  setSpeed(speed: number): void;
  readonly isPaused: boolean;
  /** Of a live clock: nothing falls due any more until it goes on. Time stamps stay those of the wall. */
  pause(): void;
  resume(): void;
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
  /** Elapsed while the clock stands: in the simulation, in a pause, and at each step of an advance. */
  let site = 0;
  let running: { since: number; base: number } | null = null;
  let isLive = false;
  let speed = 1;
  /** How far advances have taken a live clock ahead of the wall. */
  let aheadMs = 0;
  let wake: NodeJS.Timeout | undefined;
  let stopped = false;

  const elapsedMs = () => (running ? running.base + (performance.now() - running.since) * speed : site);

  const runDue = (until: number) => {
    for (let next = timers.first(); next && next.due <= until && !stopped; next = timers.first()) {
      timers.take();
      if (next.isCancelled) continue;
      if (!running) moveTo(next.due);
      next.task();
    }
  };

  const moveTo = (elapsed: number) => {
    const ms = Math.max(0, elapsed - site);
    site += ms;
    if (isLive) aheadMs += ms;
  };

  const arm = () => {
    clearTimeout(wake);
    const next = timers.first();
    if (!running || !next || stopped) return;
    const waitMs = Math.max(0, (next.due - elapsedMs()) / speed);
    wake = setTimeout(() => {
      runDue(elapsedMs());
      arm();
    }, Math.min(waitMs, 2 ** 31 - 1));
  };

  const stand = () => {
    site = elapsedMs();
    running = null;
    clearTimeout(wake);
  };
  const run = () => {
    running = { since: performance.now(), base: site };
    arm();
  };

  return {
    now: () => (isLive ? Date.now() + aheadMs : startAt + site),
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
      const wasRunning = running !== null;
      stand();
      const until = site + ms;
      runDue(until);
      moveTo(until);
      if (wasRunning) run();
    },
    goLive(atSpeed) {
      isLive = true;
      speed = atSpeed;
      run();
    },
    get speed() {
      return speed;
    },
    setSpeed(next) {
      const wasRunning = running !== null;
      stand();
      speed = next;
      if (wasRunning) run();
    },
    get isPaused() {
      return isLive && running === null;
    },
    pause: stand,
    resume() {
      if (isLive && !running) run();
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
