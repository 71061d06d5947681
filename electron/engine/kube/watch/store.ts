import type { KubeObject, Store, StoreChange } from '@electron/engine/kube/types';
import { createObjectIndex } from './objectIndex';

/** The writing side of a store. Objects are taken as they are (see `admit`) and must not be changed afterwards. */
export interface WritableStore extends Store {
  /** False when the store holds this very version already. */
  put(object: KubeObject): boolean;
  /** What was removed; undefined for an unknown uid. */
  remove(uid: string): KubeObject | undefined;
  /** Makes the store hold exactly these. Objects whose version is unchanged stay and are no change. */
  replaceAll(objects: readonly KubeObject[]): StoreChange;
}

// Neither part of a key can hold these separators: names, label keys and label values are DNS-like.
const nameKey = (namespace: string | undefined, name: string): string => `${namespace ?? ''}/${name}`;
const labelKey = (name: string, value: string): string => `${name}=${value}`;

const nodeOf = (object: KubeObject): string | undefined => (object.spec as { nodeName?: string } | undefined)?.nodeName;

const hasLabels = (object: KubeObject, wanted: readonly (readonly [string, string])[]): boolean =>
  wanted.every(([name, value]) => object.metadata.labels?.[name] === value);

export const createStore = (): WritableStore => {
  const objects = new Map<string, KubeObject>();
  const byName = createObjectIndex(({ metadata }) => [nameKey(metadata.namespace, metadata.name)]);
  const byOwner = createObjectIndex(({ metadata }) => metadata.ownerReferences?.map((owner) => owner.uid) ?? []);
  const byNode = createObjectIndex((object) => {
    const node = nodeOf(object);
    return node ? [node] : [];
  });
  const byLabel = createObjectIndex(({ metadata }) => Object.entries(metadata.labels ?? {}).map(([name, value]) => labelKey(name, value)));
  const indexes = [byName, byOwner, byNode, byLabel];

  const put = (object: KubeObject): boolean => {
    const { uid, resourceVersion } = object.metadata;
    const before = objects.get(uid);
    // Versions are opaque: equal or not, never older or newer.
    if (before && resourceVersion && before.metadata.resourceVersion === resourceVersion) return false;
    objects.set(uid, object);
    for (const index of indexes) {
      if (before) index.replace(before, object);
      else index.add(object);
    }
    return true;
  };

  const remove = (uid: string): KubeObject | undefined => {
    const object = objects.get(uid);
    if (!object) return undefined;
    objects.delete(uid);
    for (const index of indexes) index.remove(object);
    return object;
  };

  return {
    get size() {
      return objects.size;
    },
    get: (uid) => objects.get(uid),
    // One that was deleted and made again may be there twice for a moment: the later one is meant.
    byName: (namespace, name) => [...byName.find(nameKey(namespace, name)).values()].at(-1),
    ownedBy: (uid) => [...byOwner.find(uid).values()],
    onNode: (node) => [...byNode.find(node).values()],
    matching(namespace, labels) {
      const wanted = Object.entries(labels);
      const candidates = wanted.map(([name, value]) => byLabel.find(labelKey(name, value))).reduce<ReadonlyMap<string, KubeObject>>(
        (smallest, bucket) => (bucket.size < smallest.size ? bucket : smallest),
        objects,
      );
      return [...candidates.values()].filter(
        (object) => (namespace === undefined || object.metadata.namespace === namespace) && hasLabels(object, wanted),
      );
    },
    all: () => objects.values(),
    put,
    remove,
    replaceAll(next) {
      const staying = new Set(next.map((object) => object.metadata.uid));
      // First out, then in: a name that moved to a new uid is never there twice.
      const removed = [...objects.values()].filter((object) => !staying.has(object.metadata.uid));
      for (const object of removed) remove(object.metadata.uid);
      return { removed, upserted: next.filter(put) };
    },
  };
};
