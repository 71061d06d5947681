import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { createInterface } from 'node:readline';
import { figure, median, type BenchFigure } from './figures';

const rounds = 5;

/** The bundles are made in the folder the benches are started from: `npm run bench` starts them at the root. */
const bastion = resolve('dist/headless/headless.js');

const residentMiB = async (pid: number): Promise<number | null> => {
  if (process.platform !== 'linux') return null;
  const kib = /^VmRSS:\s+(\d+) kB/m.exec(await readFile(`/proc/${pid}/status`, 'utf8'))?.[1];
  return kib === undefined ? null : Number(kib) / 1024;
};

/** From the start of the process to its first line of output, and its memory then. */
const firstLine = async (args: readonly string[], isReady: (line: string) => boolean): Promise<{ ms: number; rssMiB: number | null }> => {
  const started = performance.now();
  const child = spawn(process.execPath, args, { stdio: ['ignore', 'pipe', 'inherit'] });
  const lines = createInterface(child.stdout);
  for await (const line of lines) if (isReady(line)) break;
  const ms = performance.now() - started;
  const rssMiB = await residentMiB(child.pid ?? 0);
  const exited = once(child, 'exit');
  child.kill('SIGTERM');
  await exited;
  return { ms, rssMiB };
};

/** Start of a bastion until it serves, against a bare Node process that prints a line. */
export const measure = async (): Promise<BenchFigure[]> => {
  const ours: { ms: number; rssMiB: number | null }[] = [];
  const bare: { ms: number; rssMiB: number | null }[] = [];
  for (let round = 0; round < rounds; round++) {
    const data = await mkdtemp(join(tmpdir(), 'wheelhouse-bench-'));
    ours.push(await firstLine([bastion, '--port=0', `--data=${data}`], (line) => line.includes('/login')));
    bare.push(await firstLine(['-e', "console.log('ready'); setInterval(() => undefined, 1000)"], (line) => line === 'ready'));
    await rm(data, { recursive: true, force: true });
  }
  const memory = (runs: typeof ours): number[] => runs.flatMap(({ rssMiB }) => (rssMiB === null ? [] : [rssMiB]));
  return [
    figure('start.bastion', median(ours.map(({ ms }) => ms)), 'ms', median(bare.map(({ ms }) => ms))),
    ...(memory(ours).length > 0 ? [figure('start.bastionRss', median(memory(ours)), 'MiB', median(memory(bare)))] : []),
  ];
};
