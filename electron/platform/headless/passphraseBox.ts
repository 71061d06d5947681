import { randomBytes, scrypt, type ScryptOptions } from 'node:crypto';
import path from 'node:path';
import writeFileAtomic from 'write-file-atomic';
import { z } from 'zod';
import { AppError } from '@shared/errors/appError';
import type { VaultStatus } from '@shared/model/settings';
import { sentence, type Sentence } from '@shared/sentences/sentence';
import { fileNotWritten, parseJson, readIfThere } from '@electron/platform/documentFile';
import { createListeners } from '@electron/engine/streams/listeners';
import { createSequence } from '@electron/engine/streams/sequence';
import type { SecretBox } from '@electron/platform/platform';
import { createSealer, sealerKeyBytes, type Sealer } from '@electron/platform/sealer';
import { vaultNotReady } from '@electron/platform/vaultNotReady';

/**
 * What is kept of the passphrase: how to derive the key from it, and a known text sealed with that key, by which a
 * wrong passphrase is told from a damaged secret.
 */
const keyFileSchema = z.object({
  version: z.literal(1),
  // Limits: a file that asks for gigabytes or for minutes is damaged, whoever wrote it.
  scrypt: z.object({ N: z.number().int().min(2).max(2 ** 20), r: z.number().int().min(1).max(32), p: z.number().int().min(1).max(16), salt: z.base64() }),
  verifier: z.string(),
});
type KeyFile = z.infer<typeof keyFileSchema>;

/** 128 MiB and about half a second for each guess. */
const cost = { N: 2 ** 17, r: 8, p: 1 };
const knownText = 'wheelhouse vault';

const deriveKey = (passphrase: string, { N, r, p, salt }: KeyFile['scrypt']): Promise<Buffer> =>
  new Promise((resolve, reject) => {
    // Composed, so that a passphrase with accents is the same from every keyboard. `maxmem` must exceed 128 * N * r.
    const options: ScryptOptions = { N, r, p, maxmem: 256 * N * r };
    scrypt(passphrase.normalize('NFC'), Buffer.from(salt, 'base64'), sealerKeyBytes, options, (error, key) => (error ? reject(error) : resolve(key)));
  });

export interface PassphraseBoxOptions {
  folder: string;
  /** Only tests make it cheaper. */
  scrypt?: { N: number; r: number; p: number };
}

/** Secrets of a machine without a keychain: encrypted with a key that is derived from the operator's passphrase. */
export const createPassphraseBox = ({ folder, scrypt: scryptCost = cost }: PassphraseBoxOptions): SecretBox => {
  const file = path.join(folder, 'vault-key.json');
  const changes = createListeners<VaultStatus>();
  let sealer: Sealer | null = null;
  // Each attempt takes 128 MiB, and two first ones would make two keys.
  const inOrder = createSequence();

  const describe = (state: VaultStatus['state'], detail: Sentence | null): VaultStatus => ({ state, kind: 'passphrase', detail });
  const damaged = describe('damaged', sentence('host.vaultKeyDamaged', { path: file }));

  const readKeyFile = async (): Promise<KeyFile | 'absent' | 'damaged'> => {
    const text = await readIfThere(file);
    return text === null ? 'absent' : (parseJson(keyFileSchema, text) ?? 'damaged');
  };

  const status = async (): Promise<VaultStatus> => {
    if (sealer) return describe('ready', null);
    const stored = await readKeyFile();
    if (stored === 'damaged') return damaged;
    return stored === 'absent' ? describe('uninitialized', sentence('host.vaultUninitialized')) : describe('locked', sentence('host.vaultLocked'));
  };

  const initialize = async (passphrase: string): Promise<Sealer> => {
    const parameters = { ...scryptCost, salt: randomBytes(16).toString('base64') };
    const made = createSealer(await deriveKey(passphrase, parameters));
    const content: KeyFile = { version: 1, scrypt: parameters, verifier: made.seal(knownText) };
    await writeFileAtomic(file, JSON.stringify(content), { mode: 0o600 }).catch((error: unknown) => {
      throw fileNotWritten(file, error);
    });
    return made;
  };

  const check = async (passphrase: string, stored: KeyFile): Promise<Sealer> => {
    const candidate = createSealer(await deriveKey(passphrase, stored.scrypt));
    if (candidate.open(stored.verifier) !== knownText) throw new AppError('VAULT', sentence('host.wrongPassphrase'), { state: 'wrongPassphrase' });
    return candidate;
  };

  const attempt = async (passphrase: string): Promise<VaultStatus> => {
    const stored = await readKeyFile();
    if (stored === 'damaged') throw vaultNotReady(damaged);
    sealer = stored === 'absent' ? await initialize(passphrase) : await check(passphrase, stored);
    const now = await status();
    changes.tell(now);
    return now;
  };

  const readySealer = async (): Promise<Sealer> => {
    if (sealer) return sealer;
    throw vaultNotReady(await status());
  };

  return {
    status,
    unlock: (passphrase) => inOrder(() => attempt(passphrase)),
    encrypt: async (plain) => (await readySealer()).seal(plain),
    decrypt: async (sealed) => {
      const plain = (await readySealer()).open(sealed);
      if (plain === null) throw new AppError('VAULT', sentence('host.secretDamaged'), { state: 'damaged' });
      return plain;
    },
    onChange: changes.add,
  };
};
