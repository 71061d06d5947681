import { describe, expect, it } from 'vitest';
import { place } from './place';

const card = { width: 300, height: 200 };
const window = { left: 0, top: 0, width: 1000, height: 600 };

describe('the card', () => {
  it.each([
    ['right of a link in the sidebar', { left: 0, top: 100, width: 200, height: 28 }, { left: 212, top: 100 }],
    ['below a button at the right end', { left: 800, top: 60, width: 100, height: 30 }, { left: 688, top: 102 }],
    ['left of a tall panel', { left: 500, top: 0, width: 500, height: 600 }, { left: 188, top: 12 }],
    ['above a bar at the bottom', { left: 100, top: 500, width: 850, height: 90 }, { left: 100, top: 288 }],
    ['in the corner beside what fills the window', { left: 50, top: 50, width: 900, height: 500 }, { left: 688, top: 388 }],
  ])('stands %s', (_, anchor, expected) => {
    expect(place(card, anchor, window)).toEqual(expected);
  });

  it('stays within its bounds', () => {
    const drawer = { left: 440, top: 0, width: 560, height: 600 };
    expect(place(card, { left: 460, top: 60, width: 520, height: 100 }, drawer)).toEqual({ left: 460, top: 172 });
  });
});
