import { expect, it } from 'vitest';
import type { Freshness } from '@shared/model/freshness';
import { worstFreshness } from './cacheFreshness';

const of = (state: Freshness['state'], since: number): Freshness => ({ state, since, reason: null });

it.each([
  ['live since the last became so', [of('live', 1), of('live', 5), of('live', 3)], of('live', 5)],
  ['stale since the first became so', [of('stale', 4), of('stale', 2), of('live', 9)], of('stale', 2)],
  ['connecting before live', [of('live', 1), of('connecting', 2)], of('connecting', 2)],
  ['denied ones do not count', [of('denied', 1), of('live', 2)], of('live', 2)],
  ['unless all are', [of('denied', 1)], of('denied', 1)],
])('the worst freshness: %s', (_, all, worst) => {
  expect(worstFreshness(all)).toEqual(worst);
});
