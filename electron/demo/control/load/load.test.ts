import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import type { Pod } from '../../objects/workloads';
import { kindNamed } from '../../store/kinds';
import type { ControlClient } from '../client';
import { startControlled, until, type Controlled } from '../testing/controlled';
import { isLoad, loadLabel } from './mark';

const size = { seed: 3, namespaces: 4, deployments: 10, pods: 95, oldReplicaSets: 2, nodes: 3, events: 20 };

describe('a load', () => {
  let site: Controlled;
  let control: ControlClient;
  beforeAll(async () => {
    site = await startControlled();
    ({ control } = site);
  });
  afterAll(() => site.close());
  afterEach(async () => void (await control.call('load.clear', {})));

  const items = async <T>(path: string) => (await site.admin.call('GET', `${path}${path.includes('?') ? '&' : '?'}labelSelector=${loadLabel}`)).body['items'] as T[];
  const uidsOf = async () => [...(await control.digest({ resource: 'pods' })).versions.keys()];

  it('has everything it was asked for, each with its owner', async () => {
    const { objects } = await control.call('load.create', size);
    expect(objects).toMatchObject({ pods: 95, events: 20, nodes: 3, namespaces: 4, 'deployments.apps': 10, 'replicasets.apps': 30, services: 10 });
    const pods = await items<Pod>('/api/v1/pods');
    expect(pods).toHaveLength(95);
    expect(new Set(pods.map(({ metadata }) => metadata.uid)).size).toBe(95);
    expect(new Set(pods.map(({ status }) => status.podIP)).size).toBe(95);
    for (const pod of pods) {
      const owner = site.running.site.store.get(kindNamed('ReplicaSet'), pod.metadata.namespace, pod.metadata.ownerReferences?.[0]?.name ?? '');
      expect(owner?.metadata.uid).toBe(pod.metadata.ownerReferences?.[0]?.uid);
      expect(owner?.metadata.ownerReferences?.[0]?.kind).toBe('Deployment');
    }
    const deployments = await items<{ spec: { replicas: number } }>('/apis/apps/v1/deployments');
    expect(deployments.reduce((sum, { spec }) => sum + spec.replicas, 0)).toBe(95);
    expect(new Set(pods.map(({ spec }) => spec.nodeName))).toEqual(new Set((await items<{ metadata: { name: string } }>('/api/v1/nodes')).map(({ metadata }) => metadata.name)));
  });

  it('is the same again from the same seed', async () => {
    await control.call('load.create', size);
    const first = await uidsOf();
    await control.call('load.clear', {});
    expect(await uidsOf()).toEqual([]);
    await control.call('load.create', size);
    expect(await uidsOf()).toEqual(first);
    await control.call('load.clear', {});
    await control.call('load.create', { ...size, seed: 4 });
    expect(await uidsOf()).not.toEqual(first);
  });

  it('is left alone by controllers, schedulers and kubelets', async () => {
    const set = { metadata: { name: 'everywhere' }, spec: { selector: { matchLabels: { app: 'e' } }, template: { metadata: { labels: { app: 'e' } }, spec: { containers: [{ name: 'main', image: site.running.registry }] } } } };
    await control.call('load.create', size);
    const before = await control.digest({ resource: 'pods' });
    await site.admin.call('POST', '/apis/apps/v1/namespaces/t/daemonsets', set);
    await control.call('clock', { advanceMs: 10 * 60_000 });
    const after = await control.digest({ resource: 'pods' });
    for (const [uid, version] of before.versions) expect(after.versions.get(uid)).toBe(version);
    // The other way round, real work goes on and does not take load for real.
    const hosts = (await site.admin.call('GET', '/api/v1/namespaces/t/pods')).body['items'] as Pod[];
    expect(hosts.length).toBeGreaterThan(0);
    expect(hosts.filter(({ spec }) => spec.nodeName?.startsWith('load-'))).toEqual([]);
    expect((await control.digest({ resource: 'serviceaccounts', namespace: 'load-0001' })).versions.size).toBe(0);
    await site.admin.call('DELETE', '/apis/apps/v1/namespaces/t/daemonsets/everywhere');
  });

  it('changes by itself for a time: statuses, restarts, pods that are replaced, events', async () => {
    // Nothing else changes meanwhile.
    await control.call('clock', { paused: true });
    await control.call('load.create', size);
    const before = await control.digest({ resource: 'pods' });
    await control.call('load.churn', { perSecond: 2000, forMs: 200, restarts: 0.3, replacements: 0.3, events: 0.2 });
    await until(async () => !(await control.call('load.state', {})).isChurning);
    const { changes, objects } = await control.call('load.state', {});
    const after = await control.digest({ resource: 'pods' });
    expect(changes).toBeGreaterThanOrEqual(400);
    // Every change is one version.
    expect(after.revision - before.revision).toBe(changes);
    expect([after.versions.size, (objects['events'] ?? 0) > size.events]).toEqual([95, true]);
    expect([...after.versions.keys()].some((uid) => !before.versions.has(uid))).toBe(true);
    await control.call('clock', { paused: false });
    const restarts = (await items<Pod>('/api/v1/pods')).map(({ status }) => status.containerStatuses?.[0]?.restartCount ?? 0);
    expect(Math.max(...restarts)).toBeGreaterThan(0);
  });

  it('goes on changing what is left where somebody deletes pods meanwhile', async () => {
    await control.call('load.create', size);
    const { store } = site.running.site;
    for (const pod of store.list(kindNamed('Pod')).slice(0, 90)) store.remove(kindNamed('Pod'), pod);
    await control.call('load.churn', { perSecond: 2000, forMs: 100, replacements: 0 });
    await until(async () => !(await control.call('load.state', {})).isChurning);
    expect((await control.digest({ resource: 'pods' })).versions.size).toBe(5);
  });

  it('goes away again without a trace', async () => {
    const { store, kinds } = site.running.site;
    const left = () => kinds.stored().flatMap((kind) => store.list(kind)).filter(isLoad);
    await control.call('load.create', size);
    await control.call('load.churn', { perSecond: 2000, forMs: 50 });
    await until(async () => !(await control.call('load.state', {})).isChurning);
    expect(left().length).toBeGreaterThan(95);
    expect(await control.call('load.clear', {})).toEqual({ site: 'empty', objects: {}, changes: 0, isChurning: false });
    expect(left()).toEqual([]);
  });

  it('says what it cannot do', async () => {
    await expect(control.call('load.churn', { perSecond: 1 })).rejects.toThrow('There are no pods to change: load.create makes some.');
    await expect(control.call('load.create', { ...size, namespaces: 0 })).rejects.toThrow('Deployments need at least one namespace.');
    await expect(control.call('load.create', { ...size, deployments: 0 })).rejects.toThrow('Pods need at least one Deployment.');
    await control.call('load.create', size);
    await expect(control.call('load.create', size)).rejects.toThrow('There is a load already: load.clear takes it away.');
  });
});
