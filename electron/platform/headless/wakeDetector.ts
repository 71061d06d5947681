const tickMs = 10_000;
/** A busy machine is late by seconds, not by this much. */
const sleptMs = 30_000;

/**
 * Plain Node is not told when the machine sleeps: a timer that comes far too late was asleep. (So was one whose
 * clock was set forward; looking again costs little.)
 *
 * @returns the way to stop
 */
export const watchForWake = (onWake: () => void, now: () => number = Date.now): (() => void) => {
  let last = now();
  const timer = setInterval(() => {
    const late = now() - last - tickMs;
    last = now();
    if (late > sleptMs) onWake();
  }, tickMs);
  timer.unref();
  return () => clearInterval(timer);
};
