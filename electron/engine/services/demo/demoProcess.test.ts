import { access, mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { ScriptEnd } from '@electron/platform/platform';
import { createScriptRunner } from '@electron/platform/headless/childScript';
import { createDemoProcess } from './demoProcess';

let dist: string;
beforeEach(async () => {
  dist = await mkdtemp(path.join(tmpdir(), 'wheelhouse-demo-process-'));
  await mkdir(path.join(dist, 'demo'));
  await writeFile(path.join(dist, 'package.json'), '{ "type": "module" }');
});
afterEach(async () => rm(dist, { recursive: true }));

const write = (code: string) => writeFile(path.join(dist, 'demo', 'demo.js'), code);
const create = (startTimeoutMs?: number) => {
  const ends: ScriptEnd[] = [];
  const process = createDemoProcess({ runScript: createScriptRunner(dist), folder: path.join(dist, 'files'), onEnd: (end) => ends.push(end), startTimeoutMs });
  return { process, ends };
};
/** Leaves a file when it ends in order. */
const goodSite = `
  import { mkdirSync, writeFileSync } from 'node:fs';
  const dir = process.argv[process.argv.indexOf('--dir') + 1];
  mkdirSync(dir, { recursive: true });
  process.stdin.on('end', () => { writeFileSync(dir + '/ended', ''); process.exit(0); }).resume();
  process.stdout.write(JSON.stringify({ ready: true, sites: [{ name: 'connected', server: 'https://x', kubeconfig: String(process.pid) }] }) + '\\n');
`;

describe('the process of the demo', () => {
  it('is started once and ended in order, and its files go when they are not wanted any more', async () => {
    await write(goodSite);
    const { process, ends } = create();
    const [first, second] = await Promise.all([process.start(), process.start()]);
    expect(first).toEqual([{ name: 'connected', kubeconfig: expect.stringMatching(/^\d+$/) as string }]);
    expect(second).toEqual(first);
    await process.stop();
    await access(path.join(dist, 'files', 'ended'));
    await process.clear();
    await expect(access(path.join(dist, 'files'))).rejects.toThrow('ENOENT');
    expect(ends).toEqual([]);
  });

  it('is another one after it was stopped', async () => {
    await write(goodSite);
    const { process } = create();
    const first = await process.start();
    await process.stop();
    expect(await process.start()).not.toEqual(first);
    await process.stop();
  });

  it.each([
    ['says rubbish', `process.stdout.write('rubbish\\n'); process.stdin.resume();`, 'it says something unexpected'],
    ['ends at once', `process.exit(3);`, 'it ended with code 3'],
    ['throws', `throw new Error('no port');`, 'Error: no port'],
    ['says nothing', `process.stdin.resume();`, 'it does not answer'],
  ])('that %s is told of, and can be started again', async (_, code, reason) => {
    await write(code);
    const { process } = create(1500);
    await expect(process.start()).rejects.toMatchObject({ code: 'UPSTREAM', sentence: { key: 'demo.cannotStart', params: { reason } } });
    await write(goodSite);
    expect(await process.start()).toHaveLength(1);
    await process.stop();
  });

  it('says when it ended by itself', async () => {
    await write(goodSite);
    const { process, ends } = create();
    const [site] = await process.start();
    globalThis.process.kill(Number(site?.kubeconfig), 'SIGKILL');
    await expect.poll(() => ends).toEqual([{ code: null, stderr: '' }]);
    expect(await process.start()).not.toEqual([site]);
    await process.stop();
  });
});
