import { chmod, mkdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it, onTestFinished } from 'vitest';
import type { Probe } from '@shared/model/connection';
import { sentenceText } from '@shared/sentences/sentence';
import { createAuthority, createSelfSigned } from '@electron/engine/kube/testing/certificates';
import { base64 } from '@electron/engine/kube/testing/client';
import { sendJson, startServer, type Answer } from '@electron/engine/kube/testing/server';
import { first, makeFolder, removeFolder, startEngine, valueOf, type RunningEngine } from '../fixtures/engine';
import { startGateway } from '../fixtures/gateway';
import { kubeconfigOf, readKubeconfig, throughServer, writeExecPlugin, writeKubeconfig } from '../fixtures/kubeconfigs';
import { useStage } from '../fixtures/stage';

const stage = useStage();
let folder: string;

beforeAll(async () => {
  folder = await makeFolder();
});
afterAll(() => removeFolder(folder));

const engineWith = async (...kubeconfigs: string[]): Promise<RunningEngine> => {
  const engine = await startEngine({ kubeconfigs });
  onTestFinished(async () => {
    await engine.end();
    await removeFolder(engine.data);
  });
  return engine;
};

const probe = async (engine: RunningEngine, kubeconfig: string): Promise<Probe> => {
  const context = await engine.contextOf(kubeconfig);
  return valueOf(await engine.client.connections.probe({ contextId: context.id }));
};
const problemOf = ({ problem }: Pick<Probe, 'problem'>): string => (problem ? sentenceText(problem) : '');

describe('kubeconfigs that cannot be read', () => {
  it('each say why, and keep no other file from being used', async () => {
    const file = async (name: string, content: string | Buffer): Promise<string> => {
      const path = join(folder, name);
      await writeFile(path, content);
      return path;
    };
    const directory = join(folder, 'directory');
    await mkdir(directory);
    const bad = {
      'kubeconfig.missing': join(folder, 'nothing-there'),
      'kubeconfig.directory': directory,
      'kubeconfig.empty': await file('empty', '\n'),
      'kubeconfig.tooLarge': await file('large', `# ${'x'.repeat(5 * 1024 * 1024)}\n`),
      'kubeconfig.notYaml': await file('cut', 'apiVersion: v1\nclusters: [{ name: a, cluster: {'),
      'kubeconfig.notKubeconfig': await file('binary', Buffer.from([0x7f, 0x45, 0x4c, 0x46, 1, 2, 3])),
      'kubeconfig.noContexts': await file('hollow', 'apiVersion: v1\nkind: Config\nclusters: []\n'),
    };
    const engine = await engineWith(...Object.values(bad), stage.site.kubeconfig);
    const { sources } = await first(engine.client.connections.watch({}));
    const problems = Object.fromEntries(sources.map(({ label, problem }) => [label, problem?.key ?? null]));
    const expected = Object.fromEntries(Object.entries(bad).map(([key, path]) => [path, key]));
    // What is binary may be called either.
    if (problems[bad['kubeconfig.notKubeconfig']] === 'kubeconfig.notYaml') expected[bad['kubeconfig.notKubeconfig']] = 'kubeconfig.notYaml';
    expect(problems).toMatchObject({ ...expected, [stage.site.kubeconfig]: null });
    expect(await probe(engine, stage.site.kubeconfig)).toMatchObject({ state: 'reachable' });
  });

  it('are refused when they are added, with the same reasons, and nothing is kept', async () => {
    const engine = await engineWith();
    const path = join(folder, 'added');
    await writeFile(path, '');
    expect(await engine.client.connections.addFile({ path })).toMatchObject({ ok: false, error: { code: 'KUBECONFIG_INVALID', sentence: { key: 'kubeconfig.empty' } } });
    expect((await first(engine.client.connections.watch({}))).sources.some(({ label }) => label === path)).toBe(false);
    // Put right, it is taken, and watched from then on.
    await writeFile(path, await readFile(stage.site.kubeconfig));
    valueOf(await engine.client.connections.addFile({ path }));
    expect(await probe(engine, path)).toMatchObject({ state: 'reachable' });
  });

  it('lose nothing when one context of theirs names what is not there', async () => {
    const good = await readKubeconfig(stage.site.kubeconfig);
    const cluster = good.contexts[0]?.context.cluster ?? '';
    const path = await writeKubeconfig(folder, {
      ...good,
      contexts: [...good.contexts, { name: 'no-user', context: { cluster, user: 'nobody' } }, { name: 'no-cluster', context: { cluster: 'nowhere', user: good.users[0]?.name ?? '' } }],
    });
    const engine = await engineWith(path);
    const { contexts } = await first(engine.client.connections.watch({}));
    const usable = good.contexts.map(({ name }) => [name, null]);
    expect(contexts.map(({ name, problem }) => [name, problem?.key ?? null])).toEqual([...usable, ['no-user', 'context.userMissing'], ['no-cluster', 'context.clusterMissing']]);
    for (const { id } of contexts.filter(({ problem }) => problem !== null)) expect(valueOf(await engine.client.connections.probe({ contextId: id }))).toMatchObject({ state: 'misconfigured' });
    expect(await probe(engine, path)).toMatchObject({ state: 'reachable' });
  });
});

