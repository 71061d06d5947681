import { cloneJson } from '../objects/json';
import type { KubeObject, Draft } from '../objects/meta';
import { controllerOf, ownedBy } from '../objects/meta';
import type { Pod, PodTemplate } from '../objects/workloads';
import { kindNamed } from '../store/kinds';
import type { Store } from '../store/store';
import { conditionOf } from './conditions';

export function podsOf(store: Store, owner: KubeObject): Pod[] {
  return (store.list(kindNamed('Pod'), owner.metadata.namespace) as Pod[]).filter((pod) => controllerOf(pod)?.uid === owner.metadata.uid);
}

export const isFinished = (pod: Pod): boolean => pod.status.phase === 'Succeeded' || pod.status.phase === 'Failed';

/** Counts for its controller: neither finished nor on its way out. */
export const isActive = (pod: Pod): boolean => !isFinished(pod) && !pod.metadata.deletionTimestamp;

export const isReady = (pod: Pod): boolean => conditionOf(pod.status.conditions, 'Ready')?.status === 'True';

/** A pod from a template, owned by its controller. `name` is fixed or a prefix that the server completes. */
export function podFrom(template: PodTemplate, owner: KubeObject, name: { name: string } | { generateName: string }): Draft {
  const { creationTimestamp: _none, ...metadata } = template.metadata ?? {};
  return { apiVersion: 'v1', kind: 'Pod', metadata: { ...cloneJson(metadata), ...name, namespace: owner.metadata.namespace ?? '', ownerReferences: [ownedBy(owner)] }, spec: cloneJson(template.spec) };
}

/** The order in which pods are given up: unassigned, not running, not ready, then the youngest. */
export function byDispensability(a: Pod, b: Pod): number {
  const rank = (pod: Pod) => (pod.spec.nodeName ? 1 : 0) + (pod.status.phase === 'Running' ? 1 : 0) + (isReady(pod) ? 1 : 0);
  return rank(a) - rank(b) || Date.parse(b.metadata.creationTimestamp) - Date.parse(a.metadata.creationTimestamp) || (a.metadata.name < b.metadata.name ? 1 : -1);
}
