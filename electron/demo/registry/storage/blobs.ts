import { createReadStream } from 'node:fs';
import { readFile, rename, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import { digestOf } from '../names';

export interface Blob {
  readonly size: number;
  read(): Promise<Buffer>;
  /** @param end the last byte, included */
  stream(start: number, end: number): Readable;
}

/** Bytes by their digest. What is made at start stays in memory; what people push lies in files, so that memory stays small. */
export interface Blobs {
  get(digest: string): Blob | undefined;
  /** Keeps bytes in memory. */
  add(bytes: Buffer): string;
  /** Takes over a file. The digest must have been checked. */
  adopt(path: string, digest: string, size: number): Promise<void>;
  remove(digest: string): Promise<void>;
  /** Of all files. */
  readonly storedBytes: number;
}

/** @param dir where the files go; it exists, and goes with the site */
export function createBlobs(dir: string): Blobs {
  const blobs = new Map<string, Blob>();
  const filed = new Map<string, number>();
  const pathOf = (digest: string) => join(dir, digest.replace(':', '-'));
  return {
    get: (digest) => blobs.get(digest),
    add(bytes) {
      const digest = digestOf(bytes);
      if (!blobs.has(digest)) blobs.set(digest, { size: bytes.length, read: () => Promise.resolve(bytes), stream: (start, end) => Readable.from([bytes.subarray(start, end + 1)]) });
      return digest;
    },
    async adopt(from, digest, size) {
      if (blobs.has(digest)) return rm(from, { force: true });
      const path = pathOf(digest);
      await rename(from, path);
      filed.set(digest, size);
      blobs.set(digest, { size, read: () => readFile(path), stream: (start, end) => (size === 0 ? Readable.from([]) : createReadStream(path, { start, end })) });
    },
    async remove(digest) {
      blobs.delete(digest);
      if (filed.delete(digest)) await rm(pathOf(digest), { force: true });
    },
    get storedBytes() {
      return [...filed.values()].reduce((sum, size) => sum + size, 0);
    },
  };
}
