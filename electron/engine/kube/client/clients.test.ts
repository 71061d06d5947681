import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { expect, it, onTestFinished } from 'vitest';
import { createKubeconfigs } from '../kubeconfig/kubeconfigs';
import { fileSourceId } from '../kubeconfig/locations';
import { kubeconfig } from '../testing/client';
import { sendJson, startServer } from '../testing/server';
import { createKubeClients } from './clients';

const setUp = async (cluster: object) => {
  const folder = await mkdtemp(path.join(tmpdir(), 'wheelhouse-clients-'));
  const file = path.join(folder, 'config');
  const write = (next: object, user: object = {}): Promise<void> => writeFile(file, kubeconfig(next, user));
  await write(cluster);
  const registerSecret = (): void => undefined;
  const kubeconfigs = createKubeconfigs({ registerSecret, watchIntervalMs: 60_000 });
  const id = fileSourceId(file);
  await kubeconfigs.setSources([{ kind: 'file', id, label: file, path: file }]);
  const clients = createKubeClients({ kubeconfigs, registerSecret, environment: {}, loginPath: async () => '' });
  onTestFinished(async () => {
    clients.dispose();
    kubeconfigs.dispose();
    await rm(folder, { recursive: true });
  });
  const contextId = kubeconfigs.snapshot().contexts[0]?.id ?? '';
  return { clients, contextId, write, reload: () => kubeconfigs.reload(id), remove: () => kubeconfigs.setSources([]) };
};

it('gives all who ask the same client', async () => {
  const { clients, contextId } = await setUp({ server: 'http://127.0.0.1:1' });
  const [one, two] = await Promise.all([clients.client(contextId), clients.client(contextId)]);
  expect(one).toBe(two);
});

it('follows a changed kubeconfig: streams are cut, requests go to the new server', async () => {
  const [old, fresh] = await Promise.all([startServer((_, response) => void response.writeHead(200).write('x')), startServer((_, response) => sendJson(response, 200, {}))]);
  const { clients, contextId, write, reload, remove } = await setUp({ server: old.url });
  const client = await clients.client(contextId);
  const stream = (await client.stream({ path: '/' }))[Symbol.asyncIterator]();
  await stream.next();
  await write({ server: fresh.url }, { token: 'new-token' });
  await reload();
  await expect(stream.next()).rejects.toMatchObject({ code: 'UNREACHABLE' });
  expect(await client.request({ path: '/' })).toEqual({});
  expect(client.server).toBe(fresh.url);
  expect(fresh.received[0]?.headers.authorization).toBe('Bearer new-token');
  await remove();
  await expect(client.request({ path: '/' })).rejects.toMatchObject({ code: 'KUBECONFIG_INVALID', sentence: { key: 'context.gone' } });
});

it('refuses a context that cannot be used, until it is put right', async () => {
  const { clients, contextId, write, reload } = await setUp({});
  await expect(clients.client(contextId)).rejects.toMatchObject({ code: 'KUBECONFIG_INVALID', sentence: { key: 'context.serverMissing' } });
  await write({ server: 'http://127.0.0.1:1' });
  await reload();
  expect((await clients.client(contextId)).server).toBe('http://127.0.0.1:1');
  await expect(clients.client('unknown')).rejects.toMatchObject({ sentence: { key: 'context.gone' } });
});
