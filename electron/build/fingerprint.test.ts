import { mkdir, mkdtemp, rm, utimes, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { buildIfChanged } from './fingerprint.mjs';

describe('building what has changed', () => {
  let root: string;
  let builds: number;
  const build = (work = async (): Promise<void> => undefined): Promise<void> =>
    buildIfChanged({
      root,
      stamp: path.join(root, 'dist/.stamp'),
      inputs: ['source', 'package.json'],
      work: async () => {
        await work();
        builds += 1;
      },
    });

  beforeEach(async () => {
    root = await mkdtemp(path.join(tmpdir(), 'wheelhouse-build-'));
    builds = 0;
    await mkdir(path.join(root, 'source/inner'), { recursive: true });
    await writeFile(path.join(root, 'source/inner/a.ts'), 'a');
    await writeFile(path.join(root, 'package.json'), '{}');
    await build();
  });
  afterEach(() => rm(root, { recursive: true, force: true }));

  it('builds once as long as nothing changes, tests aside', async () => {
    await writeFile(path.join(root, 'source/inner/a.test.ts'), 'test');
    await build();
    expect(builds).toBe(1);
  });

  it.each<[string, () => Promise<unknown>]>([
    ['edited', () => writeFile(path.join(root, 'source/inner/a.ts'), 'ab')],
    ['added', () => writeFile(path.join(root, 'source/b.ts'), '')],
    ['removed', () => rm(path.join(root, 'source/inner/a.ts'))],
    ['replaced by an older one', () => utimes(path.join(root, 'source/inner/a.ts'), 1, 1)],
  ])('builds again when a file was %s', async (_, change) => {
    await change();
    await build();
    expect(builds).toBe(2);
  });

  it('builds again after a failure', async () => {
    await writeFile(path.join(root, 'package.json'), '{"version":"2"}');
    await expect(build(() => Promise.reject(new Error('syntax')))).rejects.toThrow('syntax');
    await build();
    expect(builds).toBe(2);
  });
});
