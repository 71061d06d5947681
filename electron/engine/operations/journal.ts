import { mkdir, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { operationSchema, type Operation } from '@shared/model/operation';
import { applyOperationEvent, operationEventSchema } from '@shared/model/operationEvents';

/** Journals of operations: one file each, the operation as it began in the first line, then what happened to it. */
export interface JournalFolder {
  /** Settles when the first line is written. */
  create(operation: Operation): Promise<void>;
  journalPath(id: string): string;
  logPath(id: string): string;
  remove(id: string): Promise<void>;
  /** Oldest first. `damaged` names the files with lines that could not be read; they stay as they are. */
  readAll(): Promise<{ operations: Operation[]; damaged: string[] }>;
}

const suffix = '.jsonl';

const parseLine = (line: string): unknown => {
  try {
    return JSON.parse(line);
  } catch (error) {
    if (error instanceof SyntaxError) return undefined;
    throw error;
  }
};

/** What a journal tells; lines that cannot be read (half-written in a crash, changed by hand) are left out. */
export const replay = (text: string): { operation: Operation | null; isDamaged: boolean } => {
  const lines = text.split('\n').filter((line) => line !== '');
  const first = operationSchema.safeParse(parseLine(lines[0] ?? ''));
  if (!first.success) return { operation: null, isDamaged: true };
  let operation = first.data;
  let isDamaged = false;
  for (const line of lines.slice(1)) {
    const event = operationEventSchema.safeParse(parseLine(line));
    if (event.success) operation = applyOperationEvent(operation, event.data);
    else isDamaged = true;
  }
  return { operation, isDamaged };
};

export const createJournalFolder = (directory: string): JournalFolder => {
  const journalPath = (id: string): string => path.join(directory, `${id}${suffix}`);
  const logPath = (id: string): string => path.join(directory, `${id}.log`);
  return {
    journalPath,
    logPath,
    create: async (operation) => {
      await mkdir(directory, { recursive: true });
      await writeFile(journalPath(operation.id), `${JSON.stringify(operation)}\n`, { mode: 0o600, flag: 'wx' });
    },
    remove: async (id) => {
      await rm(journalPath(id), { force: true });
      await rm(logPath(id), { force: true });
    },
    readAll: async () => {
      await mkdir(directory, { recursive: true });
      const names = (await readdir(directory)).filter((name) => name.endsWith(suffix)).sort();
      const operations: Operation[] = [];
      const damaged: string[] = [];
      for (const name of names) {
        const { operation, isDamaged } = replay(await readFile(path.join(directory, name), 'utf8'));
        if (operation) operations.push(operation);
        if (isDamaged) damaged.push(name);
      }
      return { operations: operations.sort((a, b) => a.startedAt - b.startedAt), damaged };
    },
  };
};
