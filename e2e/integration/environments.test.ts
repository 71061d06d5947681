import { beforeAll, describe, expect, it } from 'vitest';
import { sentenceText } from '@shared/sentences/sentence';
import { first, valueOf } from '../fixtures/engine';
import { follow, followTopology } from '../fixtures/follow';
import { addEnvironment, playUuid, refTo, useStage, type Scene } from '../fixtures/stage';

const stage = useStage();
let scene: Scene;

beforeAll(async () => {
  scene = await playUuid(stage);
});

describe('an environment', () => {
  it('shows what runs in its namespace as a live topology', async () => {
    const topology = followTopology(stage.client, scene.environment.id);
    const { nodes, edges, groups, denied } = await topology.until(({ freshness, nodes: found }) => freshness.state === 'live' && found.length > 0);
    topology.stop();
    const node = (kind: string, name: string) => nodes.find((found) => found.kind === kind && found.name === name);
    const deployment = node('Deployment', 'uuid-deploy');
    expect(deployment).toMatchObject({ status: { word: 'running' }, replicas: { ready: 2, desired: 2 } });
    expect(deployment?.pods).toHaveLength(2);
    const connected = edges.map(({ from, to, kind }) => [from, to, kind]);
    expect(connected).toContainEqual([node('Service', 'uuidservice')?.id, deployment?.id, 'selects']);
    expect(connected).toContainEqual([deployment?.id, node('ConfigMap', 'env-config')?.id, 'uses']);
    expect(groups.map(({ id }) => id)).toContain(deployment?.groupId);
    expect(denied).toEqual([]);
  });

  it('shows a component with its pods, the digests they really run, and its events', async () => {
    const detail = follow((signal) => stage.client.components.watch(scene.ref, { signal }));
    const component = await detail.until(({ pods, images, events }) => pods.length === 2 && images.some(({ digests }) => digests.length > 0) && events.length > 0);
    detail.stop();
    expect(component).toMatchObject({ status: { word: 'running' }, gone: false, replicas: { desired: 2, ready: 2 }, changeCause: 'first release' });
    expect(component.images).toMatchObject([{ container: 'uuid-server', image: stage.site.image('v1.0.0.0'), tag: 'v1.0.0.0', digests: [{ pods: 2 }] }]);
    expect(component.images[0]?.digests[0]?.digest).toMatch(/^sha256:[0-9a-f]{64}$/);
    expect(component.pods.every(({ node, revision, ready }) => node !== null && revision === 1 && ready === '1/1')).toBe(true);
    expect(component.events.map(({ reason }) => reason)).toContain('ScalingReplicaSet');
  });

  it('prints objects as YAML, with the values of Secrets masked in the engine', async () => {
    const { namespace, environment } = scene;
    await stage.site.create([{ apiVersion: 'v1', kind: 'Secret', metadata: { name: 'login', namespace }, stringData: { password: 'plain-to-see' } } as object]);
    const secret = valueOf(await stage.client.topology.objectYaml({ environmentId: environment.id, apiVersion: 'v1', kind: 'Secret', name: 'login' }));
    expect(secret).toMatchObject({ masked: true, truncated: false });
    expect(secret.yaml).toContain('password');
    expect(secret.yaml).not.toContain(Buffer.from('plain-to-see').toString('base64'));
    const deployment = valueOf(await stage.client.topology.objectYaml({ environmentId: environment.id, apiVersion: 'apps/v1', kind: 'Deployment', name: 'uuid-deploy' }));
    expect(deployment.yaml).toContain(stage.site.image('v1.0.0.0'));
    expect(deployment.yaml).not.toContain('managedFields');
    expect(await stage.client.topology.objectYaml({ environmentId: environment.id, apiVersion: 'v1', kind: 'ConfigMap', name: 'nobody' })).toMatchObject({ ok: false, error: { code: 'NOT_FOUND' } });
  });

  it('offers its admin all that the component can do', async () => {
    const actions = await first(stage.client.components.actions(scene.ref));
    const allowed = actions.filter(({ allowed: is }) => is).map(({ action }) => action);
    expect(allowed, JSON.stringify(actions)).toEqual(['setImage', 'restart', 'scale', 'stop', 'pause']);
    expect(actions.find(({ action }) => action === 'rollback')?.reason?.key).toBe('change.noPrevious');
  });
});

