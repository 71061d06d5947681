import { AppError } from '@shared/errors/appError';
import type { EnvironmentView } from '@shared/model/environment';
import type { Freshness } from '@shared/model/freshness';
import { createListeners } from '@electron/engine/streams/listeners';
import { createStore } from '@electron/engine/kube/watch/store';
import type { CacheLease, KubeClient, KubeObject, KubeRequest, Resource, StoreChange } from '@electron/engine/kube/types';
import type { OpenEnvironment } from './environmentAccess';

const live: Freshness = { state: 'live', since: 0, reason: null };

/** An environment `shop` for tests: real stores, filled and refused by hand, and no cluster behind them. */
export const createOpenEnvironment = (objects: readonly KubeObject[] = []) => {
  const caches = new Map<string, ReturnType<typeof createCache>>();
  const cache = (kind: string) => {
    const known = caches.get(kind) ?? createCache(kind);
    caches.set(kind, known);
    return known;
  };
  const put = (...changed: KubeObject[]): void => changed.forEach((object) => cache(object.kind).put(object));
  const answers = new Map<string, unknown>();
  const requests: string[] = [];
  put(...objects);

  const request = async ({ path }: KubeRequest): Promise<unknown> => {
    requests.push(path);
    if (answers.has(path)) return answers.get(path);
    throw new AppError('NOT_FOUND', 'the server could not find it', {});
  };
  answers.set('/api/v1/namespaces/shop', { status: { phase: 'Active' } });

  const open: OpenEnvironment = {
    environment: { id: 'e', name: 'test', server: 'https://k' } as EnvironmentView,
    client: { request, resource: async (_group: string, kind: string) => (kind === 'Unserved' ? null : resourceOf(kind)), clockSkewMs: () => null } as Partial<KubeClient> as KubeClient,
    namespace: 'shop',
    moved: new AbortController().signal,
    lease: async (_group, kind) => cache(kind).lease,
    close: () => undefined,
  };
  return {
    open,
    put,
    remove: (object: KubeObject) => cache(object.kind).remove(object),
    /** Says how true the cache of a kind is. */
    become: (kind: string, freshness: Partial<Freshness>) => cache(kind).become({ ...live, ...freshness }),
    answers,
    requests,
    leased: () => [...caches].filter(([, { isLeased }]) => isLeased()).map(([kind]) => kind),
  };
};

const resourceOf = (kind: string): Resource => ({ group: '', version: 'v1', apiVersion: 'v1', kind, plural: `${kind.toLowerCase()}s`, namespaced: kind !== 'Node', verbs: ['list', 'watch'] });

const createCache = (kind: string) => {
  const store = createStore();
  const changed = createListeners<StoreChange>();
  const freshened = createListeners<Freshness>();
  let freshness = live;
  let leased = false;
  const lease: CacheLease = {
    resource: resourceOf(kind),
    store,
    get freshness() {
      return freshness;
    },
    ready: async () => undefined,
    onChange: (listener) => {
      leased = true;
      return changed.add(listener);
    },
    onFreshness: (listener) => freshened.add(listener),
    recheck: () => undefined,
    release: () => undefined,
  };
  return {
    lease,
    isLeased: () => leased,
    put(object: KubeObject): void {
      store.put(object);
      changed.tell({ upserted: [object], removed: [] });
    },
    remove(object: KubeObject): void {
      store.remove(object.metadata.uid);
      changed.tell({ upserted: [], removed: [object] });
    },
    become(next: Freshness): void {
      freshness = next;
      freshened.tell(next);
    },
  };
};
