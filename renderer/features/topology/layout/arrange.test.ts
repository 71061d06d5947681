import { describe, expect, it } from 'vitest';
import { arrangeGroups } from './arrange';

const group = (id: string, width: number, height: number) => ({ id, width, height });

describe('arranging groups', () => {
  it('never lets two groups overlap', () => {
    const groups = Array.from({ length: 17 }, (_, n) => group(String(n), 300 + (n % 4) * 120, 90 + ((n * 37) % 260)));
    const boxes = [...arrangeGroups(groups, { aspect: 1.6 }).values()];
    for (const [n, a] of boxes.entries())
      for (const b of boxes.slice(n + 1)) expect(a.x + a.width <= b.x || b.x + b.width <= a.x || a.y + a.height <= b.y || b.y + b.height <= a.y).toBe(true);
  });

  it('fills a wide window with more columns than a narrow one', () => {
    const groups = Array.from({ length: 12 }, (_, n) => group(String(n), 400, 200));
    const columns = (aspect: number): number => new Set([...arrangeGroups(groups, { aspect }).values()].map(({ x }) => x)).size;
    expect(columns(3)).toBeGreaterThan(columns(0.5));
  });

  it('takes no group and one group', () => {
    expect(arrangeGroups([], { aspect: 1 }).size).toBe(0);
    expect(arrangeGroups([group('a', 10, 10)], { aspect: 1 }).get('a')).toEqual({ x: 0, y: 0, width: 10, height: 10 });
  });
});
