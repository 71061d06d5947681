import { RegistryError } from '../errors';
import { readBody, sendBytes, sendEmpty, type Exchange } from '../exchange';
import { digestOf, isDigest, isTag } from '../names';
import type { Blobs } from '../storage/blobs';
import { parseImageConfig, type ImageConfig } from '../storage/imageConfig';
import { isImageConfig, isManifestType, mediaTypes, parseManifest, type ManifestContent } from '../storage/manifest';
import type { StoredManifest, StoredRepository } from '../storage/repositories';
import type { Distribution } from './api';

const largestManifest = 4 * 1024 * 1024;
const largestConfig = 4 * 1024 * 1024;

const unknown = (repository: string, reference: string) => new RegistryError('MANIFEST_UNKNOWN', { detail: isDigest(reference) ? { Name: repository, Revision: reference } : { Tag: reference } });

function checkReference(reference: string): void {
  if (reference.includes(':')) {
    if (!isDigest(reference)) throw new RegistryError('DIGEST_INVALID', { detail: {} });
  } else if (!isTag(reference)) throw new RegistryError('TAG_INVALID', { detail: { tag: reference } });
}

export function getManifest({ repositories }: Distribution, exchange: Exchange, name: string, reference: string): void {
  checkReference(reference);
  const repository = repositories.get(name);
  const found = repository?.find(reference);
  if (!repository || !found) throw unknown(name, reference);
  const { digest, mediaType, bytes } = acceptable(exchange, repository, found, reference);
  const headers = { 'Docker-Content-Digest': digest, ETag: `"${digest}"` };
  if (exchange.request.headers['if-none-match']?.includes(digest)) return sendEmpty(exchange, 304, headers);
  sendBytes(exchange, 200, bytes, { ...headers, 'Content-Type': mediaType });
}

/**
 * What is stored, whatever the client would rather have: a digest promises these bytes. Only a tag of an index that the
 * client says it cannot read is answered with the image for linux/amd64 in it, as docker-registry does.
 */
function acceptable({ request }: Exchange, repository: StoredRepository, found: StoredManifest, reference: string): StoredManifest {
  const accepted = (request.headers.accept ?? '').split(',').map((one) => one.split(';')[0]?.trim() ?? '');
  const isPicky = accepted.some(isManifestType) && !accepted.includes('*/*');
  if (!isPicky || accepted.includes(found.mediaType) || isDigest(reference)) return found;
  const child = found.content.manifests?.find(({ platform }) => platform?.os === 'linux' && platform.architecture === 'amd64');
  const image = child && repository.find(child.digest);
  if (image && accepted.includes(image.mediaType)) return image;
  const kind = found.mediaType === mediaTypes.ociIndex ? ['OCI index', 'OCI indexes'] : ['OCI manifest', 'OCI manifests'];
  if (found.mediaType === mediaTypes.ociManifest || found.mediaType === mediaTypes.ociIndex) throw new RegistryError('MANIFEST_UNKNOWN', { message: `${kind[0]} found, but accept header does not support ${kind[1]}` });
  return found;
}

async function configOf(blobs: Blobs, { config }: ManifestContent): Promise<ImageConfig | undefined> {
  const blob = config && isImageConfig(config) ? blobs.get(config.digest) : undefined;
  return blob && blob.size <= largestConfig ? parseImageConfig(await blob.read()) : undefined;
}

export async function putManifest({ blobs, repositories }: Distribution, exchange: Exchange, name: string, reference: string): Promise<void> {
  checkReference(reference);
  const bytes = await readBody(exchange.request, largestManifest);
  if (!bytes) throw new RegistryError('MANIFEST_INVALID', { status: 413, message: 'manifest too large', detail: { limit: largestManifest } });
  const digest = digestOf(bytes);
  if (isDigest(reference) && reference !== digest) throw new RegistryError('DIGEST_INVALID');
  const mediaType = exchange.request.headers['content-type']?.split(';')[0]?.trim() ?? '';
  const content = parseManifest(bytes, mediaType);
  const config = await configOf(blobs, content);
  repositories.open(name).put({ digest, mediaType, bytes, content, ...(config && { config }) }, isDigest(reference) ? undefined : reference);
  sendEmpty(exchange, 201, { Location: `/v2/${name}/manifests/${digest}`, 'Docker-Content-Digest': digest, ...(content.subject && { 'OCI-Subject': content.subject.digest }) });
}

/** A digest goes with its tags, a tag alone. */
export function deleteManifest({ repositories }: Distribution, exchange: Exchange, name: string, reference: string): void {
  checkReference(reference);
  const repository = repositories.get(name);
  const isRemoved = isDigest(reference) ? repository?.removeManifest(reference) : repository?.untag(reference);
  if (!isRemoved) throw unknown(name, reference);
  sendEmpty(exchange, 202);
}
