import type { KubeObject } from '@electron/engine/kube/types';

/** Objects by a key derived from them; an object may have several keys, or none. */
export interface ObjectIndex {
  add(object: KubeObject): void;
  remove(object: KubeObject): void;
  /** Takes the place of `before`, which has the same uid. */
  replace(before: KubeObject, after: KubeObject): void;
  /** By uid, in the order in which they came. */
  find(key: string): ReadonlyMap<string, KubeObject>;
}

const none: ReadonlyMap<string, KubeObject> = new Map();

export const createObjectIndex = (keysOf: (object: KubeObject) => readonly string[]): ObjectIndex => {
  const buckets = new Map<string, Map<string, KubeObject>>();

  const put = (key: string, object: KubeObject): void => {
    const bucket = buckets.get(key);
    if (bucket) bucket.set(object.metadata.uid, object);
    else buckets.set(key, new Map([[object.metadata.uid, object]]));
  };
  const drop = (key: string, object: KubeObject): void => {
    const bucket = buckets.get(key);
    bucket?.delete(object.metadata.uid);
    if (bucket?.size === 0) buckets.delete(key);
  };

  return {
    add(object) {
      for (const key of keysOf(object)) put(key, object);
    },
    remove(object) {
      for (const key of keysOf(object)) drop(key, object);
    },
    replace(before, after) {
      const keys = keysOf(after);
      for (const key of keysOf(before)) if (!keys.includes(key)) drop(key, before);
      for (const key of keys) put(key, after);
    },
    find: (key) => buckets.get(key) ?? none,
  };
};
