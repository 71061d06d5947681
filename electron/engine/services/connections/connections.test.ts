import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { beforeEach, describe, expect, it, onTestFinished } from 'vitest';
import { probeSchema } from '@shared/model/connection';
import type { CallContext, StreamContext } from '@shared/wire/types';
import { createAuthority } from '@electron/engine/kube/testing/certificates';
import { base64, kubeconfig } from '@electron/engine/kube/testing/client';
import { sendJson, sendStatus, startServer, type Answer } from '@electron/engine/kube/testing/server';
import { createRedaction } from '@electron/engine/redaction/redaction';
import { createMemorySecretBox } from '@electron/engine/testing/memorySecretBox';
import { createMemorySettings } from '@electron/engine/testing/memorySettings';
import { createVault } from '@electron/engine/vault/vault';
import { openConnections, type ConnectionsDeps } from './index';

const text = kubeconfig({ server: 'https://api:6443' }, { token: 'a-very-secret-token' });
const context: CallContext = { peer: { id: '1', kind: 'test' }, signal: new AbortController().signal };
const notify = (): void => undefined;
let folder: string;

beforeEach(async () => {
  folder = await mkdtemp(path.join(tmpdir(), 'wheelhouse-connections-'));
  return () => rm(folder, { recursive: true });
});

const setUp = async (more: Partial<ConnectionsDeps> = {}, settings = createMemorySettings(), secretBox = createMemorySecretBox()) => {
  const redaction = createRedaction();
  const vault = await createVault({ platform: { secretBox, settings }, redaction, notify });
  const paths = { data: folder, operations: folder, logs: folder, home: folder, dist: folder };
  const open = () =>
    openConnections({
      platform: { settings, secretBox, paths, pickFile: async () => null },
      vault,
      usedBy: () => [],
      environment: {},
      notify,
      registerSecret: redaction.register,
      ...more,
    });
  const connections = await open();
  onTestFinished(() => connections.dispose());
  const snapshot = async () => {
    const controller = new AbortController();
    const stream: StreamContext = { ...context, signal: controller.signal, afterSeq: undefined };
    for await (const item of connections.handlers.watch({}, stream)) {
      controller.abort();
      return item as { sources: { id: string; kind: string; label: string; problem: { key: string } | null; removable: boolean }[]; contexts: { id: string }[] };
    }
    throw new Error('the stream ended');
  };
  return { ...connections, settings, secretBox, redaction, open, snapshot };
};

