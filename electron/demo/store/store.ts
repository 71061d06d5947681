import type { KubeObject } from '../objects/meta';
import { expired } from '../http/status';
import type { Kind } from './kinds';
import { createShelves, type Shelves } from './shelves';

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

/** @param logLimit how many changes are kept for watches that come back. */
export function createStore(logLimit = 4000): Store {
  const objects = new Map<Kind, Shelves>();
  const listeners = new Set<(change: Change) => void>();
  let log: Change[] = [];
  let compactedTo = 0;
  let revision = 0;

  const of = (kind: Kind) => {
    let shelves = objects.get(kind);
    if (!shelves) objects.set(kind, (shelves = createShelves()));
    return shelves;
  };

  const trim = (keep: number) => {
    const dropped = log.length - keep;
    compactedTo = log[dropped - 1]?.revision ?? compactedTo;
    log = log.slice(dropped);
  };

  const untold: Change[] = [];
  let isTelling = false;
  /** A listener that writes makes changes while others have not heard of the last one: those wait, or watches would see versions go back. */
  const tell = () => {
    if (isTelling) return;
    isTelling = true;
    try {
      for (let change = untold.shift(); change; change = untold.shift()) for (const listener of [...listeners]) listener(change);
    } finally {
      isTelling = false;
    }
  };

  const record = (type: Change['type'], kind: Kind, object: KubeObject, previous: KubeObject | undefined) => {
    const change = { type, kind, object, previous, revision };
    log.push(change);
    // Trimmed by halves, so that the copy is rare.
    if (log.length > logLimit * 2) trim(logLimit);
    untold.push(change);
    tell();
  };

  return {
    get revision() {
      return revision;
    },
    get: (kind, namespace, name) => of(kind).get(namespace, name),
    list: (kind, namespace) => of(kind).list(namespace),
    listAt(kind, namespace, at) {
      if (at < compactedTo) return undefined;
      // Pages of a list ask for the same past again and again, mostly while nothing of the kind has changed.
      if (!log.slice(firstAfter(log, at)).some((change) => change.kind === kind)) return of(kind).list(namespace);
      const past = createShelves();
      for (const object of of(kind).list(namespace)) past.set(object);
      for (let index = log.length - 1; index >= 0; index -= 1) {
        const change = log[index];
        if (!change || change.revision <= at) break;
        if (change.kind !== kind) continue;
        const { metadata } = change.object;
        if (change.previous) past.set(change.previous);
        else past.delete(metadata.namespace, metadata.name);
      }
      return past.list(namespace);
    },
    put(kind, object) {
      revision += 1;
      const stored = { ...object, metadata: { ...object.metadata, resourceVersion: String(revision) } };
      const previous = of(kind).get(stored.metadata.namespace, stored.metadata.name);
      of(kind).set(stored);
      record(previous ? 'MODIFIED' : 'ADDED', kind, stored, previous);
      return stored;
    },
    remove(kind, object) {
      revision += 1;
      const { namespace, name } = object.metadata;
      const previous = of(kind).get(namespace, name);
      of(kind).delete(namespace, name);
      const last = { ...object, metadata: { ...object.metadata, resourceVersion: String(revision) } };
      record('DELETED', kind, last, previous);
      return last;
    },
    changesSince(from) {
      if (from < compactedTo) throw expired(`too old resource version: ${from} (${compactedTo + 1})`);
      return log.slice(firstAfter(log, from));
    },
    onChange(listener) {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    compact: () => trim(0),
  };
}

/** Where in the log, which is in the order of revisions, the changes after a revision begin. */
function firstAfter(log: readonly Change[], revision: number): number {
  let [low, high] = [0, log.length];
  while (low < high) {
    const middle = (low + high) >>> 1;
    if ((log[middle] as Change).revision > revision) high = middle;
    else low = middle + 1;
  }
  return low;
}
