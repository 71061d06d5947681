import type { KubeObject } from '../objects/meta';
import { expired } from '../http/status';
import type { Kind } from './kinds';

export interface Change {
  readonly type: 'ADDED' | 'MODIFIED' | 'DELETED';
  readonly kind: Kind;
  readonly object: KubeObject;
  /** What it was before, for selectors that an object enters or leaves. */
  readonly previous: KubeObject | undefined;
  readonly revision: number;
}

/** All objects by kind and name, one revision counter over all of them, and a bounded log of changes for watches. */
export interface Store {
  readonly revision: number;
  get(kind: Kind, namespace: string | undefined, name: string): KubeObject | undefined;
  /** Sorted by namespace and name, as etcd's keys are. */
  list(kind: Kind, namespace?: string): KubeObject[];
  put(kind: Kind, object: KubeObject): KubeObject;
  remove(kind: Kind, object: KubeObject): KubeObject;
  /** Changes after a revision. Throws the 410 Status if the log no longer reaches back that far. */
  changesSince(revision: number): readonly Change[];
  onChange(listener: (change: Change) => void): () => void;
  /** Forgets all logged changes up to now, so that older watches get 410. */
  compact(): void;
}

const keyOf = (namespace: string | undefined, name: string) => `${namespace ?? ''}/${name}`;

/** Where a key is in a sorted list, or belongs. */
function placeOf(keys: readonly string[], key: string): number {
  let [low, high] = [0, keys.length];
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((keys[middle] ?? '') < key) low = middle + 1;
    else high = middle;
  }
  return low;
}

/** The objects of one kind, with their keys in order: lists are asked for far more often than objects come and go. */
interface Shelf {
  objects: Map<string, KubeObject>;
  keys: string[];
}

/** @param logLimit how many changes are kept for watches that come back. */
export function createStore(logLimit = 4000): Store {
  const shelves = new Map<Kind, Shelf>();
  const listeners = new Set<(change: Change) => void>();
  let log: Change[] = [];
  let compactedTo = 0;
  let revision = 0;

  const of = (kind: Kind): Shelf => {
    let shelf = shelves.get(kind);
    if (!shelf) shelves.set(kind, (shelf = { objects: new Map<string, KubeObject>(), keys: [] }));
    return shelf;
  };

  const trim = (keep: number) => {
    const dropped = log.length - keep;
    compactedTo = log[dropped - 1]?.revision ?? compactedTo;
    log = log.slice(dropped);
  };

  const record = (type: Change['type'], kind: Kind, object: KubeObject, previous: KubeObject | undefined) => {
    const change = { type, kind, object, previous, revision };
    log.push(change);
    // Trimmed by halves, so that the copy is rare.
    if (log.length > logLimit * 2) trim(logLimit);
    for (const listener of [...listeners]) listener(change);
  };

  return {
    get revision() {
      return revision;
    },
    get: (kind, namespace, name) => of(kind).objects.get(keyOf(namespace, name)),
    list(kind, namespace) {
      const { objects, keys } = of(kind);
      const prefix = namespace === undefined ? '' : keyOf(namespace, '');
      const found: KubeObject[] = [];
      for (let at = placeOf(keys, prefix); at < keys.length; at += 1) {
        const key = keys[at] ?? '';
        if (!key.startsWith(prefix)) break;
        const object = objects.get(key);
        if (object) found.push(object);
      }
      return found;
    },
    put(kind, object) {
      revision += 1;
      const stored = { ...object, metadata: { ...object.metadata, resourceVersion: String(revision) } };
      const key = keyOf(stored.metadata.namespace, stored.metadata.name);
      const { objects, keys } = of(kind);
      const previous = objects.get(key);
      objects.set(key, stored);
      if (!previous) keys.splice(placeOf(keys, key), 0, key);
      record(previous ? 'MODIFIED' : 'ADDED', kind, stored, previous);
      return stored;
    },
    remove(kind, object) {
      revision += 1;
      const key = keyOf(object.metadata.namespace, object.metadata.name);
      const { objects, keys } = of(kind);
      const previous = objects.get(key);
      if (objects.delete(key)) keys.splice(placeOf(keys, key), 1);
      const last = { ...object, metadata: { ...object.metadata, resourceVersion: String(revision) } };
      record('DELETED', kind, last, previous);
      return last;
    },
    changesSince(from) {
      if (from < compactedTo) throw expired(`too old resource version: ${from} (${compactedTo + 1})`);
      return log.filter((change) => change.revision > from);
    },
    onChange(listener) {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    compact: () => trim(0),
  };
}
