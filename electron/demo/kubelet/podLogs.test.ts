import { describe, expect, it } from 'vitest';
import { numbers } from '../programs/numbers';
import type { Program } from '../programs/program';
import { programs } from '../programs/programs';
import { createPodLogs, firstSince, lastLines, type ContainerLife } from './podLogs';

const startedAt = Date.UTC(2026, 0, 1);
const life = (env: Record<string, string>, more: Pick<Partial<ContainerLife>, 'program' | 'endedAt'> = {}): ContainerLife => ({ program: numbers, host: 'h', version: '1', namespace: 'prod', seed: 1, share: 1, startedAt, env: () => env, ...more });
const second = 1000;

describe('the log of a container', () => {
  it('has as many lines as its program has had time for, and none after its end', () => {
    const { open } = createPodLogs();
    expect(open(life({ RATE: '5' })).countAt(startedAt + 2 * second)).toBe(10);
    expect(open(life({ RATE: '5', COUNT: '7' })).countAt(startedAt + 60 * second)).toBe(7);
    expect(open(life({ RATE: '5' }, { endedAt: startedAt + second })).countAt(startedAt + 60 * second)).toBe(5);
    expect(open(life({})).countAt(startedAt - 1)).toBe(0);
  });

  it('begins anew in another file when one is full', () => {
    const { open } = createPodLogs(1000);
    const file = open(life({ RATE: '1', SIZE: '60' }));
    // 60 bytes and the kubelet's framing of 41: ten lines fill a file.
    expect([1, 10, 11, 20, 21].map((lines) => file.firstAt(startedAt + lines * second))).toEqual([0, 0, 10, 10, 20]);
    expect(file.lines(10)[0]?.text).toMatch(/^line 11 /);
  });

  it('keeps a file of 10 MiB unless told otherwise', () => {
    const file = createPodLogs().open(life({ RATE: '1000', SIZE: '60' }));
    const perFile = file.firstAt(startedAt + 150 * second);
    expect(perFile * 101).toBeGreaterThanOrEqual(10 * 1024 * 1024);
    expect(file.firstAt(startedAt + (perFile / 1000) * second)).toBe(0);
  });

  it('finds where a time begins', () => {
    const file = createPodLogs().open(life({ RATE: '2' }));
    expect(firstSince(file, 0, 100, startedAt + 10 * second)).toBe(19);
    expect(firstSince(file, 30, 100, startedAt)).toBe(30);
    expect(firstSince(file, 0, 100, startedAt + 3600 * second)).toBe(100);
  });

  it('finds where the last lines begin, over entries of several lines and of none', () => {
    const program: Program = { ...numbers, log: undefined, greeting: ['hello'], tickMs: 1000, lines: (n) => Array.from({ length: n % 3 }, (_, i) => `${n}.${i}`) };
    const file = createPodLogs().open(life({}, { program }));
    const end = file.countAt(startedAt + 6 * second);
    const last = (wanted: number) => {
      const { entry, skip } = lastLines(file, 0, end, wanted);
      return Array.from({ length: end - entry }, (_, i) => file.lines(entry + i)).flat().slice(skip).map(({ text }) => text);
    };
    expect(last(3)).toEqual(['4.0', '5.0', '5.1']);
    expect(last(2)).toEqual(['5.0', '5.1']);
    expect(last(0)).toEqual([]);
    expect(last(99)).toEqual(['hello', '1.0', '2.0', '2.1', '4.0', '5.0', '5.1']);
  });

  it('goes forward in time in every program, each line no later than it is counted', () => {
    for (const [name, program] of Object.entries(programs)) {
      const file = createPodLogs().open(life({ RATE: '30000' }, { program }));
      const count = Math.min(file.countAt(startedAt + 3600 * second), 5000);
      const times = Array.from({ length: count }, (_, index) => file.lines(index)).flat().map(({ at, nanos }) => (at - startedAt) * 1_000_000 + nanos);
      expect(times, name).toEqual([...times].sort((a, b) => a - b));
      for (let index = 0; index < Math.min(count, 50); index += 1) expect(file.countAt(file.timeOf(index) + 1), `${name} ${index}`).toBeGreaterThan(index);
    }
  });
});
