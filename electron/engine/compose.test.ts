import { appendFile, mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { MessageChannel } from 'node:worker_threads';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { contract, type EngineClient } from '@shared/contract/index';
import type { EnvironmentDraft, EnvironmentView } from '@shared/model/environment';
import type { Notice } from '@shared/model/settings';
import { connect } from '@shared/wire/client';
import { portTransport } from '@shared/wire/transports/port';
import type { Outcome, StreamEvent } from '@shared/wire/types';
import { createHeadlessPlatform } from '@electron/platform/headless/headlessPlatform';
import { createEngine, type Engine } from './compose';

const token = 'planted-kubeconfig-token';
const pastedToken = 'planted-pasted-token';
const passphrase = 'planted passphrase';

/** A server that nobody listens on. */
const kubeconfig = (secret: string) => `
apiVersion: v1
kind: Config
clusters: [{ name: c, cluster: { server: 'https://127.0.0.1:9' } }]
users: [{ name: ada, user: { token: ${secret} } }]
contexts: [{ name: test, context: { cluster: c, user: ada } }]
current-context: test
`;

let folder: string;
let stop: (() => Promise<void>)[];

const start = async (): Promise<{ engine: Engine; client: EngineClient; end(): Promise<void> }> => {
  const { platform, dispose } = await createHeadlessPlatform(path.join(folder, 'data'), path.join(folder, 'dist'));
  const engine = await createEngine(platform, { version: '1.0.0' });
  const { port1, port2 } = new MessageChannel();
  engine.serve(portTransport(port1), { id: '1', kind: 'test' });
  const connection = connect({ transport: portTransport(port2), contract });
  const end = async () => {
    connection.close();
    await engine.dispose();
    await dispose();
  };
  stop.push(end);
  return { engine, client: connection.client, end };
};

const valueOf = <T>(outcome: Outcome<T>): T => {
  if (!outcome.ok) throw outcome.error;
  return outcome.value;
};
const first = async <T>(events: AsyncIterable<StreamEvent<T>>): Promise<T> => {
  for await (const event of events) if (event.type === 'item') return event.value;
  throw new Error('The stream ended without an item');
};

const addEnvironment = async (client: EngineClient, policy: EnvironmentDraft['policy']): Promise<EnvironmentView> => {
  const { contexts } = await first(client.connections.watch({}));
  return valueOf(await client.environments.add({ name: `Site ${policy}`, contextId: contexts[0]?.id ?? '', namespace: 'shop', class: 'test', color: 'blue', policy }));
};
const restart = (client: EngineClient, environmentId: string) =>
  client.changes.apply({ environmentId, ref: { environmentId, kind: 'Deployment', name: 'web' }, base: null, change: { kind: 'restart' }, changeCause: `because of ${token}` });

beforeEach(async () => {
  folder = await mkdtemp(path.join(tmpdir(), 'wheelhouse-engine-'));
  stop = [];
  await writeFile(path.join(folder, 'kubeconfig'), kubeconfig(token));
  vi.stubEnv('KUBECONFIG', path.join(folder, 'kubeconfig'));
});
afterEach(async () => {
  for (const end of stop) await end();
  vi.unstubAllEnvs();
  await rm(folder, { recursive: true, force: true });
});

const allFiles = async (): Promise<string> => {
  const names = (await readdir(path.join(folder, 'data'), { recursive: true, withFileTypes: true })).filter((entry) => entry.isFile());
  return (await Promise.all(names.map((entry) => readFile(path.join(entry.parentPath, entry.name), 'utf8')))).join('\n');
};

describe('the engine', () => {
  it('answers over a real port, and keeps environments over a restart', async () => {
    const { client, end, engine } = await start();
    expect(valueOf(await client.app.info({}))).toMatchObject({ version: '1.0.0', host: 'headless', engineId: engine.id });
    const environment = await addEnvironment(client, 'normal');
    await end();
    const again = await start();
    expect(again.engine.id).not.toBe(engine.id);
    expect(await first(again.client.environments.watch({}))).toEqual([environment]);
  });

  it('refuses what the policy forbids, and has the refusal on record', async () => {
    const { client } = await start();
    const readOnly = await addEnvironment(client, 'readOnly');
    expect(await restart(client, readOnly.id)).toMatchObject({ ok: false, error: { code: 'POLICY', data: { rule: 'readOnly' } } });
    const guarded = await addEnvironment(client, 'protected');
    expect(await restart(client, guarded.id)).toMatchObject({ ok: false, error: { code: 'POLICY', data: { rule: 'locked' } } });
    valueOf(await client.environments.unlock({ environmentId: guarded.id, reason: 'release night', minutes: 5 }));
    expect(await restart(client, guarded.id)).toMatchObject({ ok: false, error: { code: 'UNREACHABLE' } });

    const { entries } = valueOf(await client.audit.query({ filter: { failedOnly: true }, limit: 10 }));
    expect(entries.map(({ action, result, actor, target }) => [action, result, actor, target])).toEqual([
      ['changes.apply', 'UNREACHABLE', 'ada', 'Deployment/web'],
      ['changes.apply', 'POLICY', 'ada', 'Deployment/web'],
      ['changes.apply', 'POLICY', 'ada', 'Deployment/web'],
    ]);
    const unlocks = valueOf(await client.audit.query({ filter: { text: 'release night' }, limit: 10 }));
    expect(unlocks.entries.map(({ action, environmentName }) => [action, environmentName])).toEqual([['environments.unlock', 'Site protected'], ['environments.unlock', 'Site protected']]);
    expect(valueOf(await client.audit.verify({})).state).toBe('intact');
  });

  it('lets no planted secret out, to the peer or to the disk', async () => {
    const { client, end } = await start();
    const answers: unknown[] = [];
    answers.push(valueOf(await client.vault.unlock({ passphrase })));
    answers.push(valueOf(await client.connections.addText({ name: 'pasted', text: kubeconfig(pastedToken) })));
    answers.push(await first(client.connections.watch({})));
    const environment = await addEnvironment(client, 'normal');
    answers.push(environment, await restart(client, environment.id));
    answers.push(await client.app.report({ message: `saw ${token}`, where: pastedToken }));
    answers.push(valueOf(await client.audit.query({ filter: {}, limit: 500 })));
    await end();
    const texts = [JSON.stringify(answers), await allFiles()];
    for (const secret of [token, pastedToken, passphrase]) for (const text of texts) expect(text).not.toContain(secret);
    expect(texts[1]).toContain('because of [redacted]');
  });

  it('tells at the start of a damaged audit log, journals and settings, and works', async () => {
    const { client, end } = await start();
    await addEnvironment(client, 'normal');
    await end();
    const data = path.join(folder, 'data');
    await appendFile(path.join(data, 'audit', 'audit.jsonl'), '{"index":');
    await writeFile(path.join(data, 'operations', 'op-x.jsonl'), 'rubbish');
    const settings = (await readdir(data)).find((name) => name.startsWith('environments')) ?? '';
    await writeFile(path.join(data, settings), '{"cut o');

    const again = await start();
    let notices: Notice[] = [];
    for await (const event of again.client.app.notices({})) {
      if (event.type === 'item') notices = event.value;
      if (notices.length >= 3) break;
    }
    expect(notices.map(({ text }) => text.key).sort()).toEqual(['audit.damaged', 'document.setAside', 'operation.journalDamaged']);
    await addEnvironment(again.client, 'normal');
    expect(valueOf(await again.client.audit.verify({})).state).toBe('damaged');
  });

  it('begins nothing that it would leave behind when it cannot start', async () => {
    const { platform, dispose } = await createHeadlessPlatform(path.join(folder, 'data'), path.join(folder, 'dist'));
    stop.push(dispose);
    const failing = { ...platform, settings: { ...platform.settings, load: () => Promise.reject(new Error('disk')) } };
    await expect(createEngine(failing, { version: '1' })).rejects.toThrow('disk');
    const engine = await createEngine(platform, { version: '1' });
    await engine.dispose();
    await engine.dispose();
  });
});
