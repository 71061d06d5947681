import { qualified, type Kind } from '../store/kinds';
import type { KindRegistry } from '../store/registry';
import type { Store } from '../store/store';
import { Refusal } from './endpoint';

/** The kind of `pods` or `deployments.apps`. */
export function findResource(kinds: KindRegistry, resource: string): Kind {
  const kind = kinds.stored().find((candidate) => qualified(candidate) === resource);
  if (!kind) throw new Refusal(`The site serves no "${resource}"; resources are named like "pods" and "deployments.apps".`);
  return kind;
}

/** How many objects there are, by resource. */
export function kindsOf(kinds: KindRegistry, store: Store): Record<string, number> {
  const counts = kinds.stored().map((kind): [string, number] => [qualified(kind), store.list(kind).length]);
  return Object.fromEntries(counts.filter(([, count]) => count > 0));
}
