import type { KubeObject } from '../../objects/meta';
import type { Change, Store } from '../../store/store';

/** Objects with this label are load: nobody on the site acts on them, or they would cost a controller's work each. */
export const loadLabel = 'load.wheelhouse.dev/seed';

export const isLoad = ({ metadata }: KubeObject): boolean => metadata.labels?.[loadLabel] !== undefined;

/** The store as controllers and kubelets see it: without load, which may be a hundred times as much as all the rest. */
export function withoutLoad(store: Store): Store {
  const listeners = new Set<(change: Change) => void>();
  store.onChange((change) => {
    if (isLoad(change.object)) return;
    for (const listener of [...listeners]) listener(change);
  });
  return {
    get revision() {
      return store.revision;
    },
    get: store.get,
    // Of what has a namespace, load is in namespaces of its own.
    list: (kind, namespace) => (namespace === undefined ? store.list(kind).filter((object) => !isLoad(object)) : store.list(kind, namespace)),
    put: store.put,
    remove: store.remove,
    changesSince: store.changesSince,
    compact: store.compact,
    onChange(listener) {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
  };
}
