import { randomBytes } from 'node:crypto';
import path from 'node:path';
import type { SafeStorage } from 'electron';
import writeFileAtomic from 'write-file-atomic';
import { z } from 'zod';
import { isAppError } from '@shared/errors/appError';
import type { VaultStatus } from '@shared/model/settings';
import { sentence, type Sentence } from '@shared/sentences/sentence';
import { fileNotWritten, parseJson, readIfThere } from '@electron/platform/documentFile';
import { sealerKeyBytes } from '@electron/platform/sealer';

/** The data key, wrapped by the keychain of the operating system. */
const wrappedKeySchema = z.object({ version: z.literal(1), wrapped: z.string() });

interface Opened {
  status: VaultStatus;
  key: string | null;
}

export interface VaultKey {
  /** The data key (base64), made when there is none yet; null with the reason in `status`. Never rejects. */
  open(): Promise<Opened>;
}

export interface VaultKeyDependencies {
  safeStorage: Pick<SafeStorage, 'isAsyncEncryptionAvailable' | 'encryptStringAsync' | 'decryptStringAsync' | 'getSelectedStorageBackend' | 'setUsePlainTextEncryption'>;
  folder: string;
  operatingSystem: NodeJS.Platform;
  /** The operator opted in to secrets without real encryption on this machine. */
  plainTextAllowed(): Promise<boolean>;
}

const status = (state: VaultStatus['state'], detail: Sentence | null = null): VaultStatus => ({ state, kind: 'safeStorage', detail });

export const createVaultKey = ({ safeStorage, folder, operatingSystem, plainTextAllowed }: VaultKeyDependencies): VaultKey => {
  const file = path.join(folder, 'vault-key.json');

  /** Without a keyring, Electron on Linux encrypts with a password that is the same on every machine. */
  const isPlainText = (): boolean => operatingSystem === 'linux' && safeStorage.getSelectedStorageBackend() === 'basic_text';

  const create = async (): Promise<string> => {
    const key = randomBytes(sealerKeyBytes).toString('base64');
    const wrapped = (await safeStorage.encryptStringAsync(key)).toString('base64');
    await writeFileAtomic(file, JSON.stringify({ version: 1, wrapped }), { mode: 0o600 }).catch((error: unknown) => {
      throw fileNotWritten(file, error);
    });
    return key;
  };

  /** Null when the keychain refuses: another login, or a keychain that was reset. */
  const unwrap = async (wrapped: string): Promise<string | null> => {
    try {
      return (await safeStorage.decryptStringAsync(Buffer.from(wrapped, 'base64'))).result;
    } catch {
      return null; // Electron gives no reason that could be told apart; the file stays as it is.
    }
  };

  const read = async (): Promise<Opened> => {
    const plainText = isPlainText();
    if (plainText) {
      if (!(await plainTextAllowed())) return { status: status('unavailable', sentence('host.noKeychain')), key: null };
      safeStorage.setUsePlainTextEncryption(true);
    }
    if (!(await safeStorage.isAsyncEncryptionAvailable())) return { status: status('unavailable', sentence('host.noKeychain')), key: null };
    const ready = status('ready', plainText ? sentence('host.plainTextSecrets') : null);

    const text = await readIfThere(file);
    if (text === null) return { status: ready, key: await create() };
    const stored = parseJson(wrappedKeySchema, text);
    if (!stored) return { status: status('damaged', sentence('host.vaultKeyDamaged', { path: file })), key: null };
    const key = await unwrap(stored.wrapped);
    return key === null ? { status: status('damaged', sentence('host.vaultKeyForeign', { path: file })), key: null } : { status: ready, key };
  };

  /** A keychain that refuses and a disk that is full are states of the vault: the engine lives on and asks again. */
  const unavailable = (error: unknown): Opened => {
    const reason = error instanceof Error ? error.message : String(error);
    const detail = isAppError(error) ? error.sentence : sentence('host.keychainRefused', { reason });
    return { status: status('unavailable', detail), key: null };
  };

  let opening: Promise<Opened> | null = null;
  return {
    // Who asks meanwhile gets the same answer: two who find no key would make two, and one of them would be lost.
    open: () => (opening ??= read().catch(unavailable).finally(() => (opening = null))),
  };
};
