import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { repositories, type Repository } from '../content/images';
import { startRegistry, type Registry } from '../registry/registry';
import { authIn, createRegistryClient, type RegistryClient } from './registryClient';

export interface TestRegistry {
  readonly registry: Registry;
  readonly dir: string;
  /** Nobody in particular. */
  readonly nobody: RegistryClient;
  /** May push. */
  readonly person: RegistryClient;
  /** May pull all. */
  readonly robot: RegistryClient;
  close(): Promise<void>;
}

/** A registry with the demo's content, and clients of those who use it. */
export async function startTestRegistry(content: readonly Repository[] = repositories): Promise<TestRegistry> {
  const dir = await mkdtemp(join(tmpdir(), 'wheelhouse-registry-'));
  const registry = await startRegistry({ dir, port: 0, repositories: content });
  const clientWith = async (config: string) => createRegistryClient(registry.address, authIn(await readFile(config, 'utf8')));
  return {
    registry,
    dir,
    nobody: createRegistryClient(registry.address),
    person: await clientWith(registry.dockerConfig),
    robot: await clientWith(registry.robotDockerConfig),
    async close() {
      await registry.close();
      await rm(dir, { recursive: true, force: true });
    },
  };
}
