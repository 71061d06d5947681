import { describe, expect, it } from 'vitest';
import { AppError } from '@shared/errors/appError';
import type { EnvironmentView } from '@shared/model/environment';
import type { Freshness } from '@shared/model/freshness';
import { sentence } from '@shared/sentences/sentence';
import { reset } from '@shared/wire/types';
import type { CacheLease, Caches, KubeClient } from '@electron/engine/kube/types';
import { createListeners } from '@electron/engine/streams/listeners';
import { createEnvironmentAccess, type OpenEnvironment } from './environmentAccess';
import { followEnvironment } from './followEnvironment';

const test: EnvironmentView = {
  id: 'e', name: 'test', contextId: 'c', namespace: 'shop', class: 'test', color: 'blue', policy: 'normal', createdAt: 0,
  contextName: 'dev', sourceLabel: '~/.kube/config', server: 'https://k', insecure: false, demo: false, contextMissing: false, unlock: null,
};

/** Access to one environment that can be edited, of a cluster whose caches only count their leases. */
const setUp = () => {
  let current: EnvironmentView | undefined = test;
  const changed = createListeners();
  const leased: string[] = [];
  const resource: KubeClient['resource'] = async (_group, kind) => (kind === 'Unserved' ? null : { group: '', version: 'v1', apiVersion: 'v1', kind, plural: `${kind.toLowerCase()}s`, namespaced: true, verbs: [] });
  const caches: Pick<Caches, 'lease'> = {
    lease(_client, { kind }, namespace) {
      const name = `${kind} in ${namespace}`;
      leased.push(name);
      return { release: () => void leased.splice(leased.indexOf(name), 1) } as CacheLease;
    },
  };
  const access = createEnvironmentAccess({
    environments: { get: (id) => (id === 'e' ? current : undefined), onChange: (listener) => changed.add(listener) },
    clients: { client: async () => ({ resource }) as KubeClient },
    caches: caches as Caches,
  });
  const edit = (next: Partial<EnvironmentView> | undefined): void => {
    current = next && { ...test, ...next };
    changed.tell();
  };
  return { access, edit, leased };
};

const live = (open: OpenEnvironment, signal: AbortSignal) =>
  (async function* () {
    await open.lease('', 'Pod');
    yield open.namespace;
    if (!signal.aborted) await new Promise((resolve) => signal.addEventListener('abort', resolve, { once: true }));
  })();
const connecting = ({ state, reason }: Freshness): string => `${state} ${reason?.key}`;
const forever = new AbortController().signal;

describe('access to an environment', () => {
  it('leases by namespace, knows what is not served, and releases everything at the end', async () => {
    const { access, leased } = setUp();
    const open = await access.open('e');
    await open.lease('', 'Pod');
    await open.lease('', 'Secret');
    expect(await open.lease('', 'Unserved')).toBeNull();
    expect(leased).toEqual(['Pod in shop', 'Secret in shop']);
    open.close();
    expect(leased).toEqual([]);
    await expect(open.lease('', 'Pod')).rejects.toMatchObject({ code: 'ABORTED' });
  });

  it('refuses an unknown environment and one whose context is gone, with what to do', async () => {
    const { access, edit } = setUp();
    await expect(access.open('other')).rejects.toMatchObject({ code: 'NOT_FOUND', sentence: { key: 'environment.unknown' } });
    edit({ contextMissing: true });
    await expect(access.open('e')).rejects.toMatchObject({ sentence: { key: 'environment.contextMissing', params: { context: 'dev' } } });
  });

  it('is moved by another namespace or context, not by another name', async () => {
    const { access, edit } = setUp();
    const open = await access.open('e');
    edit({ name: 'renamed', policy: 'protected' });
    expect(open.moved.aborted).toBe(false);
    edit({ namespace: 'blog' });
    expect(open.moved.aborted).toBe(true);
  });
});

describe('following an environment', () => {
  it('begins anew after reset when it points elsewhere, and ends when it is removed', async () => {
    const { access, edit, leased } = setUp();
    const seen = followEnvironment<string>(access, 'e', forever, { view: live, connecting });
    expect((await seen.next()).value).toBe('shop');
    edit({ namespace: 'blog' });
    expect((await seen.next()).value).toBe(reset);
    expect((await seen.next()).value).toBe('blog');
    expect(leased).toEqual(['Pod in blog']);
    edit(undefined);
    expect((await seen.next()).value).toBe(reset);
    await expect(seen.next()).rejects.toMatchObject({ code: 'NOT_FOUND' });
    expect(leased).toEqual([]);
  });

  it('says that the cluster cannot be reached and tries again until the consumer leaves', async () => {
    const { access } = setUp();
    const abort = new AbortController();
    const unreachable = (): never => {
      throw new AppError('UNREACHABLE', sentence('connection.unreachable', { target: 'k', reason: 'refused' }), { target: 'k' });
    };
    const seen = followEnvironment<string>(access, 'e', abort.signal, { view: unreachable, connecting });
    expect((await seen.next()).value).toBe('connecting connection.unreachable');
    const after = seen.next();
    abort.abort();
    expect(await after).toEqual({ done: true, value: undefined });
  });

  it('ends with the error that trying again cannot mend', async () => {
    const { access, leased } = setUp();
    const refused = async function* (open: OpenEnvironment): AsyncGenerator<string> {
      await open.lease('', 'Pod');
      yield open.namespace;
      throw new AppError('UNAUTHENTICATED', 'no', {});
    };
    const seen = followEnvironment<string>(access, 'e', forever, { view: refused, connecting });
    expect((await seen.next()).value).toBe('shop');
    await expect(seen.next()).rejects.toMatchObject({ code: 'UNAUTHENTICATED' });
    expect(leased).toEqual([]);
  });
});