describe('sources', () => {
  it('are those of kubectl, the added ones and the demo', async () => {
    await mkdir(path.join(folder, '.kube'));
    await Promise.all(['.kube/config', 'env', 'added', 'demo'].map((name) => writeFile(path.join(folder, name), text)));
    const { handlers, snapshot, showDemo } = await setUp({ environment: { KUBECONFIG: path.join(folder, 'env') } });
    await handlers.addFile({ path: path.join(folder, 'added') }, context);
    await handlers.addText({ name: 'pasted', text }, context);
    const contextIds = await showDemo([{ name: 'connected', kubeconfig: path.join(folder, 'demo') }]);
    const { sources, contexts } = await snapshot();
    expect(sources.map(({ kind, removable }) => [kind, removable])).toEqual([
      ['file', true],
      ['pasted', true],
      ['environmentVariable', false],
      ['home', false],
      ['demo', false],
    ]);
    expect(contextIds).toEqual(new Map([['connected', contexts.at(-1)?.id]]));
    expect(new Set(contexts.map(({ id }) => id)).size).toBe(5);
    expect(JSON.stringify(await snapshot())).not.toContain('secret');
  });

  it('that were added are there after a restart, and the text is in the vault only', async () => {
    await writeFile(path.join(folder, 'added'), text);
    const { handlers, settings, open, snapshot, redaction } = await setUp();
    const file = await handlers.addFile({ path: path.join(folder, 'added') }, context);
    expect(await handlers.addFile({ path: path.join(folder, 'added') }, context)).toEqual(file);
    await handlers.addText({ name: 'pasted', text }, context);
    const before = await snapshot();
    const again = await open();
    onTestFinished(() => again.dispose());
    expect(before.contexts.map(({ id }) => again.contexts.get(id)?.id)).toEqual(before.contexts.map(({ id }) => id));
    expect(JSON.stringify([settings.stored('connections'), settings.stored('vault')])).not.toContain('a-very-secret-token');
    expect(redaction.redact('x a-very-secret-token')).not.toContain('a-very-secret-token');
  });

  it('that cannot be used are not added', async () => {
    const { handlers, snapshot } = await setUp();
    await writeFile(path.join(folder, 'bad'), 'hello');
    await expect(handlers.addFile({ path: path.join(folder, 'bad') }, context)).rejects.toMatchObject({ code: 'KUBECONFIG_INVALID' });
    await expect(handlers.addFile({ path: path.join(folder, 'nothing') }, context)).rejects.toMatchObject({ sentence: { key: 'kubeconfig.missing' } });
    await expect(handlers.addFile({ path: 'relative' }, context)).rejects.toMatchObject({ sentence: { key: 'source.relativePath' } });
    await expect(handlers.addText({ name: 'x', text: 'a: [' }, context)).rejects.toMatchObject({ sentence: { key: 'kubeconfig.notYaml' } });
    expect(await handlers.addFile({}, context)).toEqual({ added: null });
    expect((await snapshot()).sources).toEqual([]);
  });

  it('that are pasted wait for the vault and come alive when it is unlocked', async () => {
    const first = await setUp();
    await first.handlers.addText({ name: 'pasted', text }, context);
    const secretBox = createMemorySecretBox('locked');
    const { snapshot, contexts, handlers } = await setUp({}, first.settings, secretBox);
    expect((await snapshot()).sources[0]?.problem?.key).toBe('kubeconfig.vaultLocked');
    await expect(handlers.addText({ name: 'other', text }, context)).rejects.toMatchObject({ code: 'VAULT' });
    const alive = new Promise<void>((resolve) => contexts.onChange(resolve));
    await secretBox.unlock('open sesame');
    await alive;
    expect((await snapshot()).sources[0]?.problem).toBeNull();
  });

  it('are removed with what the vault keeps, but not while an environment uses them', async () => {
    const used: string[] = ['prod'];
    const { handlers, settings, snapshot, showDemo } = await setUp({ usedBy: (ids) => (ids.length > 0 ? used : []) });
    const { added } = await handlers.addText({ name: 'pasted', text }, context);
    await expect(handlers.removeSource({ sourceId: added }, context)).rejects.toMatchObject({ code: 'PRECONDITION', sentence: { params: { environments: 'prod' } } });
    used.pop();
    await handlers.removeSource({ sourceId: added }, context);
    expect((await snapshot()).sources).toEqual([]);
    expect(settings.stored('vault')).toMatchObject({ entries: {} });
    await expect(handlers.removeSource({ sourceId: added }, context)).rejects.toMatchObject({ code: 'NOT_FOUND' });
    await showDemo([{ name: 'connected', kubeconfig: path.join(folder, 'demo') }]);
    await expect(handlers.removeSource({ sourceId: 'demo' }, context)).rejects.toMatchObject({ sentence: { key: 'source.notRemovable' } });
  });

  it('whose text the vault lost say so', async () => {
    const settings = createMemorySettings({ connections: { version: 1, files: [], pasted: [{ id: 'lost', name: 'mine' }] } });
    const { snapshot } = await setUp({}, settings);
    expect((await snapshot()).sources[0]?.problem?.key).toBe('kubeconfig.vaultEmpty');
  });
});

