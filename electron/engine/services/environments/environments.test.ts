import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import type { KubeContext } from '@shared/model/connection';
import type { EnvironmentDraft } from '@shared/model/environment';
import { createListeners } from '@electron/engine/streams/listeners';
import { createMemorySettings } from '@electron/engine/testing/memorySettings';
import { openEnvironments } from './environments';

const context = (id: string): KubeContext => ({
  id, sourceId: 's1', name: `context ${id}`, cluster: 'c', server: `https://${id}:6443`, user: 'ada', auth: 'token', namespace: 'default', current: false, insecure: id === 'insecure', proxy: null, problem: null,
});
const draft = (name: string, more: Partial<EnvironmentDraft> = {}): EnvironmentDraft => ({ name, contextId: 'k1', namespace: 'shop', class: 'test', color: 'blue', policy: 'normal', ...more });

const setUp = async (settings = createMemorySettings()) => {
  const known = new Map(['k1', 'k2', 'insecure'].map((id) => [id, context(id)]));
  const contextsChanged = createListeners();
  const environments = await openEnvironments({
    settings,
    contexts: { get: (id) => known.get(id), onChange: (listener) => contextsChanged.add(listener), sourceLabel: () => '~/.kube/config', isDemo: () => false },
    notify: () => undefined,
  });
  const heard = vi.fn();
  environments.onChange(heard);
  return { environments, settings, known, contextsChanged, heard };
};

describe('the list', () => {
  it('is kept over a restart, with what is true of each context', async () => {
    const { environments, settings } = await setUp();
    const { id } = await environments.add(draft('Test'));
    await environments.add(draft('Other', { contextId: 'insecure' }));
    const again = await setUp(settings);
    expect(again.environments.list().map(({ name, insecure }) => [name, insecure])).toEqual([['Test', false], ['Other', true]]);
    expect(again.environments.get(id)).toMatchObject({ contextName: 'context k1', server: 'https://k1:6443', sourceLabel: '~/.kube/config', contextMissing: false, unlock: null });
  });

  it('refuses a name that is taken and a context that is not there', async () => {
    const { environments } = await setUp();
    await environments.add(draft('Test'));
    const other = await environments.add(draft('Other'));
    await expect(environments.add(draft('TEST'))).rejects.toMatchObject({ code: 'PRECONDITION', sentence: { key: 'environment.nameTaken', params: { name: 'Test' } } });
    await expect(environments.update(other.id, draft('test'))).rejects.toMatchObject({ sentence: { key: 'environment.nameTaken' } });
    await expect(environments.add(draft('New', { contextId: 'gone' }))).rejects.toMatchObject({ sentence: { key: 'environment.contextUnknown' } });
    expect(await environments.update(other.id, draft('OTHER'))).toMatchObject({ name: 'OTHER' });
  });

  it('lets only one of two equal names in that come at the same moment', async () => {
    const { environments } = await setUp();
    const results = await Promise.allSettled([environments.add(draft('Test')), environments.add(draft('Test'))]);
    expect(results.map(({ status }) => status)).toEqual(['fulfilled', 'rejected']);
  });

  it('still says what an environment was whose kubeconfig is gone, and lets it be edited', async () => {
    const { environments, known, contextsChanged, heard } = await setUp();
    const { id } = await environments.add(draft('Test'));
    heard.mockClear();
    known.delete('k1');
    contextsChanged.tell();
    expect(heard).toHaveBeenCalledOnce();
    expect(environments.get(id)).toMatchObject({ contextMissing: true, contextName: 'context k1', server: 'https://k1:6443' });
    expect(await environments.update(id, draft('Renamed'))).toMatchObject({ name: 'Renamed', contextMissing: true });
  });

  it('brings back what was removed, where it was, unless its name is taken now', async () => {
    const { environments } = await setUp();
    const ids: string[] = [];
    for (const name of ['a', 'b', 'c']) ids.push((await environments.add(draft(name))).id);
    const [, b = ''] = ids;
    await environments.remove(b);
    expect(environments.get(b)).toBeUndefined();
    await environments.restore(b);
    expect(environments.list().map(({ name }) => name)).toEqual(['a', 'b', 'c']);
    await environments.remove(b);
    await environments.add(draft('B'));
    await expect(environments.restore(b)).rejects.toMatchObject({ sentence: { key: 'environment.nameTaken' } });
    await expect(environments.restore('never there')).rejects.toMatchObject({ code: 'NOT_FOUND' });
  });

  it('is put in order, unknown and double ids aside', async () => {
    const { environments } = await setUp();
    const ids: string[] = [];
    for (const name of ['a', 'b', 'c']) ids.push((await environments.add(draft(name))).id);
    const [, b = '', c = ''] = ids;
    await environments.reorder([c, 'unknown', c, b]);
    expect(environments.list().map(({ name }) => name)).toEqual(['c', 'b', 'a']);
  });
});

