import { describe, expect, it } from 'vitest';
import type { KubeObject } from '@electron/engine/kube/types';
import { createStore } from '@electron/engine/kube/watch/store';
import { deployment, meta, now, ownedBy, pod, replicaSet, secondsAgo, waiting } from '@electron/engine/workloads/objects.fixture';
import { sentenceText } from '@shared/sentences/sentence';
import { buildTopology } from './build';
import { topologyKinds, type Readable, type TopologyKind, type TopologySource } from './kinds';

const source = (objects: readonly KubeObject[], states: Partial<Record<TopologyKind, Readable>> = {}): TopologySource => {
  const readables = topologyKinds.map((kind): [TopologyKind, Readable] => {
    const store = createStore();
    for (const object of objects) if (object.kind === kind) store.put(object);
    return [kind, states[kind] ?? store];
  });
  return Object.fromEntries(readables) as Record<TopologyKind, Readable>;
};
const build = (objects: readonly KubeObject[], states?: Partial<Record<TopologyKind, Readable>>) => {
  const { nodes, edges, groups } = buildTopology(source(objects, states), 'shop', { now, events: () => [] });
  const named = new Map(nodes.map((node) => [node.id, `${node.kind}/${node.name}`]));
  return {
    nodes,
    said: Object.fromEntries(nodes.map(({ kind, name, status }) => [`${kind}/${name}`, `${status.word}: ${sentenceText(status.cause)}`])),
    edges: edges.map(({ from, to, kind }) => `${named.get(from)} ${kind} ${named.get(to)}`).sort(),
    groupOf: Object.fromEntries(nodes.map(({ kind, name, groupId }) => [`${kind}/${name}`, groupId])),
    groups,
  };
};

const object = (kind: string, name: string, fields: object = {}, metadata: Partial<KubeObject['metadata']> = {}): KubeObject => ({ apiVersion: 'v1', kind, metadata: meta(name, { uid: `uid-${kind}-${name}`, ...metadata }), ...fields });
const service = (name: string, selector: object, spec: object = {}) => object('Service', name, { spec: { selector, ports: [{ port: 80, nodePort: 30001 }], ...spec } });
const withLabels = (name: string) => pod({ name, metadata: { ...ownedBy('ReplicaSet', 'uuid-rs'), labels: { app: 'uuid' } } });
const uuid = [deployment({ replicas: 1 }, { replicas: 1, updatedReplicas: 1, readyReplicas: 1, availableReplicas: 1 }), replicaSet('uuid-rs', 1), withLabels('uuid-1')];
const using = (spec: object, name = 'uuid', metadata: Partial<KubeObject['metadata']> = {}) =>
  deployment({ template: { metadata: { labels: { app: name } }, spec: { containers: [{ name: 'app', image: 'r/a:1' }], ...spec } } }, {}, { ...meta(name), ...metadata });
const envFrom = (configMap: string) => ({ containers: [{ name: 'app', image: 'r/a:1', envFrom: [{ configMapRef: { name: configMap } }] }] });

