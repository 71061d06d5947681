import { createReadStream } from 'node:fs';
import { mkdir, open, readFile, stat } from 'node:fs/promises';
import path from 'node:path';
import writeFileAtomic from 'write-file-atomic';
import { z } from 'zod';
import type { Head } from './chain';

/** The two files of the log on the disk: the lines, and the head that remembers where they ended. */
export interface AuditFile {
  readonly path: string;
  sizeBytes(): Promise<number>;
  /** Lines of the first `sizeBytes`, so that a line just being written is not mistaken for a cut-off one. */
  lines(sizeBytes: number): AsyncIterable<{ text: string; complete: boolean }>;
  /** Puts text at the end and waits for the disk; a failure leaves the file as it was, if the disk lets it. */
  append(text: string): Promise<void>;
  readHead(): Promise<Head | null>;
  writeHead(head: Head): Promise<void>;
}

const headSchema = z.object({ count: z.number().int().min(0), hash: z.string() });
const isMissing = (error: unknown): boolean => (error as NodeJS.ErrnoException).code === 'ENOENT';

export const createAuditFile = (directory: string): AuditFile => {
  const file = path.join(directory, 'audit.jsonl');
  const headFile = path.join(directory, 'audit-head.json');

  return {
    path: file,

    sizeBytes: async () => {
      try {
        return (await stat(file)).size;
      } catch (error) {
        if (isMissing(error)) return 0;
        throw error;
      }
    },

    lines: async function* (sizeBytes) {
      if (sizeBytes === 0) return;
      let rest = '';
      // `end` is inclusive.
      for await (const chunk of createReadStream(file, { encoding: 'utf8', end: sizeBytes - 1 }) as AsyncIterable<string>) {
        const texts = (rest + chunk).split('\n');
        rest = texts.pop() ?? '';
        for (const text of texts) yield { text, complete: true };
      }
      if (rest !== '') yield { text: rest, complete: false };
    },

    append: async (text) => {
      await mkdir(directory, { recursive: true });
      const handle = await open(file, 'a', 0o600);
      try {
        const { size } = await handle.stat();
        try {
          await handle.appendFile(text);
          await handle.datasync();
        } catch (error) {
          // Half a line of a write that is being refused would look like somebody's cut. Where this fails too, it is reported as one.
          await handle.truncate(size).catch(() => undefined);
          throw error;
        }
      } finally {
        await handle.close();
      }
    },

    readHead: async () => {
      try {
        return headSchema.parse(JSON.parse(await readFile(headFile, 'utf8')));
      } catch (error) {
        // An unreadable head counts as none; with lines in the file that is reported as damage.
        if (isMissing(error) || error instanceof SyntaxError || error instanceof z.ZodError) return null;
        throw error;
      }
    },

    writeHead: async (head) => {
      await mkdir(directory, { recursive: true });
      await writeFileAtomic(headFile, JSON.stringify(head), { mode: 0o600 });
    },
  };
};
