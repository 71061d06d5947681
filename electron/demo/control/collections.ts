import { kinds, qualified, type Kind } from '../store/kinds';
import type { Store } from '../store/store';
import { Refusal } from './endpoint';

/** The kind of `pods` or `deployments.apps`. */
export function findResource(resource: string): Kind {
  const kind = kinds.find((candidate) => qualified(candidate) === resource);
  if (!kind) throw new Refusal(`The site serves no "${resource}"; resources are named like "pods" and "deployments.apps".`);
  return kind;
}

/** How many objects there are, by resource. */
export function kindsOf(store: Store): Record<string, number> {
  const counts = kinds.map((kind): [string, number] => [qualified(kind), store.list(kind).length]);
  return Object.fromEntries(counts.filter(([, count]) => count > 0));
}
