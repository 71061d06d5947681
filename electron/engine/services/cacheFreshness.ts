import type { Freshness } from '@shared/model/freshness';

const order: Readonly<Record<Freshness['state'], number>> = { stale: 0, connecting: 1, denied: 2, live: 3 };

/**
 * The freshness of a view over several caches: the worst of them, with its reason. Denied ones are told
 * elsewhere (what they would hold is missing, the rest is true) unless nothing else is left.
 */
export const worstFreshness = (all: readonly Freshness[]): Freshness => {
  const readable = all.filter(({ state }) => state !== 'denied');
  const worst = (readable.length > 0 ? readable : all).reduce<Freshness | undefined>((found, next) => {
    if (!found || order[next.state] < order[found.state]) return next;
    // Of equally bad ones the one that is out of date for longest; live only since the last became so.
    const isWorse = next.state === 'live' ? next.since > found.since : next.since < found.since;
    return order[next.state] === order[found.state] && isWorse ? next : found;
  }, undefined);
  return worst ?? { state: 'connecting', since: 0, reason: null };
};
