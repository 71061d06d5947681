import { describe, expect, it } from 'vitest';
import { requestsPerSecond } from './demand';
import { bytes, cores, parseQuantity } from './quantity';
import { outOfMemoryAfter, usageAt } from './usage';

const mib = 2 ** 20;
const at = (text: string) => Date.parse(text);
const rate = (namespace: string, time: string, seed = 1) => requestsPerSecond({ seed, namespace, program: 'cms', at: at(time) });

describe('the load', () => {
  it('follows from seed, workload and time alone', () => {
    expect(rate('prod', '2026-03-04T19:00:00Z')).toBe(rate('prod', '2026-03-04T19:00:00Z'));
    expect(rate('prod', '2026-03-04T19:00:00Z', 2)).not.toBe(rate('prod', '2026-03-04T19:00:00Z'));
  });

  it('is greatest in production in the evening, and in test while people work', () => {
    expect(rate('prod', '2026-03-04T19:00:00Z')).toBeGreaterThan(3 * rate('prod', '2026-03-04T03:00:00Z'));
    expect(rate('test', '2026-03-04T10:00:00Z')).toBeGreaterThan(5 * rate('test', '2026-03-04T03:00:00Z'));
    expect(rate('test', '2026-03-04T10:00:00Z')).toBeGreaterThan(5 * rate('test', '2026-03-07T10:00:00Z'));
    expect(rate('prod', '2026-03-04T10:00:00Z')).toBeGreaterThan(rate('test', '2026-03-04T10:00:00Z'));
    expect(rate('test', '2026-03-04T10:00:00Z')).toBeGreaterThan(rate('dev', '2026-03-04T10:00:00Z'));
  });

  it('costs processor time by the request and stays below a limit', () => {
    const query = { seed: 1, namespace: 'prod', program: 'cms', pod: 'cms-1', cost: { idleCpu: 0.01, cpuPerRequest: 0.02, baseBytes: 100 * mib, warmBytes: 200 * mib }, startedAt: at('2026-03-04T00:00:00Z'), readyAfterMs: 1000, at: at('2026-03-04T19:00:00Z'), share: 0.5 };
    expect(usageAt(query).cpu).toBeGreaterThan(usageAt({ ...query, share: 0.1 }).cpu);
    expect(usageAt({ ...query, cpuLimit: 0.05 }).cpu).toBe(0.05);
    expect(usageAt({ ...query, memoryLimit: 150 * mib }).memoryBytes).toBeLessThan(150 * mib);
  });

  it('foretells when a leak meets its limit', () => {
    const leaking = { idleCpu: 0, cpuPerRequest: 0, baseBytes: 50 * mib, warmBytes: 50 * mib, leakBytesPerHour: 10 * mib };
    expect(Math.round((outOfMemoryAfter(leaking, 100 * mib) ?? 0) / 60_000)).toBe(300);
    expect(outOfMemoryAfter({ ...leaking, leakBytesPerHour: 0 }, 100 * mib)).toBeNull();
  });
});

describe('quantities', () => {
  it('are read and written as Kubernetes does', () => {
    expect(['250m', '1Gi', '1e3', '1.5'].map(parseQuantity)).toEqual([0.25, 2 ** 30, 1000, 1.5]);
    expect(parseQuantity('lots')).toBeUndefined();
    expect([cores(0.25), cores(2), bytes(2 ** 30), bytes(1536 * 2 ** 20), bytes(1000)]).toEqual(['250m', '2', '1Gi', '1536Mi', '1000']);
  });
});
