import { open } from 'node:fs/promises';
import { operationLogLineSchema, type OperationLogLine } from '@shared/model/operation';

const maxReadBytes = 256 * 1024;
const lineEnd = 0x0a;

/** Whole lines of a log file from a byte offset on, at most 256 KiB of them, and where to read on. */
export const readLogLines = async (file: string, offset: number): Promise<{ lines: OperationLogLine[]; offset: number }> => {
  let handle;
  try {
    handle = await open(file, 'r');
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return { lines: [], offset };
    throw error;
  }
  try {
    const { buffer, bytesRead } = await handle.read({ buffer: Buffer.alloc(maxReadBytes), position: offset });
    const end = buffer.subarray(0, bytesRead).lastIndexOf(lineEnd) + 1;
    const lines = buffer.subarray(0, end).toString('utf8').split('\n').flatMap(parse);
    return { lines, offset: offset + end };
  } finally {
    await handle.close();
  }
};

/** A line that cannot be read (half-written in a crash) is left out: its neighbours keep their numbers. */
const parse = (text: string): OperationLogLine[] => {
  if (text === '') return [];
  try {
    const line = operationLogLineSchema.safeParse(JSON.parse(text));
    return line.success ? [line.data] : [];
  } catch (error) {
    if (error instanceof SyntaxError) return [];
    throw error;
  }
};
