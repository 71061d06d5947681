import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { createClock, type DrivenClock } from './clock';

const wall = Date.parse('2026-11-25T12:00:00Z');

describe('a live clock', () => {
  let clock: DrivenClock;
  let rung: string[];
  const ring = (name: string, ms: number) => clock.after(ms, () => rung.push(`${name} at ${Math.round(clock.elapsedMs())}`));
  beforeEach(() => {
    vi.useFakeTimers({ now: wall, toFake: ['setTimeout', 'clearTimeout', 'Date', 'performance'] });
    clock = createClock(0);
    rung = [];
    clock.advance(1000);
    clock.goLive(1);
  });
  afterEach(() => {
    clock.stop();
    vi.useRealTimers();
  });

  it('goes on from where the simulation ended, with the time of the wall', () => {
    ring('a', 500);
    vi.advanceTimersByTime(499);
    expect(rung).toEqual([]);
    vi.advanceTimersByTime(1);
    expect(rung).toEqual(['a at 1500']);
    expect(clock.now()).toBe(wall + 500);
  });

  it('runs what falls due on an advance in order, each at its time, and is ahead of the wall afterwards', () => {
    const seen: number[] = [];
    ring('b', 7000);
    ring('a', 2000);
    clock.after(3000, () => {
      seen.push(clock.now());
      ring('c', 1000);
    });
    clock.advance(5000);
    expect(rung).toEqual(['a at 3000', 'c at 5000']);
    expect(seen).toEqual([wall + 3000]);
    expect(clock.now()).toBe(wall + 5000);
    vi.advanceTimersByTime(2000);
    expect(rung).toEqual(['a at 3000', 'c at 5000', 'b at 8000']);
    expect(clock.now()).toBe(wall + 7000);
  });

  it('lets nothing fall due in a pause, can be advanced in one, and goes on where it stood', () => {
    ring('a', 100);
    ring('b', 200);
    clock.pause();
    vi.advanceTimersByTime(10_000);
    expect([rung, clock.isPaused, clock.elapsedMs()]).toEqual([[], true, 1000]);
    clock.advance(150);
    expect([rung, clock.isPaused]).toEqual([['a at 1100'], true]);
    clock.resume();
    clock.resume();
    vi.advanceTimersByTime(50);
    expect([rung, clock.isPaused]).toEqual([['a at 1100', 'b at 1200'], false]);
  });

  it('changes its speed without a jump', () => {
    vi.advanceTimersByTime(1000);
    clock.setSpeed(10);
    expect([clock.elapsedMs(), clock.speed]).toEqual([2000, 10]);
    ring('a', 1000);
    vi.advanceTimersByTime(100);
    expect(rung).toEqual(['a at 3000']);
    expect(clock.now()).toBe(wall + 1100);
    clock.pause();
    clock.setSpeed(1);
    expect(clock.isPaused).toBe(true);
  });

  it('rings no more once it is stopped, also not in an advance', () => {
    ring('a', 100);
    clock.stop();
    clock.advance(1000);
    expect(rung).toEqual([]);
  });
});

it('a simulation is neither paused nor resumed', () => {
  const clock = createClock(wall);
  clock.resume();
  expect([clock.isPaused, clock.elapsedMs(), clock.now()]).toEqual([false, 0, wall]);
});
