import { readFile } from 'node:fs/promises';
import { AppError } from '@shared/errors/appError';
import { sentence } from '@shared/sentences/sentence';

/** A value that a kubeconfig gives as base64 or names as a file; base64 wins, as in client-go. Throws KUBECONFIG_INVALID. */
export const readValue = async (field: string, file: string | undefined, data?: string): Promise<string> => {
  if (data !== undefined) return Buffer.from(data, 'base64').toString('utf8');
  const path = file ?? '';
  try {
    return await readFile(path, 'utf8');
  } catch (error) {
    const reason = (error as NodeJS.ErrnoException).code ?? String(error);
    throw new AppError('KUBECONFIG_INVALID', sentence('context.fileUnreadable', { field, path, reason }), { source: path }, { cause: error });
  }
};
