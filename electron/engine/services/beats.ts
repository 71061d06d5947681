import type { Bell } from '@electron/engine/streams/bell';
import { pause } from './followEnvironment';

export interface Pace {
  /** After the first ring, how long to gather what rings with it: a change mostly comes through several caches. */
  gatherMs: number;
  /** Beats without a ring too, since some states change by time alone (a probe that does not succeed, a pod that does not go). */
  everyMs: number;
}

/** A beat that takes long (a huge namespace) is followed by a rest that leaves most of the core to others. */
const restPerWork = 3;
const longestRestMs = 1000;

/** One beat now, then one for all that rang since the last, until the signal aborts. */
export async function* beats(bell: Bell, { gatherMs, everyMs }: Pace, signal: AbortSignal): AsyncGenerator<void> {
  while (!signal.aborted) {
    const seen = bell.rings;
    const begun = performance.now();
    yield;
    const restMs = Math.min(Math.max(gatherMs, (performance.now() - begun) * restPerWork), longestRestMs);
    const rested = new AbortController();
    // The timer must not outlive a beat that rang: it would keep the process and pile up.
    await Promise.race([bell.beyond(seen, AbortSignal.any([signal, rested.signal])), pause(everyMs, AbortSignal.any([signal, rested.signal]))]);
    rested.abort();
    if (!signal.aborted) await pause(restMs, signal);
  }
}
