import type { Kind } from '../store/kinds';
import type { KindRegistry } from '../store/registry';
import { noSuchResource } from './status';

/** What a URL points at. */
export interface Target {
  kind: Kind;
  namespace: string | undefined;
  name: string | undefined;
  subresource: string | undefined;
}

export interface Address {
  group: string;
  version: string;
  namespace: string | undefined;
  resource: string;
  name: string | undefined;
  subresource: string | undefined;
  /** What follows the subresource: the path a proxy is asked for, without a leading slash. */
  rest: string;
}

/**
 * Takes `/api/v1/namespaces/dev/pods/web/log` apart; null where the path is no resource (discovery, /version). `namespaces/x` itself
 * is the trap: it is a resource with a name, while `namespaces/x/pods` is a scope.
 */
export function parseAddress(path: string): Address | null {
  const segments = path.split('/').filter(Boolean).map(decodeURIComponent);
  const root = segments.shift();
  if (root !== 'api' && root !== 'apis') return null;
  const group = root === 'api' ? '' : (segments.shift() ?? '');
  const version = segments.shift();
  if (!version || segments.length === 0) return null;
  let namespace: string | undefined;
  if (segments[0] === 'namespaces' && segments.length > 2 && !['status', 'finalize'].includes(segments[2] ?? '')) {
    namespace = segments[1];
    segments.splice(0, 2);
  }
  const [resource = '', name, subresource, ...rest] = segments;
  // A namespace is authorized in itself.
  if (resource === 'namespaces' && name) namespace = name;
  return { group, version, namespace, resource, name, subresource, rest: rest.join('/') };
}

/** Throws 404 for kinds, scopes and subresources that are not served. */
export function resolveTarget(kinds: KindRegistry, address: Address): Target {
  const kind = kinds.find(address.group, address.version, address.resource);
  if (!kind || (address.subresource && !kind.subresources.includes(address.subresource)) || address.rest) throw noSuchResource();
  if (!kind.namespaced && address.namespace && kind.kind !== 'Namespace') throw noSuchResource();
  if (kind.namespaced && address.name && !address.namespace) throw noSuchResource();
  return { kind, namespace: kind.namespaced ? address.namespace : undefined, name: address.name, subresource: address.subresource };
}
