import { createHash, randomUUID, type Hash } from 'node:crypto';
import { open, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { RegistryError } from '../errors';
import type { Blobs } from './blobs';

/** A blob on its way in. */
export interface Upload {
  readonly id: string;
  readonly repository: string;
  /** Bytes that have arrived. */
  readonly size: number;
  /** Adds bytes at the end. What arrived before the client went away is kept: it asks for the size and goes on. */
  append(body: AsyncIterable<Buffer>): Promise<void>;
  /** Makes it a blob. Throws DIGEST_INVALID, and forgets the upload, when its bytes are others than promised. */
  finish(digest: string): Promise<void>;
  cancel(): Promise<void>;
}

export interface Uploads {
  begin(repository: string): Upload;
  find(repository: string, id: string): Upload | undefined;
}

const idleMs = 3600 * 1000;
/** A demo needs no more, and must not fill the disk. */
const largestStore = 2 * 1024 ** 3;

/** @param dir where bytes wait; it exists, and goes with the site */
export function createUploads(dir: string, blobs: Blobs): Uploads {
  const uploads = new Map<string, Upload & { lastUsed: number }>();
  const waitingBytes = () => [...uploads.values()].reduce((sum, { size }) => sum + size, 0);
  const room = () => largestStore - blobs.storedBytes - waitingBytes();

  return {
    begin(repository) {
      const now = Date.now();
      for (const upload of uploads.values()) if (now - upload.lastUsed > idleMs) void upload.cancel();
      const id = randomUUID();
      const upload = createUpload({ id, repository, path: join(dir, `upload-${id}`), blobs, room, forget: () => uploads.delete(id) });
      uploads.set(id, upload);
      return upload;
    },
    find(repository, id) {
      const upload = uploads.get(id);
      return upload?.repository === repository ? upload : undefined;
    },
  };
}

interface UploadDeps {
  id: string;
  repository: string;
  path: string;
  blobs: Blobs;
  /** Bytes that may still come, of this and of all others. */
  room: () => number;
  forget: () => void;
}

function createUpload({ id, repository, path, blobs, room, forget }: UploadDeps): Upload & { lastUsed: number } {
  const hash: Hash = createHash('sha256');
  let size = 0;
  let isBusy = false;
  let lastUsed = Date.now();

  /** One request at a time: the bytes of two would be mixed. */
  const alone = async (task: () => Promise<void>) => {
    if (isBusy) throw new RegistryError('BLOB_UPLOAD_INVALID', { status: 409, detail: 'another request writes to this upload' });
    isBusy = true;
    try {
      await task();
    } finally {
      isBusy = false;
      lastUsed = Date.now();
    }
  };
  const discard = async () => {
    forget();
    await rm(path, { force: true });
  };

  return {
    id,
    repository,
    get size() {
      return size;
    },
    get lastUsed() {
      return isBusy ? Date.now() : lastUsed;
    },
    append: (body) =>
      alone(async () => {
        const file = await open(path, 'a', 0o600);
        try {
          for await (const chunk of body) {
            if (chunk.length > room()) throw new RegistryError('DENIED', { message: 'the registry of the demo site is full' });
            await file.appendFile(chunk);
            hash.update(chunk);
            size += chunk.length;
          }
        } finally {
          await file.close();
        }
      }),
    finish: (digest) =>
      alone(async () => {
        const actual = `sha256:${hash.digest('hex')}`;
        if (actual !== digest) {
          await discard();
          throw new RegistryError('DIGEST_INVALID', { detail: { digest, reason: 'content does not match digest' } });
        }
        forget();
        await blobs.adopt(path, digest, size);
      }),
    cancel: discard,
  };
}
