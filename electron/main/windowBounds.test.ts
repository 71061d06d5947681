import { describe, expect, it } from 'vitest';
import { placeWindow } from './windowBounds';

const screen = { x: 0, y: 0, width: 1920, height: 1080 };
const saved = { bounds: { x: 100, y: 50, width: 1200, height: 700 }, maximized: false };

describe('place of a new window', () => {
  it('is where the last one was', () => expect(placeWindow(saved, [screen], 0)).toEqual(saved.bounds));
  it('is a little aside for a second window', () => expect(placeWindow(saved, [screen], 1)).toMatchObject({ x: 132, y: 82 }));
  it('is left to the system when that screen is gone', () => {
    const onSecondScreen = { ...saved, bounds: { ...saved.bounds, x: 2500 } };
    expect(placeWindow(onSecondScreen, [screen], 0)).toEqual({ width: 1360, height: 860 });
  });
  it('fits a small screen', () => expect(placeWindow(null, [{ x: 0, y: 0, width: 1024, height: 700 }], 0)).toEqual({ width: 1024, height: 700 }));
});
