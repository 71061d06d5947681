import { spawnSync } from 'node:child_process';
import { mkdtemp, readdir, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { lockDataFolder } from './dataLock';

describe('lock of the data folder', () => {
  let folder: string;
  beforeEach(async () => (folder = await mkdtemp(path.join(tmpdir(), 'wheelhouse-lock-'))));
  afterEach(() => rm(folder, { recursive: true, force: true }));

  it('refuses a second engine, naming the process and the folder, until the first lets go', async () => {
    const unlock = await lockDataFolder(folder);
    await expect(lockDataFolder(folder)).rejects.toMatchObject({ code: 'CONFLICT', message: expect.stringContaining(`process ${process.pid}`) });
    await unlock();
    await (await lockDataFolder(folder))();
    expect(await readdir(folder)).toEqual([]);
  });

  it('takes over the lock of a process that died', async () => {
    const { pid } = spawnSync(process.execPath, ['-e', '']);
    await writeFile(path.join(folder, 'engine.lock'), `${pid} 1\n`);
    await (await lockDataFolder(folder))();
  });

  it.runIf(process.platform === 'linux')('takes over when the number was given to another process since', async () => {
    await writeFile(path.join(folder, 'engine.lock'), `${process.ppid} 1\n`);
    await (await lockDataFolder(folder))();
  });

  it.each(['', 'rubbish'])('takes over a lock that names nobody: %j', async (text) => {
    await writeFile(path.join(folder, 'engine.lock'), text);
    await (await lockDataFolder(folder))();
  });

  it('makes the folder, and says when it cannot', async () => {
    await (await lockDataFolder(path.join(folder, 'new', 'data')))();
    await writeFile(path.join(folder, 'file'), '');
    await expect(lockDataFolder(path.join(folder, 'file', 'data'))).rejects.toMatchObject({ code: 'UPSTREAM' });
  });
});
