import type { KubernetesObject } from '@kubernetes/client-node';
import { beforeAll, describe, expect, it } from 'vitest';
import type { ComponentRef } from '@shared/model/component';
import type { EnvironmentView } from '@shared/model/environment';
import { first, valueOf } from '../fixtures/engine';
import { follow, followTopology } from '../fixtures/follow';
import { addEnvironment, change, refTo, untilRunning, useStage } from '../fixtures/stage';

const stage = useStage();
let environment: EnvironmentView;
let namespace: string;

/** Its pods have no grace: they are replaced only when the old one is gone, which real kubelets otherwise take up to a minute for. */
const workload = (kind: 'StatefulSet' | 'DaemonSet', name: string, spec: Record<string, unknown>): KubernetesObject => {
  const labels = { app: name };
  const container = { name: 'main', image: stage.site.image('v1.0.0.0'), readinessProbe: { httpGet: { path: '/status', port: 30001 }, periodSeconds: 1 } };
  return {
    apiVersion: 'apps/v1', kind, metadata: { name, namespace, annotations: { 'kubernetes.io/change-cause': 'first release' } },
    spec: { ...spec, selector: { matchLabels: labels }, template: { metadata: { labels }, spec: { terminationGracePeriodSeconds: 0, containers: [container] } } },
  } as KubernetesObject;
};
const podSpec = { restartPolicy: 'Never', terminationGracePeriodSeconds: 1 };

beforeAll(async () => {
  namespace = stage.namespace();
  await stage.site.create([{ apiVersion: 'v1', kind: 'Namespace', metadata: { name: namespace } }]);
  const job = { template: { spec: { ...podSpec, containers: [{ name: 'main', image: stage.site.image('v1.0.0.0') }] } } };
  await stage.site.apply([
    { apiVersion: 'v1', kind: 'Service', metadata: { name: 'db', namespace }, spec: { selector: { app: 'db' }, ports: [{ name: 'http', port: 80, protocol: 'TCP', targetPort: 30001 }] } } as KubernetesObject,
    workload('StatefulSet', 'db', { serviceName: 'db', replicas: 1 }),
    workload('DaemonSet', 'agent', {}),
    // The CronJob of v1.20 is a beta; the Job is the same everywhere.
    { apiVersion: 'batch/v1', kind: 'Job', metadata: { name: 'once', namespace }, spec: job } as KubernetesObject,
    {
      apiVersion: 'networking.k8s.io/v1', kind: 'Ingress', metadata: { name: 'front', namespace },
      spec: { rules: [{ host: 'uuid.example.com', http: { paths: [{ path: '/', pathType: 'Prefix', backend: { service: { name: 'db', port: { number: 80 } } } }] } }] },
    } as KubernetesObject,
  ]);
  environment = await addEnvironment(stage.engine, namespace, stage.site.kubeconfig);
});

const timelineOf = async (ref: ComponentRef, current: number) => {
  const timeline = follow((signal) => stage.client.components.timeline(ref, { signal }));
  const state = await timeline.until((seen) => seen.current === current);
  timeline.stop();
  return state;
};
const liveImage = async (kind: string, name: string): Promise<string | undefined> => {
  const object = (await stage.site.read({ apiVersion: 'apps/v1', kind, name, namespace })) as { spec?: { template?: { spec?: { containers?: { image?: string }[] } } } };
  return object.spec?.template?.spec?.containers?.[0]?.image;
};

const rolledByName = [
  ['StatefulSet', 'db'],
  ['DaemonSet', 'agent'],
] as const;

