import type { Container, ContainerStatus, Deployment, Pod, ReplicaSet } from '@electron/engine/kube/objects';
import type { ObjectMeta } from '@electron/engine/kube/types';

/** Small objects for tests, as the API server would give them. */
export const now = Date.parse('2026-01-01T12:00:00Z');
export const secondsAgo = (seconds: number): string => new Date(now - seconds * 1000).toISOString();

export const meta = (name: string, more: Partial<ObjectMeta> = {}): ObjectMeta => ({
  name, namespace: 'shop', uid: `uid-${name}`, resourceVersion: '1', creationTimestamp: secondsAgo(3600), ...more,
});
export const ownedBy = (kind: string, name: string): Pick<ObjectMeta, 'ownerReferences'> => ({
  ownerReferences: [{ apiVersion: 'apps/v1', kind, name, uid: `uid-${name}`, controller: true }],
});

export const image = '10.0.0.2:5000/apps/uuid:v1';
export const upStatus: ContainerStatus = { name: 'app', ready: true, started: true, restartCount: 0, state: { running: { startedAt: secondsAgo(3000) } } };

export interface PodSketch {
  name?: string;
  metadata?: Partial<ObjectMeta>;
  container?: Partial<Container>;
  status?: Partial<ContainerStatus>;
  spec?: Partial<NonNullable<Pod['spec']>>;
  podStatus?: Partial<NonNullable<Pod['status']>>;
  ready?: boolean;
}

/** A running, ready pod with one container `app`, changed as told. */
export const pod = ({ name = 'uuid-1', metadata, container, status, spec, podStatus, ready = !status }: PodSketch = {}): Pod & { kind: 'Pod' } => ({
  apiVersion: 'v1',
  kind: 'Pod',
  metadata: meta(name, { ...ownedBy('ReplicaSet', 'uuid-rs'), ...metadata }),
  spec: { nodeName: 'node-1', containers: [{ name: 'app', image, ...container }], ...spec },
  status: {
    phase: 'Running',
    conditions: [{ type: 'Ready', status: ready ? 'True' : 'False', reason: ready ? undefined : 'ContainersNotReady', lastTransitionTime: secondsAgo(3000) }],
    containerStatuses: [{ ...upStatus, ready, ...status }],
    ...podStatus,
  },
});

export const waiting = (reason: string, message?: string): Partial<ContainerStatus> => ({ ready: false, state: { waiting: { reason, message } } });

/** A Deployment `uuid` of 3 ready pods, changed as told. */
export const deployment = (
  spec: Partial<NonNullable<Deployment['spec']>> = {},
  status: Partial<NonNullable<Deployment['status']>> = {},
  metadata: Partial<ObjectMeta> = {},
): Deployment & { kind: 'Deployment' } => ({
  apiVersion: 'apps/v1',
  kind: 'Deployment',
  metadata: meta('uuid', { generation: 2, ...metadata }),
  spec: { replicas: 3, selector: { matchLabels: { app: 'uuid' } }, template: { metadata: { labels: { app: 'uuid' } }, spec: { containers: [{ name: 'app', image }] } }, ...spec },
  status: { observedGeneration: 2, replicas: 3, updatedReplicas: 3, readyReplicas: 3, availableReplicas: 3, ...status },
});

export const replicaSet = (name: string, revision: number, owner = 'uuid'): ReplicaSet & { kind: 'ReplicaSet' } => ({
  apiVersion: 'apps/v1',
  kind: 'ReplicaSet',
  metadata: meta(name, { ...ownedBy('Deployment', owner), annotations: { 'deployment.kubernetes.io/revision': String(revision) } }),
  spec: { replicas: 1 },
});