describe('topology', () => {
  it('leads from route to service to workload and its pods', () => {
    const ingress = { ...object('Ingress', 'web'), apiVersion: 'networking.k8s.io/v1', spec: { rules: [{ host: 'a.example.com', http: { paths: [{ backend: { service: { name: 'uuid' } } }] } }] } };
    const { edges, nodes, said, groupOf } = build([ingress, service('uuid', { app: 'uuid' }), ...uuid]);
    expect(edges).toEqual(['Ingress/web routes Service/uuid', 'Service/uuid selects Deployment/uuid']);
    expect(said).toEqual({ 'Ingress/web': 'running: Routes to uuid', 'Service/uuid': 'running: Ready pods behind it: 1 of 1', 'Deployment/uuid': 'running: 1 of 1 ready' });
    expect(nodes.find(({ kind }) => kind === 'Deployment')).toMatchObject({ layer: 'workload', facts: ['v1'], replicas: { ready: 1, desired: 1 }, pods: [{ name: 'uuid-1', word: 'running', updated: true }] });
    expect(nodes.find(({ kind }) => kind === 'Service')?.facts).toEqual(['80 → 30001']);
    expect(new Set(Object.values(groupOf))).toEqual(new Set(['connected:Deployment/uuid']));
  });

  it('puts pods of the newest revision first and those that are going last', () => {
    const of = (name: string, set: string, leaving = false) => pod({ name, metadata: { ...ownedBy('ReplicaSet', set), ...(leaving && { deletionTimestamp: secondsAgo(1) }) } });
    const { nodes } = build([
      deployment(), replicaSet('old', 1), replicaSet('new', 2),
      of('a-new-leaving', 'new', true), of('b-old', 'old'), of('c-old-leaving', 'old', true), of('d-new', 'new'), of('a-old', 'old'), of('c-new', 'new'),
    ]);
    expect(nodes[0]?.pods.map(({ name, updated }) => [name, updated])).toEqual([
      ['c-new', true], ['d-new', true], ['a-old', false], ['b-old', false], ['a-new-leaving', true], ['c-old-leaving', false],
    ]);
  });

  it('reads Ingresses of old servers', () => {
    const ingress = object('Ingress', 'old', { spec: { backend: { serviceName: 'gone', servicePort: 80 } } });
    expect(build([ingress]).said).toEqual({ 'Ingress/old': 'abnormal: Routes to the Service gone, which does not exist', 'Service/gone': 'missing: Service gone is used by old and does not exist' });
  });

  it.each([
    ['nothing matches', [service('s', { app: 'other' })], 'abnormal: Its selector matches no pod, so requests fail: app=other'],
    ['no selector', [service('s', {})], 'unknown: Has no selector: its endpoints are kept by someone else'],
    ['external', [service('s', {}, { type: 'ExternalName', externalName: 'db.example.com' })], 'running: Leads to db.example.com, outside the cluster'],
    ['stopped on purpose', [service('s', { app: 'uuid' }), deployment({ replicas: 0 }, { replicas: 0 })], 'stopped: Everything behind it is stopped'],
    ['broken', [service('s', { app: 'uuid' }), deployment(), replicaSet('uuid-rs', 1), pod({ metadata: { labels: { app: 'uuid' } }, status: waiting('ErrImagePull', 'x') })], 'abnormal: No pod behind it is ready, so requests fail (pods: 1)'],
  ])('says of a service: %s', (_, objects, said) => {
    expect(build(objects).said['Service/s']).toBe(said);
  });

  it('shows used configuration by the names of its keys, never by a value', () => {
    const spec = { containers: [{ name: 'app', image: 'r/a:1', env: [{ name: 'P', valueFrom: { secretKeyRef: { name: 'db', key: 'absent' } } }] }], volumes: [{ name: 'c', configMap: { name: 'settings' } }] };
    const secret = object('Secret', 'db', { data: { password: 'cGxhbnRlZA==' } });
    const config = object('ConfigMap', 'settings', { data: { d: '', a: 'x', b: '', c: '' } });
    const result = build([using(spec), secret, config, object('ConfigMap', 'unused'), object('ConfigMap', 'kube-root-ca.crt')]);
    expect(result.said).toMatchObject({ 'Secret/db': 'abnormal: Has no key absent, which uuid needs', 'ConfigMap/settings': 'idle: Used; keys: 4' });
    expect(result.nodes.find(({ kind }) => kind === 'ConfigMap')?.facts).toEqual(['a', 'b', 'c', '+1']);
    expect(result.edges).toEqual(['Deployment/uuid uses ConfigMap/settings', 'Deployment/uuid uses Secret/db']);
    expect(JSON.stringify(result)).not.toMatch(/unused|cGxhbnRlZA|planted/);
  });

  it('tells what is missing from what may not be read, is optional, or is not read yet', () => {
    const optional = { containers: [{ name: 'app', image: 'a', envFrom: [{ configMapRef: { name: 'perhaps', optional: true } }, { secretRef: { name: 's' } }] }] };
    const objects = [using(envFrom('absent')), using(optional, 'other')];
    expect(build(objects, { Secret: 'denied' }).said).toMatchObject({
      'ConfigMap/absent': 'missing: ConfigMap absent is used by uuid and does not exist',
      'Secret/s': 'unknown: Not readable with these permissions: nobody knows whether it exists',
    });
    expect(Object.keys(build(objects, { Secret: 'loading', ConfigMap: 'loading' }).said)).toEqual(['Deployment/uuid', 'Deployment/other']);
    expect(build(objects).said).not.toHaveProperty('ConfigMap/perhaps');
  });

  it('connects claims, those from templates too', () => {
    const statefulSet = { ...object('StatefulSet', 'db'), spec: { replicas: 1, template: {}, volumeClaimTemplates: [{ metadata: { name: 'data' } }] } };
    const claim = (name: string) => object('PersistentVolumeClaim', name, { spec: { volumeName: 'pv-1', storageClassName: 'fast' }, status: { phase: 'Bound', capacity: { storage: '1Gi' } } });
    const { edges, said, nodes } = build([statefulSet, claim('data-db-0'), claim('data-db-x'), claim('left')]);
    expect(edges).toEqual(['StatefulSet/db mounts PersistentVolumeClaim/data-db-0']);
    expect(said['PersistentVolumeClaim/left']).toBe('running: Bound to volume pv-1');
    expect(nodes.find(({ name }) => name === 'left')?.facts).toEqual(['1Gi', 'fast']);
  });

  it('keeps the last three finished runs of a CronJob and all that run', () => {
    const run = (name: string, ago: number, finished = true) => object('Job', name, finished ? { status: { conditions: [{ type: 'Complete', status: 'True', lastTransitionTime: secondsAgo(ago) }] } } : { status: { active: 1 } }, ownedBy('CronJob', 'CronJob-nightly'));
    const { edges } = build([object('CronJob', 'nightly', { spec: { schedule: '@daily' } }), run('a', 400), run('b', 300), run('c', 200), run('d', 100), run('e', 0, false)]);
    expect(edges).toEqual(['b', 'c', 'd', 'e'].map((name) => `CronJob/nightly owns Job/${name}`));
  });

  it('shows pods and ReplicaSets that nothing else stands for', () => {
    const foreign = { ownerReferences: [{ apiVersion: 'x/v1', kind: 'Rollout', name: 'r', uid: 'uid-r', controller: true }] };
    const orphan = pod({ name: 'orphan', metadata: ownedBy('ReplicaSet', 'deleted') });
    const history = { ...replicaSet('history', 1), metadata: meta('history', foreign), spec: { replicas: 0 } };
    const live = { ...history, metadata: meta('live', foreign), spec: { replicas: 1 } };
    const { said } = build([pod({ name: 'bare', metadata: { ownerReferences: undefined } }), pod({ name: 'foreign', metadata: foreign }), orphan, history, live]);
    expect(Object.keys(said)).toEqual(['ReplicaSet/live', 'Pod/bare', 'Pod/foreign']);
  });

  it('survives objects that have nothing but a name, and hostile ones', () => {
    const bare = topologyKinds.map((kind) => object(kind, `bare-${kind.toLowerCase()}`));
    const hostile = service('evil', { '<b>': '\u0007'.repeat(5000) });
    expect(build([...bare, hostile]).said['Service/evil']).toBe('abnormal: Its selector matches no pod, so requests fail: <b>=');
  });
});

