import { appendFile } from 'node:fs/promises';

/** Puts lines at the end of a file, in order, many at once when the disk is slower than the writer. */
export interface Appender {
  append(value: unknown): void;
  /** Settles when everything handed over is on its way to the disk. Never rejects. */
  flush(): Promise<void>;
}

/** @param onError told once per batch that the disk refused; that batch is lost */
export const createAppender = (file: string, onError: (error: unknown) => void): Appender => {
  let waiting = '';
  let writing: Promise<void> | null = null;

  const writeOut = async (): Promise<void> => {
    while (waiting !== '') {
      const text = waiting;
      waiting = '';
      await appendFile(file, text, { mode: 0o600 }).catch(onError);
    }
    writing = null;
  };

  return {
    append: (value) => {
      waiting += `${JSON.stringify(value)}\n`;
      writing ??= writeOut();
    },
    flush: async () => {
      while (writing !== null) await writing;
    },
  };
};
