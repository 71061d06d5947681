import { chmod, mkdir, mkdtemp, rename, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { base64 } from '../testing/client';
import type { SourceSpec } from './definition';
import { createKubeconfigs, type Kubeconfigs } from './kubeconfigs';
import { fileSourceId, standardLocations } from './locations';

let folder: string;
let kubeconfigs: Kubeconfigs;
let secrets: string[];

beforeEach(async () => {
  folder = await mkdtemp(path.join(tmpdir(), 'wheelhouse-kubeconfig-'));
  secrets = [];
  kubeconfigs = createKubeconfigs({ registerSecret: (secret) => secrets.push(secret), watchIntervalMs: 20 });
});
afterEach(async () => {
  kubeconfigs.dispose();
  await rm(folder, { recursive: true });
});

const at = (name: string): string => path.join(folder, name);
const spec = (name: string): SourceSpec => ({ kind: 'file', id: fileSourceId(at(name)), label: at(name), path: at(name) });
const load = async (text: string, name = 'config') => {
  await writeFile(at(name), text);
  await kubeconfigs.setSources([spec(name)]);
  const { sources, contexts } = kubeconfigs.snapshot();
  return { problem: sources[0]?.problem ?? null, contexts };
};
const changed = (): Promise<void> => new Promise((resolve) => {
  const stop = kubeconfigs.onChange(() => {
    stop();
    resolve();
  });
});
const config = (context: string, cluster = 'server: https://api:6443', user = 'token: a-long-token') =>
  `contexts:\n- {name: ${context}, context: {cluster: c, user: u}}\nclusters:\n- {name: c, cluster: {${cluster}}}\nusers:\n- {name: u, user: {${user}}}\n`;

describe('a kubeconfig that cannot be used', () => {
  it.each([
    ['empty', ' \n', 'kubeconfig.empty', undefined],
    ['not YAML', 'apiVersion: v1\nusers: [{token: my-secret\n', 'kubeconfig.notYaml', 3],
    ['an alias to nothing', 'contexts: *nobody', 'kubeconfig.notYaml', 1],
    ['a list', '- 1', 'kubeconfig.notKubeconfig', undefined],
    ['text', 'hello', 'kubeconfig.notKubeconfig', undefined],
    ['without contexts', 'apiVersion: v1\nkind: Config', 'kubeconfig.noContexts', undefined],
    ['5 MB', `contexts: []\n# ${'x'.repeat(5_000_000)}`, 'kubeconfig.tooLarge', undefined],
  ])('%s', async (_, text, key, line) => {
    const { problem } = await load(text);
    expect(problem?.key).toBe(key);
    expect(problem?.params.line).toBe(line);
    expect(JSON.stringify(problem)).not.toContain('my-secret');
  });

  it('missing, a directory, unreadable', async () => {
    await mkdir(at('folder'));
    await kubeconfigs.setSources([spec('nothing'), spec('folder')]);
    expect(kubeconfigs.snapshot().sources.map(({ problem }) => problem?.key)).toEqual(['kubeconfig.missing', 'kubeconfig.directory']);
    await writeFile(at('denied'), config('a'));
    await chmod(at('denied'), 0);
    await kubeconfigs.setSources([spec('denied')]);
    // root reads everything.
    expect(kubeconfigs.snapshot().sources[0]?.problem?.key).toBe(process.getuid?.() === 0 ? undefined : 'kubeconfig.denied');
  });

  it('is not shown where nothing at the standard place is the ordinary case', async () => {
    await kubeconfigs.setSources(standardLocations({}, folder));
    expect(kubeconfigs.snapshot()).toEqual({ sources: [], contexts: [] });
  });
});

describe('one bad entry', () => {
  it('leaves the other contexts usable', async () => {
    const { problem, contexts } = await load(`
current-context: good
contexts:
- {name: good, context: {cluster: c, user: u, namespace: apps}}
- {name: noCluster, context: {cluster: other, user: u}}
- {name: noUser, context: {cluster: c, user: other}}
- {name: noServer, context: {cluster: empty, user: u}}
- {name: badServer, context: {cluster: ftp, user: u}}
- {name: badProxy, context: {cluster: proxied, user: u}}
- {name: badData, context: {cluster: c, user: pem}}
- {name: halfPair, context: {cluster: c, user: half}}
- {name: azure, context: {cluster: c, user: azure}}
- {name: oidc, context: {cluster: c, user: oidc}}
- {name: anonymous, context: {cluster: c}}
- {name: 7, context: {cluster: c, user: u}}
clusters:
- {name: c, cluster: {server: "https://api:6443"}}
- {name: empty, cluster: {}}
- {name: ftp, cluster: {server: "ftp://api"}}
- {name: proxied, cluster: {server: "https://api:6443", proxy-url: "gopher://x"}}
- {name: c, cluster: {server: "https://second:6443"}}
users:
- {name: u, user: {token: a-long-token}}
- {name: pem, user: {client-certificate-data: aGVsbG8=, client-key-data: aGVsbG8=}}
- {name: half, user: {client-certificate: cert.pem}}
- {name: azure, user: {auth-provider: {name: azure, config: {}}}}
- {name: oidc, user: {auth-provider: {name: oidc, config: {}}}}
- nonsense
`);
    expect(problem?.key).toBe('kubeconfig.duplicate');
    expect(Object.fromEntries(contexts.map((context) => [context.name, context.problem?.key ?? null]))).toEqual({
      good: null,
      noCluster: 'context.clusterMissing',
      noUser: 'context.userMissing',
      noServer: 'context.serverMissing',
      badServer: 'context.serverInvalid',
      badProxy: 'context.proxyInvalid',
      badData: 'context.dataInvalid',
      halfPair: 'context.keyMissing',
      azure: 'context.authProviderUnsupported',
      oidc: 'context.oidcIncomplete',
      anonymous: null,
      7: null,
    });
    expect(contexts[0]).toMatchObject({ current: true, namespace: 'apps', server: 'https://api:6443', auth: 'token' });
    expect(contexts.find(({ name }) => name === 'anonymous')).toMatchObject({ auth: 'none', user: '' });
  });
});

describe('contexts', () => {
  it('of equal names in two files are two, and keep their ids however the file was found', async () => {
    await Promise.all([writeFile(at('one'), config('same')), writeFile(at('two'), config('same'))]);
    await kubeconfigs.setSources([spec('one'), spec('two'), spec('one')]);
    const ids = kubeconfigs.snapshot().contexts.map(({ id }) => id);
    expect(new Set(ids).size).toBe(2);
    await kubeconfigs.setSources(standardLocations({ KUBECONFIG: [at('two'), '', at('one')].join(path.delimiter) }, folder));
    expect(kubeconfigs.snapshot().contexts.map(({ id }) => id)).toEqual([ids[1], ids[0]]);
  });

  it('find certificate files beside the kubeconfig, and say which one is missing', async () => {
    const user = 'client-certificate: cert.pem, client-key: key.pem';
    await writeFile(at('cert.pem'), 'x');
    const { contexts } = await load(config('a', 'server: https://api, certificate-authority: cert.pem', user));
    expect(contexts[0]?.problem).toEqual({ key: 'context.fileUnreadable', params: { field: 'client-key', path: at('key.pem'), reason: 'ENOENT' } });
    await writeFile(at('key.pem'), 'x');
    await kubeconfigs.reload(spec('config').id);
    expect(kubeconfigs.snapshot().contexts[0]?.problem).toBeNull();
  });

  it('show no secret, and register each of them', async () => {
    const key = base64('-----BEGIN PRIVATE KEY-----\nkey-secret\n');
    const user = `token: token-secret, password: password-secret, client-key-data: ${key}, client-certificate-data: ${base64('-----BEGIN CERTIFICATE-----')}, exec: {apiVersion: v1, command: x, env: [{name: AWS_SECRET, value: env-secret}, {name: AWS_PROFILE, value: production}]}`;
    const { contexts } = await load(config('a', 'server: https://api, proxy-url: "http://u:proxy-secret@proxy:3128"', user));
    expect(contexts[0]?.proxy).toBe('http://u@proxy:3128');
    expect(JSON.stringify(kubeconfigs.snapshot())).not.toMatch(/secret/);
    expect(secrets.sort()).toEqual(['-----BEGIN PRIVATE KEY-----\nkey-secret\n', key, 'env-secret', 'password-secret', 'proxy-secret', 'token-secret'].sort());
  });
});

describe('files', () => {
  it('are followed when they change, are replaced, go and come', async () => {
    await load(config('first'));
    const names = (): string[] => kubeconfigs.snapshot().contexts.map(({ name }) => name);
    const steps: [string, () => Promise<void>, string[]][] = [
      ['written', () => writeFile(at('config'), config('second')), ['second']],
      ['replaced', async () => rename(await writeFile(at('new'), config('third-by-rename')).then(() => at('new')), at('config')), ['third-by-rename']],
      ['gone', () => rm(at('config')), []],
      ['back', () => writeFile(at('config'), config('fourth')), ['fourth']],
    ];
    for (const [, act, expected] of steps) {
      const seen = changed();
      await act();
      await seen;
      expect(names()).toEqual(expected);
    }
  });
});
