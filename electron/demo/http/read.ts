import type { KubeObject } from '../objects/meta';
import type { Kind } from '../store/kinds';
import { parseFieldSelector, parseLabelSelector, type Predicate } from '../store/selectors';
import type { Store } from '../store/store';
import { invalidOptions } from './options';
import { badRequest, notFound, StatusError, type Cause } from './status';
import { shown, type Target } from './target';

/** What `labelSelector` and `fieldSelector` of a request let through. */
export function selectionOf(kind: Kind, query: URLSearchParams): Predicate {
  const byLabels = parseLabelSelector(query.get('labelSelector') ?? '');
  const byFields = parseFieldSelector(kind, query.get('fieldSelector') ?? '');
  return (object) => byLabels(object) && byFields(object);
}

/** The stored object of a target. */
export function getObject(store: Store, target: Target): KubeObject {
  const object = store.get(target.stored, target.namespace, target.name ?? '');
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
  /** Revision of the first page; -1 where the past is gone and the rest is listed as it is now. */
  rv: number;
  /** Key of the last object of the page before. */
  start: string;
}

const keyOf = ({ metadata }: KubeObject) => `${metadata.namespace ?? ''}/${metadata.name}`;
const encode = (continuation: Continuation) => Buffer.from(JSON.stringify(continuation)).toString('base64url');

function decodeContinuation(token: string): Continuation {
  try {
    const value = JSON.parse(Buffer.from(token, 'base64url').toString('utf8')) as Continuation;
    if (Number.isInteger(value.rv) && value.rv !== 0 && typeof value.start === 'string' && value.start !== '') return value;
  } catch (error) {
    throw badRequest(`invalid continue token: continue key is not valid: ${error instanceof Error ? error.message : String(error)}`);
  }
  throw badRequest('invalid continue token: continue key is not valid: unrecognized encoded version');
}

const tooOld =
  'The provided continue parameter is too old to display a consistent list result. You can start a new list without the continue parameter, or use the continue token in this response to retrieve the remainder of the results. Continuing with the provided token results in an inconsistent list - objects that were created, modified, or deleted between the time the first chunk was returned and now may show up in the list.';

/** A whole number of the query; what is none is a bad request. */
export function numberOf(query: URLSearchParams, name: string): number | undefined {
  const text = query.get(name);
  if (text === null || text === '') return undefined;
  if (!/^-?\d+$/.test(text)) throw badRequest(`strconv.ParseInt: parsing ${JSON.stringify(text)}: invalid syntax`);
  return Number(text);
}

/** The version a list or watch is asked from; undefined for "the newest". */
export function versionOf(query: URLSearchParams): number | undefined {
  const text = query.get('resourceVersion') ?? '';
  if (text === '') return undefined;
  if (!/^\d+$/.test(text)) throw badRequest(`resourceVersion: Invalid value: ${JSON.stringify(text)}: strconv.ParseUint: parsing ${JSON.stringify(text)}: invalid syntax`);
  return Number(text);
}

/** Throws 422 for combinations of `resourceVersion`, `resourceVersionMatch` and `sendInitialEvents` that mean nothing. */
export function checkListOptions(query: URLSearchParams, isWatch: boolean): void {
  const match = query.get('resourceVersionMatch') ?? '';
  const version = query.get('resourceVersion') ?? '';
  const causes: Cause[] = [];
  const forbid = (field: string, why: string) => causes.push({ reason: 'FieldValueForbidden', message: `Forbidden: ${why}`, field });
  if (isWatch) {
    if (match && !query.has('sendInitialEvents')) forbid('resourceVersionMatch', 'resourceVersionMatch is forbidden for watch unless sendInitialEvents is provided');
    if (query.has('sendInitialEvents') && match !== 'NotOlderThan') forbid('resourceVersionMatch', 'sendInitialEvents requires setting resourceVersionMatch to NotOlderThan');
  } else {
    if (query.has('sendInitialEvents')) forbid('sendInitialEvents', 'sendInitialEvents is forbidden for list');
    if (match && version === '') forbid('resourceVersionMatch', 'resourceVersionMatch is forbidden unless resourceVersion is provided');
    if (match && query.get('continue')) forbid('resourceVersionMatch', 'resourceVersionMatch is forbidden when continue is provided');
    if (match && !['Exact', 'NotOlderThan'].includes(match)) causes.push({ reason: 'FieldValueNotSupported', message: `Unsupported value: ${JSON.stringify(match)}: supported values: "Exact", "NotOlderThan", ""`, field: 'resourceVersionMatch' });
    if (match === 'Exact' && version === '0') forbid('resourceVersionMatch', 'resourceVersionMatch "exact" is forbidden for resourceVersion "0"');
  }
  if (causes.length > 0) throw invalidOptions('ListOptions', causes);
}