describe('groups', () => {
  const part = (application: string) => ({ labels: { 'app.kubernetes.io/part-of': application } });

  it('follow the label, and what only serves a labelled workload joins it', () => {
    const { groupOf, groups } = build([using(envFrom('shared'), 'a', part('shop')), using(envFrom('own'), 'b', part('blog')), service('a', { app: 'a' }), object('ConfigMap', 'shared'), object('ConfigMap', 'own')]);
    expect(groupOf).toEqual({ 'Deployment/a': 'label:shop', 'Deployment/b': 'label:blog', 'Service/a': 'label:shop', 'ConfigMap/shared': 'label:shop', 'ConfigMap/own': 'label:blog' });
    expect(groups).toContainEqual({ id: 'label:shop', name: 'shop', source: 'label' });
  });

  it('hang together by shared configuration, are named after the oldest workload, and a pull credential joins nobody', () => {
    const pulls = { imagePullSecrets: [{ name: 'registry' }] };
    const objects = [
      using({ ...envFrom('c'), ...pulls }, 'a', { creationTimestamp: secondsAgo(10) }), using({ ...envFrom('c') }, 'z', { creationTimestamp: secondsAgo(99) }), using(pulls, 'alone'),
      object('ConfigMap', 'c'), object('Secret', 'registry'),
    ];
    expect(build(objects).groupOf).toEqual({
      'Deployment/a': 'connected:Deployment/z', 'Deployment/z': 'connected:Deployment/z', 'ConfigMap/c': 'connected:Deployment/z', 'Deployment/alone': 'connected:Deployment/alone', 'Secret/registry': 'connected:Deployment/alone',
    });
  });

  it('do not swallow an unlabelled workload for a shared ConfigMap, but for a Service of the application', () => {
    const shared = [using(envFrom('c'), 'labelled', part('shop')), using(envFrom('c'), 'free'), object('ConfigMap', 'c', {}, part('shop'))];
    expect(build(shared).groupOf['Deployment/free']).toBe('connected:Deployment/free');
    expect(build([...shared, object('Service', 's', { spec: { selector: { app: 'free' } } }, part('shop'))]).groupOf['Deployment/free']).toBe('label:shop');
  });
});
