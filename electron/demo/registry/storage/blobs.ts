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
  let storedBytes = 0;
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
      blobs.set(digest, { size, read: () => readFile(path), stream: (start, end) => (size === 0 ? Readable.from([]) : createReadStream(path, { start, end })) });
      storedBytes += size;
      await rename(from, path);
    },
    async remove(digest) {
      const blob = blobs.get(digest);
      if (!blob) return;
      blobs.delete(digest);
      const path = pathOf(digest);
      await rm(path, { force: true });
      storedBytes = Math.max(0, storedBytes - blob.size);
    },
    get storedBytes() {
      return storedBytes;
    },
  };
}
