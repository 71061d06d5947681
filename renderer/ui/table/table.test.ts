import { expect, it } from 'vitest';
import { minWidthOf } from './columnWidths';
import { compareBy, nextSorting } from './sorting';

const collator = new Intl.Collator('en', { numeric: true });

it('sorts numbers within text by value and puts nothing last either way', () => {
  const sorted = (descending: boolean) => ['pod-10', null, 'pod-2'].sort((a, b) => compareBy(a, b, descending, collator));
  expect(sorted(false)).toEqual(['pod-2', 'pod-10', null]);
  expect(sorted(true)).toEqual(['pod-10', 'pod-2', null]);
});

it('goes from ascending over descending back to the given order', () => {
  const up = nextSorting(null, 'a');
  const down = nextSorting(up, 'a');
  expect([up, down, nextSorting(down, 'a'), nextSorting(down, 'b')]).toEqual([
    { columnId: 'a', descending: false },
    { columnId: 'a', descending: true },
    null,
    { columnId: 'b', descending: false },
  ]);
});

it('knows the least width of a table', () => {
  expect(minWidthOf(['120px', 'minmax(160px, 1fr)'])).toBe(120 + 160 + 16 + 32);
});
