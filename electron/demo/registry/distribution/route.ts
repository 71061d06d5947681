import { RegistryError } from '../errors';
import { isRepositoryName } from '../names';

/** Where a path of the distribution API leads. */
export type Route =
  | { readonly to: 'base' }
  | { readonly to: 'catalog' }
  | { readonly to: 'tags'; readonly repository: string }
  | { readonly to: 'manifests' | 'blobs' | 'referrers' | 'upload'; readonly repository: string; readonly reference: string }
  | { readonly to: 'uploads'; readonly repository: string };

/** Undefined when nothing is there. The name may hold slashes, so that paths are read from their end. */
export function parseRoute(path: string): Route | undefined {
  if (path === '/v2' || path === '/v2/') return { to: 'base' };
  if (path === '/v2/_catalog') return { to: 'catalog' };
  const match = /^\/v2\/(.+?)\/(?:(blobs\/uploads)\/([^/]*)|tags\/(list)|(manifests|blobs|referrers)\/([^/]+))$/.exec(path);
  if (!match) return undefined;
  const [, name = '', uploads, id = '', list, collection, reference = ''] = match.map((part) => (part === undefined ? undefined : decode(part)));
  if (!isRepositoryName(name)) throw new RegistryError('NAME_INVALID', { detail: { name } });
  if (uploads) return id ? { to: 'upload', repository: name, reference: id } : { to: 'uploads', repository: name };
  if (list) return { to: 'tags', repository: name };
  return { to: collection as 'manifests' | 'blobs' | 'referrers', repository: name, reference };
}

function decode(part: string): string {
  try {
    return decodeURIComponent(part);
  } catch {
    // What cannot be decoded names nothing: the checks of names and digests say so.
    return part;
  }
}
