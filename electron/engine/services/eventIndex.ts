import type { KubeEvent } from '@electron/engine/kube/objects';
import type { CacheLease, StoreChange } from '@electron/engine/kube/types';

/** The events of a namespace by the object they are about. */
export interface EventIndex {
  of(uid: string): readonly KubeEvent[];
}

/** Follows a cache of Events for as long as its lease lasts. */
export const createEventIndex = (lease: CacheLease): EventIndex => {
  const byObject = new Map<string, Map<string, KubeEvent>>();
  const put = (event: KubeEvent): void => {
    const about = event.involvedObject?.uid;
    if (about === undefined) return;
    byObject.set(about, (byObject.get(about) ?? new Map<string, KubeEvent>()).set(event.metadata.uid, event));
  };
  const remove = (event: KubeEvent): void => {
    const about = event.involvedObject?.uid ?? '';
    const events = byObject.get(about);
    events?.delete(event.metadata.uid);
    if (events?.size === 0) byObject.delete(about);
  };
  lease.onChange(({ upserted, removed }: StoreChange) => {
    removed.forEach(remove);
    upserted.forEach(put);
  });
  // A shared cache may be full already.
  for (const event of lease.store.all()) put(event);
  return { of: (uid) => [...(byObject.get(uid)?.values() ?? [])] };
};
