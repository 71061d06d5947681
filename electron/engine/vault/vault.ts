import { randomUUID } from 'node:crypto';
import { z } from 'zod';
import { AppError } from '@shared/errors/appError';
import { sentence } from '@shared/sentences/sentence';
import type { Platform } from '@electron/platform/platform';
import { openDocument, type DocumentOptions } from '@electron/engine/documents/document';
import type { Redaction } from '@electron/engine/redaction/redaction';
import { Secret } from './secret';

/** Small secrets, sealed at rest by the machine's secret box. Every secret that passes through is registered for redaction. */
export interface Vault {
  /** Seals a secret and answers its id. Throws AppError VAULT unless the secret box is ready. */
  put(text: string): Promise<string>;
  /** Throws NOT_FOUND for an unknown id, and VAULT when the box is locked or what is stored cannot be opened any more. */
  get(id: string): Promise<Secret>;
  /** Does nothing for an unknown id. */
  remove(id: string): Promise<void>;
}

const documentSchema = z.object({ entries: z.record(z.string(), z.object({ sealed: z.string(), createdAt: z.number() })) });

export interface VaultOptions {
  platform: Pick<Platform, 'secretBox' | 'settings'>;
  redaction: Redaction;
  notify: DocumentOptions<z.ZodType<object>>['notify'];
}

export const createVault = async ({ platform: { secretBox, settings }, redaction, notify }: VaultOptions): Promise<Vault> => {
  const document = await openDocument({ settings, name: 'vault', schema: documentSchema, fallback: { entries: {} }, migrations: [], notify });

  const open = async (sealed: string): Promise<string> => {
    try {
      return await secretBox.decrypt(sealed);
    } catch (error) {
      // A locked box says so itself; a ready one that fails holds something damaged, or sealed by another key.
      if ((await secretBox.status()).state !== 'ready') throw error;
      throw new AppError('VAULT', sentence('vault.unreadableSecret'), { state: 'damaged' }, { cause: error });
    }
  };

  return {
    put: async (text) => {
      redaction.register(text);
      const sealed = await secretBox.encrypt(text);
      const id = randomUUID();
      await document.update(({ entries }) => ({ entries: { ...entries, [id]: { sealed, createdAt: Date.now() } } }));
      return id;
    },
    get: async (id) => {
      const entry = Object.hasOwn(document.value.entries, id) ? document.value.entries[id] : undefined;
      if (!entry) throw new AppError('NOT_FOUND', sentence('vault.unreadableSecret'), { what: 'secret' });
      const text = await open(entry.sealed);
      redaction.register(text);
      return new Secret(text);
    },
    remove: async (id) => {
      if (!Object.hasOwn(document.value.entries, id)) return;
      await document.update(({ entries }) => ({ entries: Object.fromEntries(Object.entries(entries).filter(([known]) => known !== id)) }));
    },
  };
};
