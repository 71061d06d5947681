import type { KubeObject, StoreChange } from '@electron/engine/kube/types';
import type { Clock } from './clock';
import type { Listeners } from '@electron/engine/streams/listeners';
import { timing } from './timing';

/** Collects changes and tells them at most once per 100 ms, the last one of each object. */
export interface ChangeBatches {
  upserted(object: KubeObject): void;
  removed(object: KubeObject): void;
  dispose(): void;
}

type Pending = { object: KubeObject; gone: boolean };

export const createChangeBatches = (clock: Clock, listeners: Listeners<StoreChange>): ChangeBatches => {
  let pending = new Map<string, Pending>();
  let cancel: (() => void) | null = null;

  const flush = (): void => {
    cancel = null;
    const batch = [...pending.values()];
    pending = new Map();
    listeners.tell({
      upserted: batch.filter(({ gone }) => !gone).map(({ object }) => object),
      removed: batch.filter(({ gone }) => gone).map(({ object }) => object),
    });
  };

  const queue = (change: Pending): void => {
    if (listeners.size === 0) return;
    pending.set(change.object.metadata.uid, change);
    // From the first change on, and not started anew by later ones: a steady stream must not starve the view.
    cancel ??= clock.after(timing.batch, flush);
  };

  return {
    upserted: (object) => queue({ object, gone: false }),
    removed: (object) => queue({ object, gone: true }),
    dispose() {
      cancel?.();
      cancel = null;
      pending.clear();
    },
  };
};
