import { afterAll, beforeAll, beforeEach, describe, expect, it, onTestFinished } from 'vitest';
import { isEnded } from '@shared/model/operation';
import type { TopologyDelta } from '@shared/model/topology';
import { makeFolder, removeFolder, valueOf, type RunningEngine } from '../fixtures/engine';
import { startFaultProxy, type FaultProxy } from '../fixtures/faultProxy';
import { followOperation, followTopology, type Followed } from '../fixtures/follow';
import { startGateway } from '../fixtures/gateway';
import { readKubeconfig, throughServer, writeExecPlugin } from '../fixtures/kubeconfigs';
import { addEnvironment, playUuid, refTo, useStage, type Scene } from '../fixtures/stage';

const stage = useStage();
let folder: string;
let scene: Scene;
let realServer: string;

beforeAll(async () => {
  folder = await makeFolder();
  scene = await playUuid(stage);
  realServer = (await readKubeconfig(stage.site.kubeconfig)).clusters[0]?.cluster.server ?? '';
});
afterAll(() => removeFolder(folder));

/** The scene as an engine sees it that has only this kubeconfig. */
const openThrough = async (kubeconfig: string) => {
  const engine: RunningEngine = await stage.startEngine({ kubeconfigs: [kubeconfig] });
  const environment = await addEnvironment(engine, scene.namespace, kubeconfig);
  const topology = followTopology(engine.client, environment.id);
  onTestFinished(async () => {
    topology.stop();
    await engine.end();
  });
  await topology.until(isLive);
  return { engine, environment, topology, ref: refTo(environment, 'Deployment', 'uuid-deploy') };
};

const isLive = ({ freshness }: TopologyDelta): boolean => freshness.state === 'live';
const isStale = ({ freshness }: TopologyDelta): boolean => freshness.state === 'stale';
const desired = ({ nodes }: TopologyDelta): number | undefined => nodes.find(({ kind }) => kind === 'Deployment')?.replicas?.desired;
const setReplicas = (replicas: number): Promise<void> =>
  stage.site.patch({ apiVersion: 'apps/v1', kind: 'Deployment', metadata: { name: 'uuid-deploy', namespace: scene.namespace }, spec: { replicas } } as object);
const expectLiveWith = async (topology: Followed<TopologyDelta>, replicas: number): Promise<void> => {
  await topology.until((state) => isLive(state) && desired(state) === replicas);
};

