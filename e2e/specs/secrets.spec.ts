import { readdir, readFile, writeFile } from 'node:fs/promises';
import { delimiter, join } from 'node:path';
import type { KubernetesObject } from '@kubernetes/client-node';
import type { Page } from '@playwright/test';
import { expect, test } from '../fixtures/app';
import { makeDataDir, removeDataDir } from '../fixtures/host';
import { kubeconfigText } from '../fixtures/kubeconfig';
import { uuidObjects } from '../fixtures/uuid';

const secrets = { file: 'planted-in-a-kubeconfig-file', pasted: 'planted-in-a-pasted-kubeconfig', object: 'planted-in-a-secret-object', passphrase: 'planted-as-passphrase' };
const encoded = (text: string): string => Buffer.from(text).toString('base64');

/** Everything that the page's JavaScript holds, as the text of a heap snapshot. */
const heapOf = async (page: Page): Promise<string> => {
  const session = await page.context().newCDPSession(page);
  const chunks: string[] = [];
  session.on('HeapProfiler.addHeapSnapshotChunk', ({ chunk }) => chunks.push(chunk));
  await session.send('HeapProfiler.collectGarbage');
  await session.send('HeapProfiler.takeHeapSnapshot', { reportProgress: false });
  await session.detach();
  return chunks.join('');
};

const filesOf = async (folder: string): Promise<{ path: string; text: string }[]> => {
  const entries = await readdir(folder, { recursive: true, withFileTypes: true });
  const files = entries.filter((entry) => entry.isFile()).map((entry) => join(entry.parentPath, entry.name));
  return Promise.all(files.map(async (path) => ({ path, text: await readFile(path, 'latin1') })));
};

test('secrets stay in the engine and in the vault', async ({ start, site, namespace, environments, topology: openTopology, host }) => {
  const folder = await makeDataDir();
  const dataDir = join(folder, 'data');
  const file = join(folder, 'hamburg.yaml');
  await writeFile(file, kubeconfigText('hamburg', 'https://127.0.0.1:9', secrets.file));
  await site.create([
    ...uuidObjects(site, namespace, { tag: 'v1.0.0.0', demoValue: 'test' }),
    { apiVersion: 'v1', kind: 'Secret', metadata: { name: 'door', namespace }, data: { code: encoded(secrets.object) } } as KubernetesObject,
  ]);
  // Only what is used is in the picture.
  const containers = [{ name: 'uuid-server', image: site.image('v1.0.0.0'), envFrom: [{ secretRef: { name: 'door' } }] }];
  await site.patch({ apiVersion: 'apps/v1', kind: 'Deployment', metadata: { name: 'uuid-deploy', namespace }, spec: { template: { spec: { containers } } } } as KubernetesObject);

  const app = await start({ dataDir, kubeconfig: [site.kubeconfig, file].join(delimiter) });
  const { page } = app;
  const hamburg = environments(page).context('hamburg');
  await hamburg.getByRole('button', { name: 'Test hamburg' }).click();
  await expect(hamburg).toContainText('Cannot be reached');
  await environments(page).paste('Bremen', kubeconfigText('bremen', 'https://127.0.0.1:9', secrets.pasted), { choosePassphrase: host === 'browser' ? secrets.passphrase : null });
  const bremen = environments(page).context('bremen');
  await bremen.getByRole('button', { name: 'Test bremen' }).click();
  await expect(bremen).toContainText('Cannot be reached');

  await environments(page).add({ name: 'test', context: site.context, namespace, class: 'test' });
  const topology = openTopology(page);
  await topology.select('Secret', 'door');
  await expect(topology.panel).toContainText('Values of Secrets are masked');
  await topology.select('Deployment', 'uuid-deploy');
  await topology.upgrade('v2.0.0.0');
  await page.reload();
  await expect(topology.freshness).toHaveAttribute('data-freshness', 'live');

  const found = (text: string): string[] => Object.values(secrets).filter((secret) => text.includes(secret) || text.includes(encoded(secret)));
  const heap = await heapOf(page);
  expect(heap).toContain('uuid-deploy');
  expect(found(heap)).toEqual([]);
  await app.stop();
  const files = await filesOf(dataDir);
  expect(files.map(({ path }) => path)).not.toEqual([]);
  expect(files.filter(({ text }) => found(text).length > 0).map(({ path }) => path)).toEqual([]);
  expect(found(app.output())).toEqual([]);
  await removeDataDir(folder);
});
