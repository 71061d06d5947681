import { appendFile, mkdir, rename, stat } from 'node:fs/promises';
import path from 'node:path';

/** A file of lines that is renamed away when it is full: `engine.log`, `engine.log.1` … */
export interface LogFile {
  /** Never throws and never waits; lines that the disk refuses are counted, and the number written when it works again. */
  write(line: string): void;
  /** Settles when everything handed over so far has been tried. */
  flush(): Promise<void>;
}

export interface LogFileOptions {
  path: string;
  maxBytes?: number;
  /** Full files kept beside the current one. */
  keep?: number;
}

/** What may wait in memory while the disk is slow. */
const maxWaiting = 10_000;

export const createLogFile = ({ path: file, maxBytes = 5_000_000, keep = 3 }: LogFileOptions): LogFile => {
  let waiting: string[] = [];
  let lost = 0;
  let size: number | null = null;
  let writing: Promise<void> | null = null;

  const rotate = async (): Promise<void> => {
    for (let index = keep - 1; index >= 0; index -= 1) {
      const from = index === 0 ? file : `${file}.${index}`;
      await rename(from, `${file}.${index + 1}`).catch((error: NodeJS.ErrnoException) => {
        if (error.code !== 'ENOENT') throw error;
      });
    }
    size = 0;
  };

  const writeOut = async (): Promise<void> => {
    while (waiting.length > 0) {
      const lines = waiting;
      waiting = [];
      try {
        if (size === null) {
          await mkdir(path.dirname(file), { recursive: true });
          size = await stat(file).then((found) => found.size, () => 0);
        }
        const report = lost === 0 ? '' : `${JSON.stringify({ at: new Date().toISOString(), level: 'error', message: 'log lines were lost', count: lost })}\n`;
        const text = `${report}${lines.join('\n')}\n`;
        if (size > 0 && size + Buffer.byteLength(text) > maxBytes) await rotate();
        await appendFile(file, text, { mode: 0o600 });
        size += Buffer.byteLength(text);
        lost = 0;
      } catch {
        // Nowhere to report it to: this is the place that reports go to. The number is told later.
        lost += lines.length;
        size = null;
      }
    }
    writing = null;
  };

  return {
    write: (line) => {
      if (waiting.length >= maxWaiting) lost += 1;
      else waiting.push(line);
      writing ??= writeOut();
    },
    flush: async () => {
      while (writing !== null) await writing;
    },
  };
};
