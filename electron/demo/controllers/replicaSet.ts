import { controllerOf } from '../objects/meta';
import type { Pod, ReplicaSet } from '../objects/workloads';
import type { Site } from '../site';
import { kindNamed } from '../store/kinds';
import { createLoop, keyOf, splitKey } from './loop';
import { byDispensability, isActive, isReady, podFrom, podsOf } from './pods';

const component = 'replicaset-controller';
const writer = { manager: 'kube-controller-manager', operation: 'Update' } as const;

/** Keeps as many pods of a template as are wanted. */
export function runReplicaSets({ store, writes, deletes, events, clock }: Site): void {
  const kind = kindNamed('ReplicaSet');
  const podKind = kindNamed('Pod');
  /** Site time at which a pod became ready, for minReadySeconds. */
  const readySince = new Map<string, number>();

  const isAvailable = (pod: Pod, minReadySeconds: number, again: (ms: number) => void): boolean => {
    if (!isReady(pod)) {
      readySince.delete(pod.metadata.uid);
      return false;
    }
    const since = readySince.get(pod.metadata.uid) ?? clock.elapsedMs();
    readySince.set(pod.metadata.uid, since);
    const leftMs = since + minReadySeconds * 1000 - clock.elapsedMs();
    if (leftMs > 0) again(leftMs);
    return leftMs <= 0;
  };

  const adjust = (replicaSet: ReplicaSet, active: Pod[]) => {
    const missing = replicaSet.spec.replicas - active.length;
    for (let i = 0; i < missing; i += 1) {
      const pod = writes.create(podKind, podFrom(replicaSet.spec.template, replicaSet, { generateName: `${replicaSet.metadata.name}-` }), writer);
      events.record(replicaSet, { reason: 'SuccessfulCreate', message: `Created pod: ${pod.metadata.name}` }, { component });
    }
    if (missing >= 0) return;
    for (const pod of [...active].sort(byDispensability).slice(0, -missing)) {
      deletes.remove(podKind, pod.metadata.namespace, pod.metadata.name);
      events.record(replicaSet, { reason: 'SuccessfulDelete', message: `Deleted pod: ${pod.metadata.name}` }, { component });
    }
  };

  const loop = createLoop(clock, (key) => {
    const replicaSet = store.get(kind, ...splitKey(key)) as ReplicaSet | undefined;
    if (!replicaSet) return;
    if (!replicaSet.metadata.deletionTimestamp) adjust(replicaSet, podsOf(store, replicaSet).filter(isActive));
    const active = podsOf(store, replicaSet).filter(isActive);
    const ready = active.filter(isReady).length;
    const available = active.filter((pod) => isAvailable(pod, replicaSet.spec.minReadySeconds ?? 0, (ms) => loop.enqueue(key, ms))).length;
    const status: ReplicaSet['status'] = {
      replicas: active.length,
      ...(active.length > 0 && { fullyLabeledReplicas: active.length }),
      ...(ready > 0 && { readyReplicas: ready }),
      ...(available > 0 && { availableReplicas: available }),
      ...(replicaSet.metadata.generation !== undefined && { observedGeneration: replicaSet.metadata.generation }),
    };
    writes.update(kind, { ...replicaSet, status }, { ...writer, subresource: 'status' });
  });

  store.onChange((change) => {
    if (change.kind === kind && change.type !== 'DELETED') loop.enqueue(keyOf(change.object));
    if (change.kind !== podKind) return;
    if (change.type === 'DELETED') readySince.delete(change.object.metadata.uid);
    const owner = controllerOf(change.object);
    if (owner?.kind === 'ReplicaSet') loop.enqueue(`${change.object.metadata.namespace}/${owner.name}`);
  });
}
