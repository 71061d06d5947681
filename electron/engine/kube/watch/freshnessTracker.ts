import type { Freshness } from '@shared/model/freshness';
import type { Sentence } from '@shared/sentences/sentence';
import type { Clock } from './clock';

/** Knows what may be claimed about a cache, and since when. */
export interface FreshnessTracker {
  readonly current: Freshness;
  /** The server was heard: what the store holds was true at this moment. */
  confirm(): void;
  live(): void;
  /** Nobody tells us of changes any more: `stale`, or still `connecting` where nothing was ever read. */
  lost(reason: Sentence): void;
  denied(reason: Sentence): void;
}

export interface FreshnessTrackerDeps {
  clock: Clock;
  /** Shown until the first answer. */
  reason: Sentence;
  /** Called when state or reason changed. */
  onChange(freshness: Freshness): void;
}

const same = (a: Freshness, b: Freshness): boolean => a.state === b.state && JSON.stringify(a.reason) === JSON.stringify(b.reason);

export const createFreshnessTracker = ({ clock, reason, onChange }: FreshnessTrackerDeps): FreshnessTracker => {
  let current: Freshness = { state: 'connecting', since: clock.now(), reason };
  let confirmedAt: number | null = null;

  const become = (state: Freshness['state'], why: Sentence | null, since = clock.now()): void => {
    // A new reason for the same state does not begin the state anew.
    const next = { state, since: state === current.state ? current.since : since, reason: why };
    if (same(next, current)) return;
    current = next;
    onChange(next);
  };

  return {
    get current() {
      return current;
    },
    confirm() {
      confirmedAt = clock.now();
    },
    live() {
      confirmedAt = clock.now();
      become('live', null);
    },
    lost(why) {
      if (confirmedAt === null) become('connecting', why);
      else become('stale', why, confirmedAt);
    },
    denied: (why) => become('denied', why),
  };
};
