import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { createDemoSite } from './demoSite';

let directory: string;
beforeEach(async () => {
  directory = await mkdtemp(path.join(tmpdir(), 'wheelhouse-demo-site-'));
});
afterEach(async () => rm(directory, { recursive: true }));

const site = async (code: string) => {
  const script = path.join(directory, 'demo.mjs');
  await writeFile(script, code);
  const ends: unknown[] = [];
  return { demo: createDemoSite(script, (error) => ends.push(error)), ends };
};
const goodSite = (ended: string) => `
  import { writeFileSync } from 'node:fs';
  process.stdin.on('end', () => { writeFileSync(${JSON.stringify(ended)}, 'ended'); process.exit(0); }).resume();
  process.stdout.write(JSON.stringify({ ready: true, sites: [{ kubeconfig: '/k' }] }) + '\\n');
`;

describe('demo site', () => {
  it('is started once and ended in order', async () => {
    const ended = path.join(directory, 'ended');
    const { demo, ends } = await site(goodSite(ended));
    expect(await Promise.all([demo.start(), demo.start()])).toEqual([{ kubeconfigPath: '/k' }, { kubeconfigPath: '/k' }]);
    await demo.dispose();
    expect(await readFile(ended, 'utf8')).toBe('ended');
    expect(ends).toEqual([]);
  });

  it.each([
    ['says rubbish', `process.stdout.write('rubbish\\n'); setInterval(() => undefined, 1000);`],
    ['ends at once', `process.exit(3);`],
    ['throws', `throw new Error('no port');`],
  ])('that %s is told of, and can be started again', async (_, code) => {
    const { demo } = await site(code);
    await expect(demo.start()).rejects.toMatchObject({ code: 'UPSTREAM', sentence: { key: 'demo.cannotStart' } });
    await site(goodSite(path.join(directory, 'ended')));
    expect(await demo.start()).toEqual({ kubeconfigPath: '/k' });
    await demo.dispose();
  });
});
