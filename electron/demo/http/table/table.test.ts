import { expect, it } from 'vitest';
import type { KubeObject } from '../../objects/meta';
import { builtInKinds, kindNamed, type Kind } from '../../store/kinds';
import { toTable } from '.';
import { durationText } from './age';
import { readPath } from './jsonPath';

interface Table {
  columnDefinitions: { name: string; priority: number }[];
  rows: { cells: unknown[] }[];
}

const object = (kind: string, more: Record<string, unknown>, metadata: Record<string, unknown> = {}): KubeObject => ({ apiVersion: 'v1', kind, metadata: { name: 'x', uid: 'u', resourceVersion: '1', creationTimestamp: '2026-01-01T00:00:00Z', ...metadata }, ...more });

/** One row as a record of its columns. */
function row(kind: Kind, shown: KubeObject): Record<string, unknown> {
  const { columnDefinitions, rows } = toTable(kind, [shown], {}) as Table;
  return Object.fromEntries(columnDefinitions.map(({ name }, index) => [name, rows[0]?.cells[index]]));
}

const status = (state: Record<string, unknown>, more: Record<string, unknown> = {}) => ({ name: 'c', ready: false, started: false, restartCount: 0, state, lastState: {}, ...more });
const running = status({ running: {} }, { ready: true, started: true });
const word = (podStatus: Record<string, unknown>, spec: Record<string, unknown> = {}, metadata = {}) =>
  row(kindNamed('Pod'), object('Pod', { spec: { containers: [{ name: 'c' }], ...spec }, status: { phase: 'Running', ...podStatus } }, metadata));

it('says what holds a pod up in the word its first waiting or ended container gives', () => {
  const waiting = (reason: string) => status({ waiting: { reason } });
  const ended = (exitCode: number, reason: string) => status({ terminated: { exitCode, reason } });
  const twoInit = { initContainers: [{ name: 'a' }, { name: 'b' }] };
  expect(word({ containerStatuses: [running] })).toMatchObject({ Ready: '1/1', Status: 'Running', Restarts: '0' });
  expect(word({ phase: 'Pending', containerStatuses: [waiting('ContainerCreating')] })).toMatchObject({ Ready: '0/1', Status: 'ContainerCreating' });
  expect(word({ containerStatuses: [ended(137, 'OOMKilled')] })['Status']).toBe('OOMKilled');
  expect(word({ containerStatuses: [ended(1, '')] })['Status']).toBe('ExitCode:1');
  expect(word({ phase: 'Succeeded', containerStatuses: [ended(0, 'Completed')] }, {}, { deletionTimestamp: '2026-01-01T00:00:00Z' })['Status']).toBe('Completed');
  expect(word({ containerStatuses: [ended(0, 'Completed'), running] }, { containers: [{ name: 'c' }, { name: 'd' }] })).toMatchObject({ Ready: '1/2', Status: 'NotReady' });
  expect(word({ phase: 'Pending', initContainerStatuses: [ended(0, 'Completed'), status({ running: {} })], containerStatuses: [waiting('PodInitializing')] }, twoInit)['Status']).toBe('Init:1/2');
  expect(word({ phase: 'Pending', initContainerStatuses: [waiting('CrashLoopBackOff')], containerStatuses: [waiting('PodInitializing')] }, twoInit)['Status']).toBe('Init:CrashLoopBackOff');
  expect(word({ phase: 'Pending', initContainerStatuses: [ended(2, 'Error')], containerStatuses: [] }, twoInit)['Status']).toBe('Init:Error');
  expect(word({ phase: 'Failed', reason: 'Evicted', containerStatuses: [] })['Status']).toBe('Evicted');
  expect(word({ containerStatuses: [running] }, {}, { deletionTimestamp: '2026-01-01T00:00:00Z' })['Status']).toBe('Terminating');
});

it('counts sidecars among the containers of a pod, and tells when it last restarted', () => {
  const sidecar = { initContainers: [{ name: 's', restartPolicy: 'Always' }] };
  const finishedAt = new Date(Date.now() - 200_000).toISOString();
  const restarted = status({ running: {} }, { ready: true, started: true, restartCount: 2, lastState: { terminated: { exitCode: 1, reason: 'Error', finishedAt } } });
  const shown = word({ initContainerStatuses: [{ ...running, name: 's' }], containerStatuses: [restarted] }, sidecar);
  expect(shown).toMatchObject({ Ready: '2/2', Status: 'Running', Restarts: expect.stringMatching(/^2 \(3m2\ds ago\)$/) as string });
});

