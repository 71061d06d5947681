import { pipeline } from 'node:stream/promises';
import { RegistryError } from '../errors';
import { sendEmpty, type Exchange } from '../exchange';
import { isDigest } from '../names';
import type { Distribution } from './api';

const yearSeconds = 31_536_000;

const checkDigest = (digest: string) => {
  if (!isDigest(digest)) throw new RegistryError('DIGEST_INVALID', { detail: {} });
};

export async function getBlob({ blobs, repositories }: Distribution, exchange: Exchange, repository: string, digest: string): Promise<void> {
  checkDigest(digest);
  const blob = repositories.get(repository)?.has(digest) ? blobs.get(digest) : undefined;
  if (!blob) throw new RegistryError('BLOB_UNKNOWN', { detail: digest });
  const { request, response, method } = exchange;
  const headers = { 'Docker-Content-Digest': digest, ETag: `"${digest}"`, 'Cache-Control': `max-age=${yearSeconds}` };
  if (request.headers['if-none-match']?.includes(digest)) return sendEmpty(exchange, 304, headers);

  const range = parseRange(request.headers.range, blob.size);
  if (range === 'unsatisfiable') return sendEmpty(exchange, 416, { ...headers, 'Content-Range': `bytes */${blob.size}` });
  const { start, end } = range ?? { start: 0, end: blob.size - 1 };
  const length = end - start + 1;
  response.writeHead(range ? 206 : 200, { ...headers, 'Accept-Ranges': 'bytes', 'Content-Type': 'application/octet-stream', 'Content-Length': length, ...(range && { 'Content-Range': `bytes ${start}-${end}/${blob.size}` }) });
  if (method === 'HEAD' || length === 0) return void response.end();
  await pipeline(blob.stream(start, end), response);
}

/** Of `bytes=…`. Undefined where all of it is to be sent: no range, several of them, or one that cannot be read. */
function parseRange(header: string | undefined, size: number): { start: number; end: number } | 'unsatisfiable' | undefined {
  const [, first = '', last = ''] = /^bytes=(\d*)-(\d*)$/.exec(header ?? '') ?? [];
  if (first === '' && last === '') return undefined;
  if (first === '') {
    const start = Math.max(0, size - Number(last));
    return start < size ? { start, end: size - 1 } : 'unsatisfiable';
  }
  const [start, end] = [Number(first), last === '' ? size - 1 : Math.min(Number(last), size - 1)];
  if (last !== '' && Number(last) < start) return undefined;
  return start < size ? { start, end } : 'unsatisfiable';
}

export async function deleteBlob({ repositories }: Distribution, exchange: Exchange, repository: string, digest: string): Promise<void> {
  checkDigest(digest);
  if (!(await repositories.get(repository)?.removeBlob(digest))) throw new RegistryError('BLOB_UNKNOWN', { detail: digest });
  sendEmpty(exchange, 202);
}
