import { readFile, rename } from 'node:fs/promises';
import { z } from 'zod';
import { AppError } from '@shared/errors/appError';
import { sentence } from '@shared/sentences/sentence';

/** How a document lies on disk, on every host. The envelope tells a document from JSON that got there by accident. */
export const documentFileSchema = z.object({ document: z.unknown() });

const reasonOf = (error: unknown): string => (error as NodeJS.ErrnoException).code ?? String(error);

export const fileNotRead = (path: string, error: unknown): AppError =>
  new AppError('UPSTREAM', sentence('host.fileNotRead', { path, reason: reasonOf(error) }), { system: 'disk', reason: reasonOf(error) }, { cause: error });

export const fileNotWritten = (path: string, error: unknown): AppError =>
  new AppError('UPSTREAM', sentence('host.fileNotWritten', { path, reason: reasonOf(error) }), { system: 'disk', reason: reasonOf(error) }, { cause: error });

/** The file's text, or null when there is no such file. Throws UPSTREAM when the disk refuses it. */
export const readIfThere = async (path: string): Promise<string | null> => {
  try {
    return await readFile(path, 'utf8');
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return null;
    throw fileNotRead(path, error);
  }
};

/** Null for anything that is not the JSON of this schema. */
export const parseJson = <S extends z.ZodType>(schema: S, text: string): z.output<S> | null => {
  let json: unknown;
  try {
    json = JSON.parse(text);
  } catch {
    return null; // Cut off, empty or not JSON: all the same to the caller.
  }
  return schema.safeParse(json).data ?? null;
};

const asidePath = (path: string, at: Date): string => path.replace(/\.json$/, `.unreadable-${at.toISOString().replaceAll(':', '-')}.json`);

/**
 * Reads a document; one that is cut off or no document is moved aside, so that nobody writes over it.
 * Throws UPSTREAM when the disk refuses.
 */
export const loadDocument = async (path: string): Promise<{ document: unknown; setAside: string | null }> => {
  const text = await readIfThere(path);
  if (text === null) return { document: null, setAside: null };
  const file = parseJson(documentFileSchema, text);
  if (file) return { document: file.document ?? null, setAside: null };
  const setAside = asidePath(path, new Date());
  await rename(path, setAside).catch((error: unknown) => {
    throw fileNotWritten(path, error);
  });
  return { document: null, setAside };
};
