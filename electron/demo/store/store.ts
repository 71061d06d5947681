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
  /** The list as it was at a revision; undefined if the log no longer reaches back that far. */
  listAt(kind: Kind, namespace: string | undefined, revision: number): KubeObject[] | undefined;
  put(kind: Kind, object: KubeObject): KubeObject;
  remove(kind: Kind, object: KubeObject): KubeObject;
  /** Changes after a revision. Throws the 410 Status if the log no longer reaches back that far. */
  changesSince(revision: number): readonly Change[];
  onChange(listener: (change: Change) => void): () => void;
  /** Forgets all logged changes up to now, so that older watches get 410. */
  compact(): void;
}

const keyOf = (namespace: string | undefined, name: string) => `${namespace ?? ''}/${name}`;
const byKey = ([a]: [string, unknown], [b]: [string, unknown]) => (a < b ? -1 : 1);

function sorted(objects: ReadonlyMap<string, KubeObject>, namespace: string | undefined): KubeObject[] {
  const entries = [...objects];
  const wanted = namespace === undefined ? entries : entries.filter(([, object]) => object.metadata.namespace === namespace);
  return wanted.sort(byKey).map(([, object]) => object);
}

/** @param logLimit how many changes are kept for watches that come back. */
export function createStore(logLimit = 4000): Store {
  const objects = new Map<Kind, Map<string, KubeObject>>();
  const listeners = new Set<(change: Change) => void>();
  let log: Change[] = [];
  let compactedTo = 0;
  let revision = 0;

  const of = (kind: Kind) => {
    let map = objects.get(kind);
    if (!map) objects.set(kind, (map = new Map<string, KubeObject>()));
    return map;
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
    get: (kind, namespace, name) => of(kind).get(keyOf(namespace, name)),
    list: (kind, namespace) => sorted(of(kind), namespace),
    listAt(kind, namespace, at) {
      if (at < compactedTo) return undefined;
      const past = new Map(of(kind));
      for (let index = log.length - 1; index >= 0; index -= 1) {
        const change = log[index];
        if (!change || change.revision <= at) break;
        if (change.kind !== kind) continue;
        const { metadata } = change.object;
        const key = keyOf(metadata.namespace, metadata.name);
        if (change.previous) past.set(key, change.previous);
        else past.delete(key);
      }
      return sorted(past, namespace);
    },
    put(kind, object) {
      revision += 1;
      const stored = { ...object, metadata: { ...object.metadata, resourceVersion: String(revision) } };
      const key = keyOf(stored.metadata.namespace, stored.metadata.name);
      const previous = of(kind).get(key);
      of(kind).set(key, stored);
      record(previous ? 'MODIFIED' : 'ADDED', kind, stored, previous);
      return stored;
    },
    remove(kind, object) {
      revision += 1;
      const key = keyOf(object.metadata.namespace, object.metadata.name);
      const previous = of(kind).get(key);
      of(kind).delete(key);
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