/** Lists with selectors and pages. Like etcd's, later pages show the state of the first one. */
export function listObjects(store: Store, target: Target, query: URLSearchParams): ListAnswer {
  const isSelected = selectionOf(target.kind, query);
  checkListOptions(query, false);
  const limit = Math.max(0, numberOf(query, 'limit') ?? 0);
  const token = query.get('continue');
  const from = token ? decodeContinuation(token) : undefined;
  const version = versionOf(query);
  if (from && version) throw badRequest('specifying resource version is not allowed when using continue');
  if (version !== undefined && version > store.revision) throw tooLarge(version, store.revision);

  const isExact = version !== undefined && version > 0 && (query.get('resourceVersionMatch') === 'Exact' || (limit > 0 && !query.get('resourceVersionMatch')));
  const at = from ? from.rv : isExact ? version : -1;
  const past = at < 0 ? store.list(target.stored, target.namespace) : store.listAt(target.stored, target.namespace, at);
  if (!past && from) throw new StatusError(410, 'Expired', tooOld, undefined, { continue: encode({ rv: -1, start: from.start }) });
  if (!past) throw new StatusError(410, 'Expired', 'The resourceVersion for the provided list is too old.');

  const begin = from ? firstAfter(past, from.start) : 0;
  const isFiltered = Boolean(query.get('labelSelector') || query.get('fieldSelector'));
  const page = pageOf(target, past, begin, limit || past.length, isSelected);
  const { items } = page;
  const last = items.at(-1);
  const rv = at < 0 ? store.revision : at;
  const more = page.hasMore && last ? { continue: encode({ rv, start: keyOf(last) }), ...(!isFiltered && { remainingItemCount: past.length - begin - items.length }) } : {};
  return { kind: `${target.kind.kind}List`, apiVersion: target.kind.apiVersion, metadata: { resourceVersion: String(rv), ...more }, items };
}

/** Looks no further than to the first object that the page has no room for: with 30,000 pods the pages would else cost more than the list. */
function pageOf(target: Target, past: readonly KubeObject[], begin: number, room: number, isSelected: Predicate): { items: KubeObject[]; hasMore: boolean } {
  const items: KubeObject[] = [];
  for (let index = begin; index < past.length; index += 1) {
    const object = shown(target, past[index] as KubeObject);
    if (!isSelected(object)) continue;
    if (items.length === room) return { items, hasMore: true };
    items.push(object);
  }
  return { items, hasMore: false };
}

/** Where in a list, which is in the order of keys, the objects after a key begin. */
function firstAfter(list: readonly KubeObject[], key: string): number {
  let [low, high] = [0, list.length];
  while (low < high) {
    const middle = (low + high) >>> 1;
    if (keyOf(list[middle] as KubeObject) > key) high = middle;
    else low = middle + 1;
  }
  return low;
}

function tooLarge(version: number, current: number): StatusError {
  const causes = [{ reason: 'ResourceVersionTooLarge', message: 'Too large resource version' }];
  return new StatusError(504, 'Timeout', `Timeout: Too large resource version: ${version}, current: ${current}`, { causes, retryAfterSeconds: 1 });
}
