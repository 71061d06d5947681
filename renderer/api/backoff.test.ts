import { describe, expect, it } from 'vitest';
import { backoffDelay, reconnectPolicy } from './backoff';

const middle = (): number => 0.5;

describe('backoffDelay', () => {
  it('doubles from the first delay up to the longest', () => {
    const delays = [1, 2, 3, 20, 5_000].map((attempt) => backoffDelay(reconnectPolicy, attempt, middle));
    expect(delays).toEqual([250, 500, 1_000, 15_000, 15_000]);
  });

  it('spreads by the jitter and no further', () => {
    expect(backoffDelay(reconnectPolicy, 3, () => 0)).toBe(700);
    expect(backoffDelay(reconnectPolicy, 3, () => 0.999_999)).toBe(1_300);
  });
});
