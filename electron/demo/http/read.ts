import type { KubeObject } from '../objects/meta';
import type { Kind } from '../store/kinds';
import { parseFieldSelector, parseLabelSelector, type Predicate } from '../store/selectors';
import type { Store } from '../store/store';
import { badRequest, expired, notFound } from './status';
import type { Exchange } from './exchange';
import type { Target } from './target';

/** What `labelSelector` and `fieldSelector` of a request let through. */
export function selectionOf(kind: Kind, query: URLSearchParams): Predicate {
  const byLabels = parseLabelSelector(query.get('labelSelector') ?? '');
  const byFields = parseFieldSelector(kind, query.get('fieldSelector') ?? '');
  return (object) => byLabels(object) && byFields(object);
}

export function getObject(store: Store, target: Target): KubeObject {
  const object = store.get(target.kind, target.namespace, target.name ?? '');
  if (!object) throw notFound(target.kind, target.name ?? '');
  return object;
}

export interface ListAnswer {
  kind: string;
  apiVersion: string;
  metadata: { resourceVersion: string; continue?: string; remainingItemCount?: number };
  items: KubeObject[];
}

interface Continuation {
  /** Revision of the first page. */
  rv: number;
  /** Key of the last object of the page before. */
  start: string;
}

const keyOf = ({ metadata }: KubeObject) => `${metadata.namespace ?? ''}/${metadata.name}`;

function decodeContinuation(token: string): Continuation {
  try {
    const value = JSON.parse(Buffer.from(token, 'base64url').toString('utf8')) as Continuation;
    if (typeof value.rv === 'number' && typeof value.start === 'string') return value;
  } catch (error) {
    throw badRequest(`invalid continue token: continue key is not valid: ${error instanceof Error ? error.message : String(error)}`);
  }
  throw badRequest('invalid continue token: continue key is not valid: unrecognized encoded version');
}

/**
 * Lists with selectors and pages. Later pages show the present state and not, as etcd does, the state of the first page: only
 * the version they report is kept, so a watch from there still misses nothing.
 */
export function listObjects(store: Store, target: Target, query: URLSearchParams): ListAnswer {
  const isWanted = selectionOf(target.kind, query);
  const token = query.get('continue');
  const from = token ? decodeContinuation(token) : undefined;
  if (from && isForgotten(store, from.rv)) {
    throw expired('The provided continue parameter is too old to display a consistent list result. You can start a new list without the continue parameter.');
  }
  const matching = store.list(target.kind, target.namespace).filter((object) => isWanted(object) && (!target.name || object.metadata.name === target.name));
  const rest = from ? matching.filter((object) => keyOf(object) > from.start) : matching;
  const limit = Number(query.get('limit') ?? 0) || rest.length;
  const items = rest.slice(0, limit);
  const last = items.at(-1);
  const rv = from?.rv ?? store.revision;
  const more = rest.length > items.length && last ? { continue: Buffer.from(JSON.stringify({ rv, start: keyOf(last) })).toString('base64url'), remainingItemCount: rest.length - items.length } : {};
  return { kind: `${target.kind.kind}List`, apiVersion: target.kind.apiVersion, metadata: { resourceVersion: String(rv), ...more }, items };
}

function isForgotten(store: Store, revision: number): boolean {
  try {
    store.changesSince(revision);
    return false;
  } catch {
    // The store says "too old" by throwing 410; the words differ for lists.
    return true;
  }
}

/** How the client wants to see objects. */
export function wantsTable(exchange: Exchange): boolean {
  return /application\/json;[^,]*as=Table/.test(exchange.accept);
}
