import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { readFile } from 'node:fs/promises';
import { createInterface } from 'node:readline';

export interface Start {
  ms: number;
  /** Null where the system does not tell. */
  rssMiB: number | null;
}

const residentMiB = async (pid: number): Promise<number | null> => {
  if (process.platform !== 'linux') return null;
  const kib = /^VmRSS:\s+(\d+) kB/m.exec(await readFile(`/proc/${pid}/status`, 'utf8'))?.[1];
  return kib === undefined ? null : Number(kib) / 1024;
};

/** From the start of a Node process to the line of output that says it is ready, and its memory then. */
export const startOf = async (args: readonly string[], isReady: (line: string) => boolean): Promise<Start> => {
  const started = performance.now();
  // Its input stays open: the demo goes when that ends.
  const child = spawn(process.execPath, args, { stdio: ['pipe', 'pipe', 'inherit'] });
  const lines = createInterface(child.stdout);
  for await (const line of lines) if (isReady(line)) break;
  const ms = performance.now() - started;
  const rssMiB = await residentMiB(child.pid ?? 0);
  const exited = once(child, 'exit');
  child.kill('SIGTERM');
  await exited;
  return { ms, rssMiB };
};

/** A bare Node process that prints a line: what any start costs here. */
export const bareStart = (): Promise<Start> => startOf(['-e', "console.log('ready'); setInterval(() => undefined, 1000)"], (line) => line === 'ready');

export const memoryOf = (starts: readonly Start[]): number[] => starts.flatMap(({ rssMiB }) => (rssMiB === null ? [] : [rssMiB]));
