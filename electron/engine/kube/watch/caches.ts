import type { Caches, KubeClient, Resource } from '@electron/engine/kube/types';
import { createCache, type Cache } from './cache';
import { systemClock, type Clock } from './clock';
import { timing } from './timing';

export interface CachesDeps {
  /** Told of defects: a listener that threw, an error that no client should throw. */
  onDefect(error: unknown): void;
  clock?: Clock;
}

interface Shared {
  readonly contextId: string;
  readonly cache: Cache;
  leases: number;
  cancelGrace: () => void;
}

/** The server belongs to it: what was read from one must never be taken for what another holds. */
const keyOf = (client: KubeClient, resource: Resource, namespace: string | null): string =>
  JSON.stringify([client.contextId, client.server, resource.apiVersion, resource.plural, resource.namespaced ? namespace : null]);

/** All watches of the engine: one per connection, kind and namespace, shared by those who look at it. */
export const createCaches = ({ onDefect, clock = systemClock }: CachesDeps): Caches => {
  const open = new Map<string, Shared>();

  const close = (key: string): void => {
    open.get(key)?.cache.dispose();
    open.delete(key);
  };

  const start = (key: string, client: KubeClient, resource: Resource, namespace: string | null): Shared => {
    const { contextId } = client;
    const onServerSeen = (answers: boolean): void => {
      for (const [other, shared] of open) if (other !== key && shared.contextId === contextId) shared.cache.serverSeen(answers);
    };
    const cache = createCache({ client, resource, namespace, clock, onServerSeen, onDefect });
    const shared: Shared = { contextId, cache, leases: 0, cancelGrace: () => undefined };
    open.set(key, shared);
    return shared;
  };

  return {
    lease(client, resource, namespace) {
      const key = keyOf(client, resource, namespace);
      const mine = open.get(key) ?? start(key, client, resource, namespace);
      mine.cancelGrace();
      mine.cache.use(client);
      mine.leases += 1;
      return mine.cache.lease(() => {
        mine.leases -= 1;
        if (mine.leases === 0 && open.get(key) === mine) mine.cancelGrace = clock.after(timing.grace, () => close(key));
      });
    },
    recheckAll() {
      for (const { cache } of open.values()) cache.recheck();
    },
    dispose() {
      for (const [key, { cancelGrace }] of open) {
        cancelGrace();
        close(key);
      }
    },
  };
};
