import { RegistryError } from '../errors';
import { sendEmpty, type Exchange } from '../exchange';
import { isDigest } from '../names';
import type { Upload } from '../storage/uploads';
import type { Distribution } from './api';

const locationOf = ({ repository, id }: Upload) => `/v2/${repository}/blobs/uploads/${id}`;
/** Of what has arrived, the last byte included; clients take `0-0` for nothing. */
const progressOf = (upload: Upload) => ({ Location: locationOf(upload), Range: `0-${Math.max(0, upload.size - 1)}`, 'Docker-Upload-UUID': upload.id });

function sendCreated(exchange: Exchange, repository: string, digest: string): void {
  sendEmpty(exchange, 201, { Location: `/v2/${repository}/blobs/${digest}`, 'Docker-Content-Digest': digest });
}

const invalidDigest = (digest: string) => new RegistryError('DIGEST_INVALID', { detail: isDigest(digest) ? { digest } : 'digest parsing failed' });

/** Starts a session; with `digest` the body is the whole blob; with `mount` another repository's blob is taken over. */
export async function beginUpload(distribution: Distribution, exchange: Exchange, repository: string): Promise<void> {
  const { blobs, repositories, uploads, guard } = distribution;
  const mount = exchange.query.get('mount');
  const from = exchange.query.get('from');
  if (mount !== null && from !== null && guard.allows(exchange, { type: 'repository', name: from, actions: ['pull'] }) && repositories.get(from)?.has(mount) && blobs.get(mount)) {
    repositories.open(repository).link(mount);
    return sendCreated(exchange, repository, mount);
  }
  const digest = exchange.query.get('digest');
  if (digest !== null && !isDigest(digest)) throw invalidDigest(digest);
  const upload = uploads.begin(repository);
  if (digest === null) return sendEmpty(exchange, 202, progressOf(upload));
  await upload.append(exchange.request as AsyncIterable<Buffer>);
  await keep(distribution, exchange, upload, digest);
}

function findUpload({ uploads }: Distribution, repository: string, id: string): Upload {
  const upload = uploads.find(repository, id);
  if (!upload) throw new RegistryError('BLOB_UPLOAD_UNKNOWN', { detail: {} });
  return upload;
}

export function sendUploadStatus(distribution: Distribution, exchange: Exchange, repository: string, id: string): void {
  sendEmpty(exchange, 204, progressOf(findUpload(distribution, repository, id)));
}

export async function continueUpload(distribution: Distribution, exchange: Exchange, repository: string, id: string): Promise<void> {
  const upload = findUpload(distribution, repository, id);
  checkChunk(exchange, upload);
  await upload.append(exchange.request as AsyncIterable<Buffer>);
  sendEmpty(exchange, 202, progressOf(upload));
}

export async function finishUpload(distribution: Distribution, exchange: Exchange, repository: string, id: string): Promise<void> {
  const upload = findUpload(distribution, repository, id);
  const digest = exchange.query.get('digest') ?? '';
  if (!isDigest(digest)) throw invalidDigest(digest);
  checkChunk(exchange, upload);
  await upload.append(exchange.request as AsyncIterable<Buffer>);
  await keep(distribution, exchange, upload, digest);
}

async function keep({ repositories }: Distribution, exchange: Exchange, upload: Upload, digest: string): Promise<void> {
  await upload.finish(digest);
  repositories.open(upload.repository).link(digest);
  sendCreated(exchange, upload.repository, digest);
}

export async function cancelUpload(distribution: Distribution, exchange: Exchange, repository: string, id: string): Promise<void> {
  const upload = findUpload(distribution, repository, id);
  await upload.cancel();
  sendEmpty(exchange, 204, { 'Docker-Upload-UUID': id });
}

/** Chunks come in order: one that says where it belongs must begin where the last one ended. */
function checkChunk({ request }: Exchange, upload: Upload): void {
  const header = request.headers['content-range'];
  if (header === undefined) return;
  const match = /^(\d+)-(\d+)$/.exec(header);
  const [start, end] = [Number(match?.[1]), Number(match?.[2])];
  if (!match || start !== upload.size || end < start) throw new RegistryError('BLOB_UPLOAD_INVALID', { status: 416, detail: { offset: upload.size, range: header }, headers: progressOf(upload) });
  const length = request.headers['content-length'];
  if (length !== undefined && Number(length) !== end - start + 1) throw new RegistryError('SIZE_INVALID', { detail: { range: header, length: Number(length) } });
}
