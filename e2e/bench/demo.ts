import { resolve } from 'node:path';
import { scriptFlags } from '@electron/platform/platform';
import { figure, median, type BenchFigure } from './figures';
import { bareStart, memoryOf, startOf, type Start } from './processes';

const rounds = 5;

/** Made in the folder the benches are started from. */
const demo = resolve('dist/demo/demo.js');

/** Start of the demo, run as the engine runs it, with both sites and all their history until it serves, against a bare Node process that prints a line. */
export const measure = async (): Promise<BenchFigure[]> => {
  const ours: Start[] = [];
  const bare: Start[] = [];
  for (let round = 0; round < rounds; round++) {
    ours.push(await startOf([...scriptFlags, demo], (line) => line.includes('"ready":true')));
    bare.push(await bareStart());
  }
  return [
    figure('demo.start', median(ours.map(({ ms }) => ms)), 'ms', median(bare.map(({ ms }) => ms))),
    ...(memoryOf(ours).length > 0 ? [figure('demo.rss', median(memoryOf(ours)), 'MiB', median(memoryOf(bare)))] : []),
  ];
};