describe.concurrent.each(rolledByName)('a %s', (kind, name) => {
  it('is upgraded, has its revisions on a timeline, and is rolled back to the previous and to a number', { timeout: 400_000 }, async () => {
    const ref = refTo(environment, kind, name);
    await untilRunning(stage.client, ref);
    expect(await timelineOf(ref, 1)).toMatchObject({ previous: null, revisions: [{ number: 1, active: true, changeCause: 'first release', images: [{ tag: 'v1.0.0.0' }] }] });

    const upgrade = { kind: 'setImage', container: 'main', image: stage.site.image('v2.0.0.0') } as const;
    expect(valueOf(await stage.client.changes.preview({ ref, change: upgrade }))).toMatchObject({ blocked: null, changesNothing: false });
    expect(await change(stage.client, ref, upgrade, { changeCause: 'the second' })).toMatchObject({ state: 'succeeded', error: null });
    const { previous, revisions } = await timelineOf(ref, 2);
    expect(previous).toBe(1);
    expect(revisions.map(({ number, active, changeCause }) => [number, active, changeCause])).toEqual([[2, true, 'the second'], [1, false, 'first release']]);
    expect(revisions[0]?.manager).toMatch(/^wheelhouse/);

    expect(valueOf(await stage.client.changes.preview({ ref, change: { kind: 'rollback', to: 'previous' } })).revision).toBe(1);
    expect(await change(stage.client, ref, { kind: 'rollback', to: 'previous' })).toMatchObject({ state: 'succeeded' });
    expect(await liveImage(kind, name)).toBe(stage.site.image('v1.0.0.0'));
    await timelineOf(ref, 3);
    expect(await change(stage.client, ref, { kind: 'rollback', to: 2 })).toMatchObject({ state: 'succeeded' });
    expect(await liveImage(kind, name)).toBe(stage.site.image('v2.0.0.0'));
    const component = await untilRunning(stage.client, ref);
    expect(component.pods.filter(({ deleting }) => !deleting).every(({ images, revision }) => images[0]?.image.endsWith('v2.0.0.0') && revision === 4)).toBe(true);
  });
});

describe.each(rolledByName)('a %s with a history', (kind, name) => {
  it('offers only what its kind can do', async () => {
    const actions = follow((signal) => stage.client.components.actions(refTo(environment, kind, name), { signal }));
    const states = await actions.until((all) => all.some(({ allowed }) => allowed));
    actions.stop();
    const reasons = Object.fromEntries(states.map(({ action, reason }) => [action, reason?.key ?? null]));
    expect(reasons).toMatchObject({ setImage: null, rollback: null, restart: null, pause: 'change.kindCannotPause', resume: 'change.kindCannotPause' });
    expect(reasons['scale']).toBe(kind === 'DaemonSet' ? 'change.kindCannotScale' : null);
  });
});

describe('a StatefulSet', () => {
  it('is scaled in order', async () => {
    const ref = refTo(environment, 'StatefulSet', 'db');
    expect(await change(stage.client, ref, { kind: 'scale', replicas: 2 })).toMatchObject({ state: 'succeeded' });
    const { pods } = await untilRunning(stage.client, ref);
    expect(pods.filter(({ deleting }) => !deleting).map((pod) => pod.name)).toEqual(['db-0', 'db-1']);
  });
});

describe('Jobs and routes', () => {
  it('are on the topology, and a Job says that it has no rollout', async () => {
    const topology = followTopology(stage.client, environment.id);
    const { nodes, edges } = await topology.until(({ nodes: found }) => ['Job', 'Ingress', 'Service', 'StatefulSet', 'DaemonSet'].every((kind) => found.some((node) => node.kind === kind)));
    topology.stop();
    const id = (kind: string) => nodes.find((node) => node.kind === kind)?.id;
    expect(edges.map(({ from, to, kind }) => [from, to, kind])).toEqual(expect.arrayContaining([[id('Ingress'), id('Service'), 'routes'], [id('Service'), id('StatefulSet'), 'selects']]));
    const job = refTo(environment, 'Job', 'once');
    expect((await first(stage.client.components.actions(job))).every(({ allowed, reason }) => !allowed && reason?.key === 'change.kindCannot')).toBe(true);
    expect(await stage.client.changes.apply({ environmentId: environment.id, ref: job, base: null, change: { kind: 'restart' } })).toMatchObject({ ok: false, error: { code: 'PRECONDITION' } });
  });
});