describe('unlocking', () => {
  beforeEach(() => void vi.useFakeTimers());
  afterEach(() => void vi.useRealTimers());

  it('lasts as long as asked, and says when it is over', async () => {
    const { environments, heard } = await setUp();
    const { id } = await environments.add(draft('Prod', { policy: 'protected' }));
    expect(environments.unlock(id, 'release', 10).unlock).toEqual({ until: Date.now() + 600_000, reason: 'release' });
    heard.mockClear();
    vi.advanceTimersByTime(599_999);
    expect(environments.get(id)?.unlock).not.toBeNull();
    vi.advanceTimersByTime(1);
    expect(environments.get(id)?.unlock).toBeNull();
    expect(heard).toHaveBeenCalledOnce();
  });

  it('is over in time although the machine slept and the timer is late', async () => {
    const { environments } = await setUp();
    const { id } = await environments.add(draft('Prod', { policy: 'protected' }));
    environments.unlock(id, 'release', 10);
    vi.setSystemTime(Date.now() + 600_000);
    expect(environments.get(id)?.unlock).toBeNull();
  });

  it('ends by locking, by removal, by a restart and by pointing elsewhere', async () => {
    const { environments, settings } = await setUp();
    const prod = draft('Prod', { policy: 'protected' });
    const { id } = await environments.add(prod);
    const unlock = () => environments.unlock(id, 'release', 10);
    unlock();
    expect(environments.lock(id).unlock).toBeNull();
    unlock();
    expect((await setUp(settings)).environments.get(id)?.unlock).toBeNull();
    expect((await environments.update(id, { ...prod, color: 'red' })).unlock).not.toBeNull();
    expect((await environments.update(id, { ...prod, namespace: 'other' })).unlock).toBeNull();
    unlock();
    await environments.remove(id);
    expect((await environments.restore(id)).unlock).toBeNull();
  });

  it('does not follow an environment that is being moved while another window unlocks it', async () => {
    const { environments } = await setUp();
    const prod = draft('Prod', { policy: 'protected' });
    const { id } = await environments.add(prod);
    const moved = environments.update(id, { ...prod, contextId: 'k2' });
    await Promise.resolve();
    environments.unlock(id, 'meant for the old cluster', 10);
    expect(await moved).toMatchObject({ contextId: 'k2', unlock: null });
  });

  it('is needed to take the protection away', async () => {
    const { environments } = await setUp();
    const { id } = await environments.add(draft('Prod', { policy: 'protected' }));
    await expect(environments.update(id, draft('Prod', { policy: 'normal' }))).rejects.toMatchObject({ code: 'POLICY', sentence: { key: 'policy.locked' } });
    expect(environments.get(id)?.policy).toBe('protected');
    environments.unlock(id, 'no longer production', 10);
    expect(await environments.update(id, draft('Prod', { policy: 'normal' }))).toMatchObject({ policy: 'normal', unlock: null });
  });

  it('is refused where nothing is protected', async () => {
    const { environments } = await setUp();
    const { id } = await environments.add(draft('Test'));
    expect(() => environments.unlock(id, 'why', 1)).toThrow(expect.objectContaining({ code: 'PRECONDITION', sentence: { key: 'environment.notProtected', params: { environment: 'Test' } } }) as Error);
    expect(() => environments.lock('unknown')).toThrow(expect.objectContaining({ code: 'NOT_FOUND' }) as Error);
  });
});