describe('a probe', () => {
  const probed = async (cluster: object, user: object = { token: 'a-token-of-mine' }) => {
    await writeFile(path.join(folder, 'probed'), kubeconfig(cluster, user));
    const { handlers, snapshot } = await setUp({ environment: { KUBECONFIG: path.join(folder, 'probed'), PATH: process.env.PATH } });
    const contextId = (await snapshot()).contexts[0]?.id ?? '';
    return probeSchema.parse(await handlers.probe({ contextId }, context));
  };
  const cluster: Answer = ({ url }, response) => {
    if (url === '/version') sendJson(response, 200, { gitVersion: 'v1.30.1' });
    else if (url.startsWith('/api/v1/namespaces')) sendJson(response, 200, { items: [{ metadata: { name: 'test' } }, { metadata: { name: 'apps' } }] });
    else sendJson(response, 200, { groups: [] });
  };
  const soon = new Date(Date.now() + 3 * 24 * 3_600_000);

  it('tells version, identity, namespaces and what runs out soon', async () => {
    const authority = await createAuthority();
    const server = await startServer(cluster, await authority.issue({ notAfter: soon }));
    const result = await probed({ server: server.url, 'certificate-authority-data': base64(authority.cert) });
    expect(result).toMatchObject({
      state: 'reachable',
      problem: null,
      serverVersion: 'v1.30.1',
      identity: { username: 'someone' },
      namespaces: ['apps', 'test'],
      warnings: [{ key: 'probe.serverCertificateExpires', params: { date: soon.toISOString().slice(0, 10) } }],
    });
    expect(result.latencyMs).toBeGreaterThanOrEqual(0);
    expect(Math.abs((result.certificateExpiresAt ?? 0) - soon.getTime())).toBeLessThan(1000);
  });

  it('warns of an expired client certificate, a wrong clock and an unchecked server', async () => {
    const authority = await createAuthority();
    const own = await authority.issue({ subject: 'CN=jane', notBefore: new Date(0), notAfter: new Date('2020-02-03T00:00:00Z') });
    const server = await startServer(({ url }, response) => {
      response.setHeader('date', new Date(Date.now() - 600_000).toUTCString());
      if (url === '/version') sendJson(response, 200, { gitVersion: 'v1.30.1' });
      else sendStatus(response, 401);
    }, await authority.issue());
    const user = { 'client-certificate-data': base64(own.cert), 'client-key-data': base64(own.key) };
    const result = await probed({ server: server.url, 'insecure-skip-tls-verify': true }, user);
    expect(result).toMatchObject({ state: 'unauthenticated', serverVersion: 'v1.30.1', problem: { key: 'kube.unauthenticated' } });
    expect(result.warnings.map(({ key }) => key)).toEqual(['probe.insecure', 'probe.clockSkew', 'probe.clientCertificateExpired']);
  });

  it('has no namespaces where listing them is forbidden', async () => {
    const server = await startServer((request, response) => (request.url.startsWith('/api/v1/namespaces') ? sendStatus(response, 403) : cluster(request, response)));
    expect(await probed({ server: server.url })).toMatchObject({ state: 'reachable', namespaces: null, warnings: [{ key: 'probe.plainHttp' }] });
  });

  it.each([
    ['unreachable', 'connection.refused', { server: 'http://127.0.0.1:1' }, {}],
    ['misconfigured', 'credential.pluginAbsentHint', { server: 'http://127.0.0.1:1' }, { exec: { apiVersion: 'client.authentication.k8s.io/v1', command: 'no-such-plugin', installHint: 'Get it' } }],
    ['misconfigured', 'context.serverMissing', {}, {}],
    ['misconfigured', 'context.fileUnreadable', { server: 'https://127.0.0.1:1', 'certificate-authority': 'nothing.pem' }, {}],
  ])('ends as %s with %s', async (state, key, of, user) => {
    expect(await probed(of, user)).toMatchObject({ state, problem: { key } });
  });

  it('of an expired certificate is misconfigured', async () => {
    const authority = await createAuthority();
    const server = await startServer(cluster, await authority.issue({ notBefore: new Date(0), notAfter: new Date(1e12) }));
    expect(await probed({ server: server.url, 'certificate-authority-data': base64(authority.cert) })).toMatchObject({ state: 'misconfigured', problem: { key: 'certificate.expired' } });
  });
});
