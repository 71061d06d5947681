import type { KubeObject } from '../objects/meta';

/** The objects of one kind, in the order of etcd's keys. */
export interface Shelves {
  get(namespace: string | undefined, name: string): KubeObject | undefined;
  /** All, or those of a namespace. */
  list(namespace?: string): KubeObject[];
  set(object: KubeObject): void;
  delete(namespace: string | undefined, name: string): void;
}

interface Shelf {
  readonly byName: Map<string, KubeObject>;
  /** Sorted; null when a name came or went since. */
  names: string[] | null;
  /** In that order; null when anything changed since. */
  objects: KubeObject[] | null;
}

const ascending = (a: string, b: string) => (a < b ? -1 : a > b ? 1 : 0);

/** One shelf per namespace: what is sorted stays sorted until a name comes or goes there, and a namespace is read without the others. */
export function createShelves(): Shelves {
  const shelves = new Map<string, Shelf>();
  let order: Shelf[] | null = null;

  const inOrder = (shelf: Shelf): KubeObject[] => {
    shelf.names ??= [...shelf.byName.keys()].sort(ascending);
    shelf.objects ??= shelf.names.map((name) => shelf.byName.get(name) as KubeObject);
    return shelf.objects;
  };
  /** By the whole key, `namespace/name`: there `a-b/` comes before `a/`. */
  const all = (): Shelf[] => (order ??= [...shelves].sort(([a], [b]) => ascending(`${a}/`, `${b}/`)).map(([, shelf]) => shelf));

  return {
    get: (namespace = '', name) => shelves.get(namespace)?.byName.get(name),
    list(namespace) {
      if (namespace === undefined) return all().flatMap(inOrder);
      const shelf = shelves.get(namespace);
      return shelf ? [...inOrder(shelf)] : [];
    },
    set(object) {
      const { namespace = '', name } = object.metadata;
      let shelf = shelves.get(namespace);
      if (!shelf) {
        shelves.set(namespace, (shelf = { byName: new Map(), names: null, objects: null }));
        order = null;
      }
      if (!shelf.byName.has(name)) shelf.names = null;
      shelf.objects = null;
      shelf.byName.set(name, object);
    },
    delete(namespace = '', name) {
      const shelf = shelves.get(namespace);
      if (!shelf?.byName.delete(name)) return;
      shelf.names = shelf.objects = null;
      if (shelf.byName.size > 0) return;
      shelves.delete(namespace);
      order = null;
    },
  };
}