it('tells of nodes that take no pods, and what roles they have', () => {
  const node = object('Node', { spec: { unschedulable: true }, status: { conditions: [{ type: 'Ready', status: 'True' }], addresses: [{ type: 'InternalIP', address: '10.0.0.1' }] } }, { labels: { 'node-role.kubernetes.io/worker': '', 'kubernetes.io/role': 'edge' } });
  expect(row(kindNamed('Node'), node)).toMatchObject({ Status: 'Ready,SchedulingDisabled', Roles: 'edge,worker', 'Internal-IP': '10.0.0.1', 'External-IP': '<none>', 'OS-Image': '<unknown>' });
});

it('shows the addresses of services and ingresses as far as they are known', () => {
  const service = (type: string, more = {}) => row(kindNamed('Service'), object('Service', { spec: { type, clusterIP: '10.0.0.2', ports: [{ port: 80, nodePort: 30080, protocol: 'TCP' }], ...more }, status: {} }));
  expect(service('LoadBalancer')).toMatchObject({ 'External-IP': '<pending>', 'Port(s)': '80:30080/TCP' });
  expect(service('ExternalName', { externalName: 'db.example', ports: [], clusterIP: undefined })).toMatchObject({ 'External-IP': 'db.example', 'Cluster-IP': '<none>', 'Port(s)': '<none>' });
  const rules = ['a', 'b', 'c', 'd'].map((host) => ({ host }));
  expect(row(kindNamed('Ingress'), object('Ingress', { spec: { rules, tls: [{}] }, status: { loadBalancer: { ingress: [{ ip: '192.168.49.2' }] } } }))).toMatchObject({ Class: '<none>', Hosts: 'a,b,c + 1 more...', Address: '192.168.49.2', Ports: '80, 443' });
});

it('shows what an autoscaler measures, in either version of it', () => {
  const second = object('HorizontalPodAutoscaler', {
    spec: { scaleTargetRef: { kind: 'Deployment', name: 'web' }, minReplicas: 2, maxReplicas: 5, metrics: [{ type: 'Resource', resource: { name: 'cpu', target: { type: 'Utilization', averageUtilization: 60 } } }] },
    status: { currentReplicas: 3, currentMetrics: [{ type: 'Resource', resource: { name: 'cpu', current: { averageUtilization: 12 } } }] },
  });
  const wanted = { Reference: 'Deployment/web', Targets: 'cpu: 12%/60%', MinPods: '2', MaxPods: 5, Replicas: 3 };
  expect(row(kindNamed('HorizontalPodAutoscaler'), second)).toMatchObject(wanted);
  const view = builtInKinds.find(({ apiVersion }) => apiVersion === 'autoscaling/v1') as Kind;
  expect(row(view, view.view?.show(second) as KubeObject)).toMatchObject(wanted);
});

it('sums quotas up, requests apart from limits', () => {
  expect(row(kindNamed('ResourceQuota'), object('ResourceQuota', { status: { hard: { pods: '5', 'limits.cpu': '2' }, used: { pods: '1', 'limits.cpu': '500m' } } }))).toMatchObject({ Request: 'pods: 1/5', Limit: 'limits.cpu: 500m/2' });
});

it('tells how long ago in the two units that matter', () => {
  const hours = 3600;
  expect([5, 119, 120, 125, 599, 601, 3 * hours, 8 * hours, 47 * hours, 50 * hours, 8 * 24 * hours, 800 * 24 * hours].map((seconds) => durationText(seconds * 1000))).toEqual(['5s', '119s', '2m', '2m5s', '9m59s', '10m', '3h', '8h', '47h', '2d2h', '8d', '2y70d']);
});

it('finds what the paths of custom columns point at', () => {
  const value = { spec: { list: [1, 2] }, metadata: { labels: { 'a.b/c': 'd' } }, status: { conditions: [{ type: 'Ready', status: 'True' }, { type: 'Other', status: 'False' }] } };
  expect(readPath(value, '.spec.list[1]')).toEqual([2]);
  expect(readPath(value, '.spec.list[*]')).toEqual([1, 2]);
  expect(readPath(value, '.metadata.labels.a\\.b/c')).toEqual(['d']);
  expect(readPath(value, ".metadata.labels['a.b/c']")).toEqual(['d']);
  expect(readPath(value, '.status.conditions[?(@.type=="Ready")].status')).toEqual(['True']);
  expect(readPath(value, '.status.nothing')).toEqual([]);
  expect(readPath(value, 'no path')).toEqual([]);
});
