import { afterEach, describe, expect, it } from 'vitest';
import { createOpenEnvironment } from '@electron/engine/services/openEnvironment.fixture';
import { deployment, meta, ownedBy, pod, replicaSet, waiting } from '@electron/engine/workloads/objects.fixture';
import type { TopologyDelta } from '@shared/model/topology';
import { topologyDeltaSchema } from '@shared/model/topology';
import { sentence, sentenceText } from '@shared/sentences/sentence';
import { objectYaml } from './objectYaml';
import { watchTopology } from './watch';

const one = deployment({ replicas: 1 }, { replicas: 1, updatedReplicas: 1, readyReplicas: 1, availableReplicas: 1 });
const ready = pod({ name: 'uuid-1' });
const aborts: AbortController[] = [];
afterEach(() => aborts.splice(0).forEach((abort) => abort.abort()));

const watch = (site: ReturnType<typeof createOpenEnvironment>) => {
  const abort = new AbortController();
  aborts.push(abort);
  const deltas = watchTopology(site.open, abort.signal);
  return async (): Promise<TopologyDelta> => topologyDeltaSchema.parse((await deltas.next()).value);
};
const said = ({ nodes }: TopologyDelta): string[] => nodes.map(({ name, status }) => `${name} ${status.word}: ${sentenceText(status.cause)}`);

describe('watching a topology', () => {
  it('sends everything, then what changed and what went', async () => {
    const site = createOpenEnvironment([one, replicaSet('uuid-rs', 1), ready]);
    const next = watch(site);
    expect(said(await next())).toEqual(['uuid running: 1 of 1 ready']);
    site.put({ apiVersion: 'v1', kind: 'Service', metadata: meta('front'), spec: { selector: { app: 'uuid' } } });
    const added = await next();
    expect([said(added).length, added.edges.map(({ kind }) => kind)]).toEqual([1, ['selects']]);
    site.remove(one);
    expect(await next()).toMatchObject({ removedNodes: ['uid-uuid'], removedEdges: [added.edges[0]?.id] });
  });

  it('waits for the kinds without which it would say something wrong, and says what it waits for', async () => {
    const site = createOpenEnvironment([one, replicaSet('uuid-rs', 1), ready]);
    site.become('ReplicaSet', { state: 'connecting', reason: sentence('environment.connecting', { server: 'k' }) });
    const next = watch(site);
    expect(await next()).toMatchObject({ nodes: [], freshness: { state: 'connecting', reason: { key: 'environment.connecting' } } });
    site.become('ReplicaSet', {});
    expect(said(await next())).toEqual(['uuid running: 1 of 1 ready']);
  });

  it('keeps what it knows when a cache goes stale, and names kinds that may not be listed', async () => {
    const site = createOpenEnvironment([one, replicaSet('uuid-rs', 1), ready]);
    site.become('Secret', { state: 'denied' });
    const next = watch(site);
    expect(await next()).toMatchObject({ freshness: { state: 'live' }, denied: [{ kind: 'Secret', resource: 'secrets' }] });
    site.become('Pod', { state: 'stale', since: 5 });
    expect(await next()).toMatchObject({ nodes: [], removedNodes: [], freshness: { state: 'stale', since: 5 } });
  });

  it('says when the namespace is gone', async () => {
    const site = createOpenEnvironment();
    site.answers.delete('/api/v1/namespaces/shop');
    const next = watch(site);
    let delta = await next();
    if (delta.freshness.reason === null) delta = await next();
    expect(delta.freshness).toMatchObject({ state: 'stale', reason: { key: 'environment.namespaceGone', params: { namespace: 'shop' } } });
  });

  it('opens events only when a status wants one', async () => {
    const image = '10.0.0.2:5000/apps/uuid:v1';
    const failed = { apiVersion: 'v1', kind: 'Event', metadata: meta('e'), type: 'Warning', reason: 'Failed', message: `Failed to pull image "${image}": manifest unknown`, involvedObject: { uid: 'uid-uuid-2' } };
    const site = createOpenEnvironment([one, replicaSet('uuid-rs', 1), ready, failed]);
    const next = watch(site);
    await next();
    expect(site.leased()).not.toContain('Event');
    site.put(pod({ name: 'uuid-2', metadata: ownedBy('ReplicaSet', 'uuid-rs'), status: waiting('ImagePullBackOff', `Back-off pulling image "${image}"`) }));
    let delta = await next();
    if (said(delta)[0]?.includes('waits')) delta = await next();
    expect(said(delta)).toEqual([`uuid partlyAbnormal: Image ${image} does not exist in the registry (container app)`]);
  });
});

describe('YAML of an object', () => {
  const signal = new AbortController().signal;

  it('is read from the server, in the namespace of the environment', async () => {
    const site = createOpenEnvironment();
    site.answers.set('/api/v1/namespaces/shop/secrets/db', { apiVersion: 'v1', kind: 'Secret', metadata: { name: 'db' }, data: { a: 'eA==' } });
    expect(await objectYaml(site.open, { apiVersion: 'v1', kind: 'Secret', name: 'db' }, signal)).toMatchObject({ masked: true, yaml: expect.stringContaining('a: ••• (1 bytes)') as string });
  });

  it.each([
    ['object.notFound', { apiVersion: 'v1', kind: 'ConfigMap', name: 'gone' }],
    ['component.kindNotServed', { apiVersion: 'x/v1', kind: 'Unserved', name: 'a' }],
    ['component.kindNotServed', { apiVersion: 'v1', kind: 'Node', name: 'node-1' }],
  ])('is refused with %s', async (key, ref) => {
    await expect(objectYaml(createOpenEnvironment().open, ref, signal)).rejects.toMatchObject({ code: 'NOT_FOUND', sentence: { key } });
  });
});