describe('credential plugins', () => {
  const clusterOfSite = async () => (await readKubeconfig(stage.site.kubeconfig)).clusters[0]?.cluster ?? {};
  const execUser = (exec: Record<string, unknown>) => ({ exec: { apiVersion: 'client.authentication.k8s.io/v1beta1', interactiveMode: 'Never', ...exec } });

  it('that are absent, fail or print rubbish end in a sentence that helps, with the installHint', async () => {
    const cluster = await clusterOfSite();
    const rubbish = await writeExecPlugin(folder);
    await rubbish.answer('Bienvenue! <html>');
    const failing = join(folder, 'failing.sh');
    await writeFile(failing, '#!/bin/sh\necho "your session has ended" >&2\nexit 3\n');
    await chmod(failing, 0o700);
    const [absent, printing, broken] = await Promise.all([
      writeKubeconfig(folder, kubeconfigOf('absent', cluster, execUser({ command: 'no-such-login-plugin', installHint: 'Install it from https://example.com/plugin' }))),
      writeKubeconfig(folder, kubeconfigOf('rubbish', cluster, rubbish.user)),
      writeKubeconfig(folder, kubeconfigOf('broken', cluster, execUser({ command: failing }))),
    ]);
    const engine = await engineWith(absent, printing, broken);
    const results = await Promise.all([absent, printing, broken].map((path) => probe(engine, path)));
    expect(results.map(({ state }) => state)).toEqual(['misconfigured', 'misconfigured', 'misconfigured']);
    const [absence, nonsense, failure] = results.map(problemOf);
    expect(absence).toContain('Install it from https://example.com/plugin');
    expect(nonsense).toContain('not an ExecCredential');
    expect(nonsense).not.toContain('Bienvenue');
    expect(failure).toContain('your session has ended');
  });

  it('that hang are ended and named', async () => {
    const hanging = join(folder, 'hanging.sh');
    await writeFile(hanging, '#!/bin/sh\nexec sleep 600\n');
    await chmod(hanging, 0o700);
    const path = await writeKubeconfig(folder, kubeconfigOf('hanging', await clusterOfSite(), execUser({ command: hanging })));
    const result = await probe(await engineWith(path), path);
    expect(result).toMatchObject({ state: 'misconfigured', problem: { key: 'credential.pluginTimeout' } });
    expect(problemOf(result)).toContain(hanging);
  });
});

describe('certificates and clocks', () => {
  const version: Answer = ({ url }, response) => sendJson(response, 200, url === '/version' ? { gitVersion: 'v1.30.0' } : { groups: [], items: [] });
  const probeAll = async (...clusters: Record<string, unknown>[]): Promise<Probe[]> => {
    const paths = await Promise.all(clusters.map((cluster) => writeKubeconfig(folder, kubeconfigOf('tls', cluster, { token: 'whatever-token' }))));
    const engine = await engineWith(...paths);
    return Promise.all(paths.map((path) => probe(engine, path)));
  };

  it('an expired certificate, a self-signed one and one of a strange authority are told apart', async () => {
    const authority = await createAuthority();
    const [expired, selfSigned, strange] = await Promise.all([
      startServer(version, await authority.issue({ notBefore: new Date(0), notAfter: new Date(Date.now() - 3_600_000) })),
      startServer(version, await createSelfSigned()),
      startServer(version, await (await createAuthority()).issue()),
    ]);
    const trust = { 'certificate-authority-data': base64(authority.cert) };
    const results = await probeAll(...[expired, selfSigned, strange].map(({ url }) => ({ server: url, ...trust })));
    expect(results.map(({ state, problem }) => [state, problem?.key])).toEqual([
      ['misconfigured', 'certificate.expired'],
      ['misconfigured', 'certificate.selfSigned'],
      ['misconfigured', 'certificate.untrusted'],
    ]);
  });

  it('a certificate that nobody checks is reported, not hidden', async () => {
    const server = await startServer(version, await createSelfSigned());
    const [result] = await probeAll({ server: server.url, 'insecure-skip-tls-verify': true });
    expect(result?.warnings.map(({ key }) => key)).toContain('probe.insecure');
  });

  it('a server that answers JSON of another kind is no Kubernetes', async () => {
    const server = await startServer((_request, response) => sendJson(response, 200, { hello: 'I am a registry' }));
    expect(await probeAll({ server: server.url })).toMatchObject([{ state: 'unreachable', problem: { key: 'connection.notKubernetes' } }]);
  });

  it('a clock that differs from the server\'s is reported', async () => {
    const gateway = await startGateway(stage.site.kubeconfig);
    onTestFinished(() => gateway.close());
    gateway.intercept = (_request, response) => {
      response.setHeader('date', new Date(Date.now() - 10 * 60_000).toUTCString());
      return false;
    };
    const path = await throughServer(stage.site.kubeconfig, gateway.server, folder);
    const { state, warnings, clockSkewMs } = await probe(await engineWith(path), path);
    expect(state).toBe('reachable');
    expect(warnings.map(({ key }) => key)).toContain('probe.clockSkew');
    expect(Math.abs((clockSkewMs ?? 0) + 600_000)).toBeLessThan(5_000);
  });
});
