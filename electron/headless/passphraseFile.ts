import { readFile } from 'node:fs/promises';
import { fileNotRead } from '@electron/platform/documentFile';
import type { SecretBox } from '@electron/platform/platform';

/**
 * Opens the vault with the passphrase in a file (a mounted secret, say), without the line's end that editors add.
 * Throws UPSTREAM when the file cannot be read, VAULT when its passphrase is not the right one.
 */
export const unlockFromFile = async (secretBox: SecretBox, file: string): Promise<void> => {
  const text = await readFile(file, 'utf8').catch((error: unknown) => {
    throw fileNotRead(file, error);
  });
  await secretBox.unlock(text.replace(/\r?\n$/, ''));
};
