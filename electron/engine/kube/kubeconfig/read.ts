import { open } from 'node:fs/promises';
import { AppError } from '@shared/errors/appError';
import { sentence, type Sentence } from '@shared/sentences/sentence';

/** A kubeconfig of 400 clusters with certificates has about 2.7 MB and takes the parser half a second. */
export const kubeconfigLimitBytes = 4 * 1024 * 1024;

export const invalidKubeconfig = (source: string, what: Sentence, line?: number, cause?: unknown): AppError<'KUBECONFIG_INVALID'> =>
  new AppError('KUBECONFIG_INVALID', what, { source, line }, { cause });

export const tooLarge = (source: string): AppError =>
  invalidKubeconfig(source, sentence('kubeconfig.tooLarge', { source, limit: kubeconfigLimitBytes / 1024 / 1024 }));

const readProblem = (file: string, error: unknown): Sentence => {
  const { code, message } = error as NodeJS.ErrnoException;
  switch (code) {
    case 'ENOENT':
    case 'ENOTDIR':
      return sentence('kubeconfig.missing', { source: file });
    case 'EACCES':
    case 'EPERM':
      return sentence('kubeconfig.denied', { source: file });
    case 'EISDIR':
      return sentence('kubeconfig.directory', { source: file });
    default:
      return sentence('kubeconfig.unreadable', { source: file, reason: code ?? message });
  }
};

/** Reads a kubeconfig as text. Throws KUBECONFIG_INVALID; a file over the limit is not read at all. */
export const readKubeconfig = async (file: string): Promise<string> => {
  try {
    const handle = await open(file, 'r');
    try {
      const stat = await handle.stat();
      if (stat.isDirectory()) throw invalidKubeconfig(file, sentence('kubeconfig.directory', { source: file }));
      if (stat.size > kubeconfigLimitBytes) throw tooLarge(file);
      return await handle.readFile('utf8');
    } finally {
      await handle.close();
    }
  } catch (error) {
    throw error instanceof AppError ? error : invalidKubeconfig(file, readProblem(file, error), undefined, error);
  }
};
