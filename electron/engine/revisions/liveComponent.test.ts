import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { sentence } from '@shared/sentences/sentence';
import { abortable } from '@shared/wire/abortable';
import type { CacheLease } from '@electron/engine/kube/types';
import { createOpenEnvironment } from '@electron/engine/services/openEnvironment.fixture';
import { openComponent } from './liveComponent';

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

const never = new Promise<never>(() => undefined);
const ref = { environmentId: 'e', kind: 'Deployment', name: 'uuid' } as const;

/** An environment whose ReplicaSets are not read, and why. */
const openHalf = () => {
  const site = createOpenEnvironment();
  site.become('ReplicaSet', { state: 'connecting', reason: sentence('connection.refused', { target: 'https://k' }) });
  const lease = async (group: string, kind: string): Promise<CacheLease | null> => {
    const found = await site.open.lease(group, kind);
    return found && kind === 'ReplicaSet' ? { ...found, freshness: found.freshness, ready: (signal) => abortable(never, signal) } : found;
  };
  return { ...site.open, lease };
};

it('does not wait for ever for a list that does not come, and says why it does not', async () => {
  const opening = openComponent(openHalf(), ref, { revisions: true }, new AbortController().signal);
  const refused = expect(opening).rejects.toMatchObject({ code: 'TIMEOUT', retryable: true, sentence: { key: 'connection.refused' } });
  await vi.advanceTimersByTimeAsync(15_000);
  await refused;
  expect(vi.getTimerCount()).toBe(0);
});

it('ends with the caller, who is told nothing of a time', async () => {
  const caller = new AbortController();
  const refused = expect(openComponent(openHalf(), ref, { revisions: true }, caller.signal)).rejects.toMatchObject({ code: 'ABORTED' });
  await vi.advanceTimersByTimeAsync(100);
  caller.abort();
  await refused;
  expect(vi.getTimerCount()).toBe(0);
});

it('has no patience to end where everything is read', async () => {
  const component = await openComponent(createOpenEnvironment().open, ref, { revisions: true, pods: true }, new AbortController().signal);
  expect([component.workload(), component.freshness().state, vi.getTimerCount()]).toEqual([undefined, 'live', 0]);
});
