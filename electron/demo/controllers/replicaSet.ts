import { StatusError } from '../http/status';
import type { Condition, Pod, ReplicaSet } from '../objects/workloads';
import type { Site } from '../site';
import { kindNamed } from '../store/kinds';
import { timestamp } from '../time/clock';
import { claimed, controllersOf } from './adopt';
import { withCondition } from './conditions';
import { createLoop, keyOf, splitKey } from './loop';
import { byDispensability, isActive, isReady, podFrom } from './pods';

const component = 'replicaset-controller';
const writer = { manager: 'kube-controller-manager', operation: 'Update' } as const;
/** After pods were refused: by a quota, or for a service account that does not exist. */
const refusedRetryMs = 5000;

interface Failure {
  reason: 'FailedCreate' | 'FailedDelete';
  message: string;
}

/** Keeps as many pods of a template as are wanted. */
export function runReplicaSets(site: Site): void {
  const { store, writes, deletes, events, clock } = site;
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

  /** The server refuses for a reason that people can mend: it is told as an event and in the status, and tried again. */
  const createPod = (replicaSet: ReplicaSet): Failure | undefined => {
    try {
      const pod = writes.create(podKind, podFrom(replicaSet.spec.template, replicaSet, { generateName: `${replicaSet.metadata.name}-` }), writer);
      events.record(replicaSet, { reason: 'SuccessfulCreate', message: `Created pod: ${pod.metadata.name}` }, { component });
      return undefined;
    } catch (error) {
      if (!(error instanceof StatusError)) throw error;
      events.record(replicaSet, { type: 'Warning', reason: 'FailedCreate', message: `Error creating: ${error.message}` }, { component });
      return { reason: 'FailedCreate', message: error.message };
    }
  };

  const adjust = (replicaSet: ReplicaSet, active: Pod[]): Failure | undefined => {
    const missing = replicaSet.spec.replicas - active.length;
    for (let i = 0; i < missing; i += 1) {
      const failure = createPod(replicaSet);
      // What one pod was refused for the next would be refused for too.
      if (failure) return failure;
    }
    if (missing >= 0) return undefined;
    for (const pod of [...active].sort(byDispensability(active)).slice(0, -missing)) {
      deletes.remove(podKind, pod.metadata.namespace, pod.metadata.name);
      events.record(replicaSet, { reason: 'SuccessfulDelete', message: `Deleted pod: ${pod.metadata.name}` }, { component });
    }
    return undefined;
  };

  const conditionsOf = (replicaSet: ReplicaSet, failure: Failure | undefined): Condition[] =>
    failure ? withCondition(replicaSet.status.conditions, { type: 'ReplicaFailure', status: 'True', ...failure }, timestamp(clock.now())) : [];

  const loop = createLoop(clock, (key) => {
    const replicaSet = store.get(kind, ...splitKey(key)) as ReplicaSet | undefined;
    if (!replicaSet) return;
    const active = claimed<Pod>(site, podKind, replicaSet).filter(isActive);
    const failure = replicaSet.metadata.deletionTimestamp ? undefined : adjust(replicaSet, active);
    if (failure) loop.enqueue(key, refusedRetryMs);
    // What was just made or deleted counts from its own change on.
    const ready = active.filter(isReady).length;
    const available = active.filter((pod) => isAvailable(pod, replicaSet.spec.minReadySeconds ?? 0, (ms) => loop.enqueue(key, ms))).length;
    const labels = Object.entries(replicaSet.spec.template.metadata?.labels ?? {});
    const labelled = active.filter(({ metadata }) => labels.every(([name, value]) => metadata.labels?.[name] === value)).length;
    const conditions = conditionsOf(replicaSet, failure);
    const status: ReplicaSet['status'] = {
      replicas: active.length,
      ...(labelled > 0 && { fullyLabeledReplicas: labelled }),
      ...(ready > 0 && { readyReplicas: ready }),
      ...(available > 0 && { availableReplicas: available }),
      ...(replicaSet.metadata.generation !== undefined && { observedGeneration: replicaSet.metadata.generation }),
      ...(conditions.length > 0 && { conditions }),
    };
    writes.update(kind, { ...replicaSet, metadata: { ...replicaSet.metadata, resourceVersion: '' }, status }, { ...writer, subresource: 'status' });
  });

  store.onChange((change) => {
    if (change.kind === kind && change.type !== 'DELETED') loop.enqueue(keyOf(change.object));
    if (change.kind !== podKind) return;
    if (change.type === 'DELETED') readySince.delete(change.object.metadata.uid);
    for (const key of controllersOf(site, kind, change.object)) loop.enqueue(key);
  });
}
