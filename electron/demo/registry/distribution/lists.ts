import { RegistryError } from '../errors';
import { sendJson, type Exchange } from '../exchange';
import { isDigest } from '../names';
import { mediaTypes } from '../storage/manifest';
import type { StoredManifest } from '../storage/repositories';
import type { Distribution } from './api';

interface Page {
  items: readonly string[];
  headers: Record<string, string>;
}

/** One page of a sorted list: `n` of it at most, after `last`, with a link to the next one. */
function pageOf(sorted: readonly string[], { path, query }: Exchange): Page {
  const last = query.get('last');
  const asked = query.get('n');
  if (asked !== null && !/^\d+$/.test(asked)) throw new RegistryError('PAGINATION_NUMBER_INVALID', { detail: { n: asked } });
  const rest = last === null ? sorted : sorted.filter((name) => name > last);
  const items = asked === null ? rest : rest.slice(0, Number(asked));
  const final = items.at(-1);
  if (final === undefined || items.length === rest.length) return { items, headers: {} };
  return { items, headers: { Link: `<${path}?${new URLSearchParams({ last: final, n: String(items.length) }).toString()}>; rel="next"` } };
}

export function listRepositories({ repositories }: Distribution, exchange: Exchange): void {
  const { items, headers } = pageOf(repositories.names(), exchange);
  sendJson(exchange, 200, { repositories: items }, headers);
}

export function listTags({ repositories }: Distribution, exchange: Exchange, name: string): void {
  const repository = repositories.get(name);
  if (!repository) throw new RegistryError('NAME_UNKNOWN', { detail: { name } });
  const { items, headers } = pageOf([...repository.tags.keys()].sort(), exchange);
  sendJson(exchange, 200, { name, tags: items }, headers);
}

/** What is attached to a manifest, as an index; an empty one where nothing is, or no such manifest. */
export function listReferrers({ repositories }: Distribution, exchange: Exchange, name: string, subject: string): void {
  if (!isDigest(subject)) throw new RegistryError('DIGEST_INVALID', { detail: {} });
  const attached = [...(repositories.get(name)?.manifests.values() ?? [])].filter(({ content }) => content.subject?.digest === subject).map(describe);
  const wanted = exchange.query.get('artifactType');
  const manifests = wanted === null ? attached : attached.filter(({ artifactType }) => artifactType === wanted);
  const headers = { 'Content-Type': mediaTypes.ociIndex, ...(wanted !== null && { 'OCI-Filters-Applied': 'artifactType' }) };
  sendJson(exchange, 200, { schemaVersion: 2, mediaType: mediaTypes.ociIndex, manifests }, headers);
}

function describe({ mediaType, digest, bytes, content }: StoredManifest) {
  const artifactType = content.artifactType ?? content.config?.mediaType;
  return { mediaType, digest, size: bytes.length, ...(artifactType && { artifactType }), ...(content.annotations && { annotations: content.annotations }) };
}
