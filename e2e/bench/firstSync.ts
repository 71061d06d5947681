import { execFile } from 'node:child_process';
import { mkdtemp, rm } from 'node:fs/promises';
import module from 'node:module';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { promisify } from 'node:util';
import type * as esbuild from 'esbuild';
import { figure, median, type BenchFigure } from './figures';
import type { Measured } from './firstSync/measured';
import { podCount, startPodServer } from './firstSync/podServer';

const rounds = 5;
const run = promisify(execFile);

/** Bundled for Node, so that no TypeScript loader is part of what is measured. */
const bundleMeasured = async (folder: string): Promise<string> => {
  // This file is bundled itself, which esbuild's own package cannot be. Benches run at the root of the project.
  const { build } = module.createRequire(path.resolve('package.json'))('esbuild') as typeof esbuild;
  const outfile = path.join(folder, 'measured.mjs');
  await build({
    entryPoints: ['e2e/bench/firstSync/measured.ts'], outfile, tsconfig: 'tsconfig.json',
    bundle: true, platform: 'node', target: 'node20.19', format: 'esm', logLevel: 'error',
    banner: { js: "import { createRequire as requireFrom } from 'node:module'; const require = requireFrom(import.meta.url);" },
  });
  return outfile;
};

const measureOne = async (script: string, what: 'control' | 'store', server: string): Promise<Measured> => {
  const { stdout } = await run(process.execPath, [script, what, server]);
  const measured = JSON.parse(stdout) as Measured;
  if (measured.pods !== podCount) throw new Error(`${what} has ${measured.pods} pods instead of ${podCount}`);
  return measured;
};

/**
 * 10,000 pods into a full store, against downloading and parsing the same bytes. Each round is a process of its own, as
 * a first sync meets a cold process; both take turns, so that a busy machine is busy for both.
 */
const measureBoth = async (): Promise<{ store: Measured[]; control: Measured[] }> => {
  const folder = await mkdtemp(path.join(tmpdir(), 'wheelhouse-bench-'));
  const server = await startPodServer();
  try {
    const script = await bundleMeasured(folder);
    const store: Measured[] = [];
    const control: Measured[] = [];
    for (let round = 0; round < rounds; round += 1) {
      control.push(await measureOne(script, 'control', server.url));
      store.push(await measureOne(script, 'store', server.url));
    }
    return { store, control };
  } finally {
    server.close();
    await rm(folder, { recursive: true });
  }
};

const inMs = (all: readonly Measured[]): number => Math.round(median(all.map(({ ms }) => ms)));
const inMb = (all: readonly Measured[]): number => Math.round(median(all.map(({ rssMb }) => rssMb)));

/** Time of a first sync, and the memory it took. */
export const measure = async (): Promise<BenchFigure[]> => {
  const { store, control } = await measureBoth();
  return [
    figure('firstSync.tenThousandPods', inMs(store), 'ms', inMs(control)),
    figure('firstSync.tenThousandPodsRss', inMb(store), 'MiB', inMb(control)),
  ];
};
