import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { figure, median, type BenchFigure } from './figures';
import { bareStart, memoryOf, startOf, type Start } from './processes';

const rounds = 5;

/** The bundles are made in the folder the benches are started from: `npm run bench` starts them at the root. */
const bastion = resolve('dist/headless/headless.js');

/** Start of a bastion until it serves, against a bare Node process that prints a line. */
export const measure = async (): Promise<BenchFigure[]> => {
  const ours: Start[] = [];
  const bare: Start[] = [];
  for (let round = 0; round < rounds; round++) {
    const data = await mkdtemp(join(tmpdir(), 'wheelhouse-bench-'));
    ours.push(await startOf([bastion, '--port=0', `--data=${data}`], (line) => line.includes('/login')));
    bare.push(await bareStart());
    await rm(data, { recursive: true, force: true });
  }
  return [
    figure('start.bastion', median(ours.map(({ ms }) => ms)), 'ms', median(bare.map(({ ms }) => ms))),
    ...(memoryOf(ours).length > 0 ? [figure('start.bastionRss', median(memoryOf(ours)), 'MiB', median(memoryOf(bare)))] : []),
  ];
};
