import { access, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { createRegistryClient } from '../testing/registryClient';
import { startRegistry, type Registry } from './registry';

describe('the registry server', () => {
  let dir: string;
  const started: Registry[] = [];
  const start = async (name: string, port: number) => {
    const registry = await startRegistry({ dir: join(dir, name), port, repositories: [{ name: 'apps/uuid', tags: ['v1'], program: 'uuid' }] });
    started.push(registry);
    return registry;
  };
  beforeEach(async () => {
    dir = await mkdtemp(join(tmpdir(), 'wheelhouse-registry-'));
  });
  afterEach(async () => {
    for (const registry of started.splice(0)) await registry.close();
    await rm(dir, { recursive: true, force: true });
  });
  const portOf = ({ address }: Registry) => Number(address.split(':')[1]);

  it('takes the port it is given where that is free, else another', async () => {
    const first = await start('first', 0);
    const second = await start('second', portOf(first));
    expect(portOf(second)).not.toBe(portOf(first));
    await first.close();
    expect(portOf(await start('third', portOf(first)))).toBe(portOf(first));
  });

  it('cannot be reached while it is paused, and then goes on as before', async () => {
    const registry = await start('paused', 0);
    const client = createRegistryClient(registry.address);
    expect((await client.call('GET', '/v2/apps/uuid/tags/list')).code).toBe(200);
    await registry.pause();
    expect(registry.isPaused).toBe(true);
    await expect(client.call('GET', '/v2/apps/uuid/tags/list')).rejects.toThrow('fetch failed');
    await registry.resume();
    expect(registry.isPaused).toBe(false);
    expect((await client.call('GET', '/v2/apps/uuid/tags/list')).code).toBe(200);
  });

  it('takes its files with it', async () => {
    const registry = await start('gone', 0);
    await access(registry.dockerConfig);
    await registry.close();
    await expect(access(join(dir, 'gone'))).rejects.toThrow('ENOENT');
  });
});
