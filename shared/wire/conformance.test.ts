import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { wireCases } from './testing/cases';
import { bundleWorker, overChannel, overSocket, overWorker, type Link, type Open } from './testing/links';

let worker: { file: string; dispose(): void };
beforeAll(async () => {
  worker = await bundleWorker();
});
afterAll(() => worker.dispose());
const overThread = overWorker(() => worker.file);

const links: Link[] = [];
const unhandled: unknown[] = [];
const onUnhandled = (error: unknown): void => void unhandled.push(error);
beforeAll(() => process.on('unhandledRejection', onUnhandled));
afterAll(() => process.off('unhandledRejection', onUnhandled));
afterEach(async () => {
  for (const link of links.splice(0)) await link.dispose();
  expect(unhandled).toEqual([]);
});

/** Over the ports of a utility process: e2e/specs/wire.spec.ts. */
describe.each([
  ['a message port', overChannel],
  ['a message port of another thread', overThread],
  ['a WebSocket', overSocket],
])('the wire over %s', (_, openLink) => {
  const open: Open = async (options) => {
    const link = await openLink(options);
    links.push(link);
    return link;
  };
  const cases = wireCases.filter(({ looksInside }) => !looksInside || openLink !== overThread);
  it.each(cases)('$title', ({ run }) => run(open, expect));
});
