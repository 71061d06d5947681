import { sentence } from '@shared/sentences/sentence';
import { abortable } from '@shared/wire/abortable';
import type { Freshness } from '@shared/model/freshness';
import type { CacheLease, KubeClient, Resource, StoreChange } from '@electron/engine/kube/types';
import { createListeners, type Listeners } from '@electron/engine/streams/listeners';
import { createChangeBatches } from './changeBatches';
import type { Clock } from './clock';
import { createFreshnessTracker } from './freshnessTracker';
import { createReflector } from './reflector';
import { createStore } from './store';

/** One watched kind: a store, what keeps it true, and those who look at it. */
export interface Cache {
  /** `onRelease` is called once. */
  lease(onRelease: () => void): CacheLease;
  /** Goes on with another client, one with a renewed kubeconfig mostly. */
  use(client: KubeClient): void;
  serverSeen(answers: boolean): void;
  recheck(): void;
  dispose(): void;
}

export interface CacheDeps {
  client: KubeClient;
  resource: Resource;
  namespace: string | null;
  clock: Clock;
  /** See `Reflector`. */
  onServerSeen(answers: boolean): void;
  onDefect(error: unknown): void;
}

export const createCache = ({ client, resource, namespace, clock, onServerSeen, onDefect }: CacheDeps): Cache => {
  const changeListeners = createListeners<StoreChange>(onDefect);
  const freshnessListeners = createListeners<Freshness>(onDefect);
  const batches = createChangeBatches(clock, changeListeners);
  const store = createStore();
  const source = { client, resource, namespace };
  let answer!: () => void;
  /** Resolves when everything was read once, or nothing will come. */
  const answered = new Promise<void>((resolve) => (answer = resolve));

  const freshness = createFreshnessTracker({
    clock,
    reason: sentence('freshness.listing', { resource: resource.plural }),
    onChange(now) {
      if (now.state === 'denied') answer();
      freshnessListeners.tell(now);
    },
  });

  const reflector = createReflector({
    source,
    freshness,
    clock,
    onServerSeen,
    onDefect,
    sink: {
      replaceAll(objects) {
        const { upserted, removed } = store.replaceAll(objects);
        removed.forEach(batches.removed);
        upserted.forEach(batches.upserted);
        answer();
      },
      put(object) {
        if (store.put(object)) batches.upserted(object);
      },
      remove(uid) {
        const object = store.remove(uid);
        if (object) batches.removed(object);
      },
    },
  });

  return {
    lease(onRelease) {
      const unsubscribes: (() => void)[] = [];
      let released = false;
      /** Listening ends with the lease at the latest. */
      const listen = <T>(listeners: Listeners<T>, listener: (value: T) => void): (() => void) => {
        const unsubscribe = listeners.add(listener);
        unsubscribes.push(unsubscribe);
        return unsubscribe;
      };
      return {
        resource,
        store,
        get freshness() {
          return freshness.current;
        },
        ready: (signal) => abortable(answered, signal),
        onChange: (listener) => listen(changeListeners, listener),
        onFreshness: (listener) => listen(freshnessListeners, listener),
        recheck: reflector.recheck,
        release() {
          if (released) return;
          released = true;
          unsubscribes.forEach((unsubscribe) => unsubscribe());
          onRelease();
        },
      };
    },
    use(next) {
      if (source.client === next) return;
      source.client = next;
      reflector.recheck();
    },
    serverSeen: reflector.serverSeen,
    recheck: reflector.recheck,
    dispose() {
      reflector.dispose();
      batches.dispose();
    },
  };
};