describe('a viewer', () => {
  it('sees everything and is told for each action which permission is missing', async () => {
    const environment = await addEnvironment(stage.engine, scene.namespace, stage.site.viewerKubeconfig);
    const topology = followTopology(stage.client, environment.id);
    const { nodes } = await topology.until(({ freshness, nodes: found }) => freshness.state === 'live' && found.length > 0);
    topology.stop();
    expect(nodes.map(({ kind }) => kind)).toEqual(expect.arrayContaining(['Deployment', 'Service', 'ConfigMap']));
    const ref = refTo(environment, 'Deployment', 'uuid-deploy');
    const actions = await first(stage.client.components.actions(ref));
    expect(actions.filter(({ allowed }) => allowed)).toEqual([]);
    const reasons = Object.fromEntries(actions.map(({ action, reason }) => [action, reason && sentenceText(reason)]));
    expect(reasons['setImage']).toBe(`viewer may not patch deployments in namespace ${scene.namespace}`);
    expect(reasons['scale']).toBe(`viewer may not patch deployments/scale in namespace ${scene.namespace}`);
    const refused = await stage.client.changes.apply({ environmentId: environment.id, ref, base: null, change: { kind: 'restart' } });
    // Whether it is refused at once or by the operation, nothing is changed.
    if (refused.ok) {
      const operation = follow((signal) => stage.client.operations.watch({}, { signal }));
      const failed = await operation.until(({ id, state }) => id === refused.value.operationId && state === 'failed');
      operation.stop();
      expect(failed.error).toMatchObject({ code: 'FORBIDDEN', data: { verb: 'patch', resource: 'deployments' } });
    } else expect(refused.error.code).toBe('FORBIDDEN');
  });

  it('may not read Secrets, and the topology says so instead of hiding it', async () => {
    const environment = await addEnvironment(stage.engine, scene.namespace, stage.site.viewerKubeconfig);
    const topology = followTopology(stage.client, environment.id);
    const { denied } = await topology.until(({ freshness, denied: kinds }) => freshness.state === 'live' && kinds.length > 0);
    topology.stop();
    expect(denied).toContainEqual({ kind: 'Secret', resource: 'secrets' });
  });
});

describe('a policy', () => {
  it('read-only is enforced in the engine, whoever asks', async () => {
    const environment = await addEnvironment(stage.engine, scene.namespace, stage.site.kubeconfig, { policy: 'readOnly' });
    const ref = refTo(environment, 'Deployment', 'uuid-deploy');
    expect((await first(stage.client.components.actions(ref))).every(({ allowed, reason }) => !allowed && reason?.key === 'policy.readOnly')).toBe(true);
    const request = { environmentId: environment.id, ref, base: null };
    expect(await stage.client.changes.apply({ ...request, change: { kind: 'restart' } })).toMatchObject({ ok: false, error: { code: 'POLICY', data: { rule: 'readOnly' } } });
    expect(await stage.client.changes.stop({ ...request, confirmName: environment.name })).toMatchObject({ ok: false, error: { code: 'POLICY', data: { rule: 'readOnly' } } });
    // Looking is no change.
    expect((await stage.client.changes.preview({ ref, change: { kind: 'restart' } })).ok).toBe(true);
  });

  it('protected asks for an unlocking, and for the name before anything dangerous', async () => {
    const environment = await addEnvironment(stage.engine, scene.namespace, stage.site.kubeconfig, { policy: 'protected', class: 'prod' });
    const ref = refTo(environment, 'Deployment', 'uuid-deploy');
    const request = { environmentId: environment.id, ref, base: null };
    const actions = follow((signal) => stage.client.components.actions(ref, { signal }));
    await actions.until((states) => states.every(({ reason }) => reason?.key === 'policy.locked'));
    expect(await stage.client.changes.apply({ ...request, change: { kind: 'pause' } })).toMatchObject({ ok: false, error: { code: 'POLICY', data: { rule: 'locked' } } });

    const unlocked = valueOf(await stage.client.environments.unlock({ environmentId: environment.id, reason: 'release night', minutes: 5 }));
    expect(unlocked.unlock).toMatchObject({ reason: 'release night' });
    await actions.until((states) => states.some(({ allowed }) => allowed));
    expect(await stage.client.changes.stop(request)).toMatchObject({ ok: false, error: { code: 'POLICY', data: { rule: 'confirmName' } } });
    expect(await stage.client.changes.stop({ ...request, confirmName: 'something else' })).toMatchObject({ ok: false, error: { code: 'POLICY', data: { rule: 'confirmName' } } });

    valueOf(await stage.client.environments.lock({ environmentId: environment.id }));
    await actions.until((states) => states.every(({ reason }) => reason?.key === 'policy.locked'));
    actions.stop();
  });
});