describe('an API server that goes away', () => {
  let proxy: FaultProxy;
  let kubeconfig: string;

  beforeEach(async () => {
    proxy = await startFaultProxy(realServer);
    kubeconfig = await throughServer(stage.site.kubeconfig, proxy.server, folder);
    return () => proxy.close();
  });

  it('makes the topology stale, with since and reason, and live again by itself with what changed meanwhile', async () => {
    const { topology } = await openThrough(kubeconfig);
    const cutAt = Date.now();
    await proxy.cut();
    const { freshness, nodes } = await topology.until(isStale);
    expect(freshness.reason?.key).toMatch(/^connection\./);
    expect(freshness.since).toBeLessThanOrEqual(Date.now());
    expect(freshness.since).toBeGreaterThan(cutAt - 120_000);
    // What was known is still shown.
    expect(nodes.map(({ kind }) => kind)).toContain('Deployment');
    const seenBefore = topology.seen.length;
    await setReplicas(1);
    await expect.poll(async () => ((await stage.site.read({ apiVersion: 'apps/v1', kind: 'Deployment', name: 'uuid-deploy', namespace: scene.namespace })) as { status?: { replicas?: number } }).status?.replicas).toBe(1);
    expect(topology.seen.slice(seenBefore).filter(isLive)).toEqual([]);
    await proxy.heal();
    await expectLiveWith(topology, 1);
  });

  it('is recognised although the connection hangs half open, once the operator looks again', async () => {
    const { engine, environment, topology } = await openThrough(kubeconfig);
    proxy.hang();
    valueOf(await engine.client.topology.refresh({ environmentId: environment.id }));
    await topology.until((state) => isStale(state) && state.freshness.reason?.key === 'freshness.silent');
    await setReplicas(2);
    const seenBefore = topology.seen.length;
    expect(topology.seen.slice(seenBefore).filter(isLive)).toEqual([]);
    await proxy.heal();
    await expectLiveWith(topology, 2);
  });

  it('loses no rollout: the operation waits, says so, and ends as the rollout did', async () => {
    const { engine, environment, ref, topology } = await openThrough(kubeconfig);
    await expectLiveWith(topology, 2);
    const image = stage.site.image('v2.0.0.0');
    const { operationId } = valueOf(await engine.client.changes.apply({ environmentId: environment.id, ref, base: null, change: { kind: 'setImage', container: 'uuid-server', image } }));
    const operation = followOperation(engine.client, operationId);
    onTestFinished(() => operation.stop());
    await operation.until(({ steps }) => steps.some(({ id, state }) => id === 'rollout' && state === 'running'));
    await proxy.cut();
    await operation.until(({ steps }) => steps.some(({ detail }) => detail?.key === 'rollout.stale'));
    expect(operation.latest()?.state).toBe('running');
    await proxy.heal();
    expect(await operation.until(({ state }) => isEnded(state))).toMatchObject({ state: 'succeeded', error: null });
    await topology.until((state) => isLive(state) && state.nodes.some(({ kind, facts, status }) => kind === 'Deployment' && facts.includes('v2.0.0.0') && status.word === 'running'));
  });

  it('says why a change cannot be made, and changes nothing', async () => {
    const { engine, environment, ref, topology } = await openThrough(kubeconfig);
    await proxy.cut();
    await topology.until(isStale);
    const request = { environmentId: environment.id, ref, base: null, change: { kind: 'restart' } as const };
    expect(await engine.client.changes.apply(request)).toMatchObject({ ok: false, error: { code: 'UNREACHABLE', retryable: true, sentence: { key: 'connection.refused' } } });
    const { entries } = valueOf(await engine.client.audit.query({ filter: { failedOnly: true }, limit: 1 }));
    expect(entries).toMatchObject([{ action: 'changes.apply', result: 'UNREACHABLE' }]);
  });

  it('when its token expires in mid-watch the plugin is asked again, and rubbish from it ends in a sentence, not in silence', { timeout: 200_000 }, async () => {
    const plugin = await writeExecPlugin(folder);
    const expiresAt = Date.now() + 3_000;
    await plugin.answerToken('developer-token', expiresAt);
    const { topology } = await openThrough(await throughServer(stage.site.kubeconfig, proxy.server, folder, plugin.user));
    const calls = await plugin.calls();
    expect(calls).toBeGreaterThan(0);

    const reconnect = async (): Promise<void> => {
      await proxy.cut();
      await topology.until((state) => !isLive(state));
      await proxy.heal();
    };
    await plugin.answer('Please log in at https://login.example.com');
    await expect.poll(() => Date.now(), { timeout: 10_000 }).toBeGreaterThan(expiresAt);
    await reconnect();
    await topology.until(({ freshness }) => freshness.reason?.key === 'credential.pluginRubbish');
    expect(await plugin.calls()).toBeGreaterThan(calls);

    await plugin.answerToken('a-token-of-nobody', Date.now() + 3_600_000);
    // Retries back off to half a minute, and a plugin that failed is left in peace for a while.
    await topology.until(({ freshness }) => freshness.reason?.key === 'kube.unauthenticated', 120_000);
    await plugin.answerToken('developer-token', Date.now() + 3_600_000);
    await topology.until(isLive, 120_000);
    const settled = await plugin.calls();
    await reconnect();
    await topology.until(isLive);
    expect(await plugin.calls()).toBe(settled);
  });
});

describe('a watch that is cut because its version is too old', () => {
  it('reads everything again and ends live, with what was missed', async () => {
    const gateway = await startGateway(stage.site.kubeconfig);
    onTestFinished(() => gateway.close());
    const { topology } = await openThrough(await throughServer(stage.site.kubeconfig, gateway.server, folder));
    const before = desired(await topology.until(isLive)) ?? 0;
    const refused = new Set<string>();
    gateway.intercept = ({ url = '' }, response) => {
      const [path = ''] = url.split('?');
      if (!url.includes('watch=true') || refused.has(path)) return false;
      refused.add(path);
      const object = { kind: 'Status', apiVersion: 'v1', status: 'Failure', reason: 'Expired', code: 410, message: 'too old resource version' };
      response.writeHead(200, { 'content-type': 'application/json' }).end(`${JSON.stringify({ type: 'ERROR', object })}\n`);
      return true;
    };
    const readBefore = gateway.requests.length;
    gateway.cutWatches();
    await setReplicas(before + 1);
    await topology.until((state) => state.freshness.reason?.key === 'freshness.listingAgain');
    await expectLiveWith(topology, before + 1);
    const lists = gateway.requests.slice(readBefore).filter((request) => /\/deployments\?/.test(request) && !request.includes('watch=true'));
    expect(lists.length).toBeGreaterThan(0);
  });
});
