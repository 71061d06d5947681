import { StringDecoder } from 'node:string_decoder';

/** Where a command reads from. */
export interface Input {
  /** The next bytes; null at the end. */
  read(): Promise<Buffer | null>;
  /** The reader has done: whoever writes to it is told. */
  close(): void;
}

/** Where a command writes to. */
export interface Output {
  /** Resolves when there is room for more. Throws `BrokenPipe` when nobody reads any more. */
  write(data: string | Buffer): Promise<void>;
  close(): void;
}

/** Ends a command whose reader has gone, as SIGPIPE does. */
export class BrokenPipe extends Error {}

const capacity = 64 * 1024;

/** Joins the output of one command to the input of another. */
export function createPipe(): { input: Input; output: Output } {
  const chunks: Buffer[] = [];
  let held = 0;
  let isEnded = false;
  let isBroken = false;
  let wakeReader: () => void = () => undefined;
  let wakeWriter: () => void = () => undefined;
  const input: Input = {
    async read() {
      while (chunks.length === 0 && !isEnded && !isBroken) await new Promise<void>((resolve) => (wakeReader = resolve));
      const chunk = chunks.shift() ?? null;
      held -= chunk?.length ?? 0;
      wakeWriter();
      return chunk;
    },
    close() {
      isBroken = true;
      chunks.length = 0;
      wakeReader();
      wakeWriter();
    },
  };
  const output: Output = {
    async write(data) {
      const chunk = typeof data === 'string' ? Buffer.from(data, 'utf8') : data;
      if (isBroken || isEnded) throw new BrokenPipe();
      if (chunk.length === 0) return;
      chunks.push(chunk);
      held += chunk.length;
      wakeReader();
      while (held > capacity && !isBroken && !isEnded) await new Promise<void>((resolve) => (wakeWriter = resolve));
      if (isBroken) throw new BrokenPipe();
    },
    close() {
      isEnded = true;
      wakeReader();
    },
  };
  return { input, output };
}

export const nothing: Input = { read: () => Promise.resolve(null), close: () => undefined };
export const nowhere: Output = { write: () => Promise.resolve(), close: () => undefined };

export async function readAll(input: Input): Promise<Buffer> {
  const chunks: Buffer[] = [];
  for (let chunk = await input.read(); chunk; chunk = await input.read()) chunks.push(chunk);
  return Buffer.concat(chunks);
}

/** Lines without their ends, as they come. */
export async function* linesOf(input: Input): AsyncGenerator<string> {
  const decoder = new StringDecoder('utf8');
  let rest = '';
  for (let chunk = await input.read(); chunk; chunk = await input.read()) {
    const lines = (rest + decoder.write(chunk)).split('\n');
    rest = lines.pop() ?? '';
    yield* lines;
  }
  if (rest) yield rest;
}
