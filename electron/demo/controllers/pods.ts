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

/**
 * The order in which pods are given up: unassigned, pending, not ready, cheap to delete, on a node with more of them, ready for a
 * shorter time, restarted more often, the youngest.
 * @param all the pods they are compared among
 */
export function byDispensability(all: readonly Pod[]): (a: Pod, b: Pod) => number {
  const perNode = new Map<string | undefined, number>();
  for (const { spec } of all) perNode.set(spec.nodeName, (perNode.get(spec.nodeName) ?? 0) + 1);
  const ranks: ((pod: Pod) => number)[] = [
    (pod) => (pod.spec.nodeName ? 1 : 0),
    (pod) => (pod.status.phase === 'Running' ? 1 : 0),
    (pod) => (isReady(pod) ? 1 : 0),
    (pod) => Number(pod.metadata.annotations?.['controller.kubernetes.io/pod-deletion-cost'] ?? 0),
    (pod) => -(perNode.get(pod.spec.nodeName) ?? 0),
    (pod) => -Date.parse(conditionOf(pod.status.conditions, 'Ready')?.lastTransitionTime ?? '') || 0,
    (pod) => -Math.max(0, ...(pod.status.containerStatuses ?? []).map(({ restartCount }) => restartCount)),
    (pod) => -Date.parse(pod.metadata.creationTimestamp),
  ];
  return (a, b) => {
    for (const rank of ranks) if (rank(a) !== rank(b)) return rank(a) - rank(b);
    return a.metadata.name < b.metadata.name ? 1 : -1;
  };
}
