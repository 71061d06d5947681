import type { KubeObject } from '@electron/engine/kube/types';
import { partOfLabel } from '@electron/engine/workloads';
import type { TopologyEdge, TopologyNode } from '@shared/model/topology';

/** A node before it is known which group it belongs to. */
export interface NodeDraft extends Omit<TopologyNode, 'groupId'> {
  /** The application that its label names. */
  application: string | null;
  /** ISO; the oldest workload gives a group its name. */
  createdAt: string;
}

export interface EdgeDraft extends TopologyEdge {
  /** Whether it shows that its ends belong to one application. A shared pull credential does not. */
  binds: boolean;
}

export type Draft<K extends keyof NodeDraft> = Pick<NodeDraft, K>;

/** The part of a node that every object has. */
export const identity = ({ apiVersion, kind, metadata }: KubeObject): Draft<'id' | 'apiVersion' | 'kind' | 'name' | 'application' | 'createdAt' | 'pods' | 'replicas'> => ({
  id: metadata.uid,
  apiVersion,
  kind,
  name: metadata.name,
  application: metadata.labels?.[partOfLabel] ?? null,
  createdAt: metadata.creationTimestamp ?? '',
  pods: [],
  replicas: null,
});

export const edge = (kind: TopologyEdge['kind'], from: string, to: string, binds = true): EdgeDraft => ({ id: `${kind}:${from}>${to}`, from, to, kind, binds });

/** What takes the place of an object that is referred to and is not there, or cannot be seen. */
export const absent = (kind: string, name: string, layer: TopologyNode['layer'], status: TopologyNode['status']): NodeDraft => ({
  id: `${status.word === 'missing' ? 'missing' : 'unreadable'}:${kind}/${name}`,
  apiVersion: 'v1',
  kind,
  name,
  layer,
  status,
  facts: [],
  pods: [],
  replicas: null,
  application: null,
  createdAt: '',
});
