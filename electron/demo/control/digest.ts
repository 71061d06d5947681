import type { Kind } from '../store/kinds';
import type { Store } from '../store/store';

/**
 * The truth about a collection, line by line. Taken in one go: while it is sent, the site may change.
 */
export function* digestLines(store: Store, kind: Kind, namespace: string | undefined): Generator<string> {
  const objects = store.list(kind, namespace);
  yield JSON.stringify({ revision: store.revision, count: objects.length });
  for (const { metadata } of objects) yield JSON.stringify([metadata.uid, metadata.resourceVersion]);
}
