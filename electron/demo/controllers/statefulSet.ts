import { cloneJson } from '../objects/json';
import { controllerOf } from '../objects/meta';
import type { ControllerRevision, Pod, StatefulSet } from '../objects/workloads';
import type { Site } from '../site';
import { kindNamed } from '../store/kinds';
import { withLabels } from './hash';
import { createLoop, keyOf, splitKey } from './loop';
import { isFinished, isReady, podFrom, podsOf } from './pods';
import { revisionLabel, revisionsOf, syncRevision, trimRevisions } from './revisions';

const source = { component: 'statefulset-controller' };
const writer = { manager: 'kube-controller-manager', operation: 'Update' } as const;

/** Keeps numbered pods with claims of their own, one after the other, and updates them from the highest number down. */
export function runStatefulSets(site: Site): void {
  const { store, writes, deletes, events, clock } = site;
  const kind = kindNamed('StatefulSet');
  const podKind = kindNamed('Pod');
  const claimKind = kindNamed('PersistentVolumeClaim');

  const ordinalOf = (pod: Pod) => Number(/-(\d+)$/.exec(pod.metadata.name)?.[1] ?? -1);

  const createClaims = (set: StatefulSet, podName: string) => {
    for (const { metadata, spec } of set.spec.volumeClaimTemplates ?? []) {
      const name = `${metadata.name}-${podName}`;
      if (store.get(claimKind, set.metadata.namespace, name)) continue;
      writes.create(claimKind, { metadata: { name, namespace: set.metadata.namespace ?? '', labels: { ...set.spec.selector.matchLabels } }, spec: cloneJson(spec) }, writer);
      events.record(set, { reason: 'SuccessfulCreate', message: `create Claim ${name} Pod ${podName} in StatefulSet ${set.metadata.name} success` }, source);
    }
  };

  const createPod = (set: StatefulSet, ordinal: number, revision: ControllerRevision) => {
    const name = `${set.metadata.name}-${ordinal}`;
    createClaims(set, name);
    const labels = { [revisionLabel]: revision.metadata.name, 'statefulset.kubernetes.io/pod-name': name, 'apps.kubernetes.io/pod-index': String(ordinal) };
    const pod = podFrom(withLabels(revision.data.spec.template, labels), set, { name, generateName: `${set.metadata.name}-` });
    const claims = (set.spec.volumeClaimTemplates ?? []).map(({ metadata }) => ({ name: metadata.name, persistentVolumeClaim: { claimName: `${metadata.name}-${name}` } }));
    const spec = pod['spec'] as Pod['spec'];
    writes.create(podKind, { ...pod, spec: { ...spec, hostname: name, subdomain: set.spec.serviceName, volumes: [...claims, ...(spec.volumes ?? [])] } }, writer);
    events.record(set, { reason: 'SuccessfulCreate', message: `create Pod ${name} in StatefulSet ${set.metadata.name} successful` }, source);
  };

  const deletePod = (set: StatefulSet, pod: Pod) => {
    deletes.remove(podKind, pod.metadata.namespace, pod.metadata.name);
    events.record(set, { reason: 'SuccessfulDelete', message: `delete Pod ${pod.metadata.name} in StatefulSet ${set.metadata.name} successful` }, source);
  };

  /** One step at a time: create what is missing, remove what is too much, then replace one old pod. */
  const step = (set: StatefulSet, current: ControllerRevision, update: ControllerRevision) => {
    const pods = new Map(podsOf(store, set).map((pod) => [ordinalOf(pod), pod]));
    const inOrder = set.spec.podManagementPolicy !== 'Parallel';
    const partition = set.spec.updateStrategy.rollingUpdate?.partition ?? 0;
    for (let ordinal = 0; ordinal < set.spec.replicas; ordinal += 1) {
      const pod = pods.get(ordinal);
      if (pod && isFinished(pod)) return deletePod(set, pod);
      if (!pod) createPod(set, ordinal, ordinal < partition ? current : update);
      if (inOrder && (!pod || !isReady(pod) || pod.metadata.deletionTimestamp)) return replaceBroken(set, pod, update);
    }
    const highestFirst = [...pods.values()].sort((a, b) => ordinalOf(b) - ordinalOf(a));
    if (highestFirst.some((pod) => pod.metadata.deletionTimestamp)) return;
    const surplus = highestFirst.find((pod) => ordinalOf(pod) >= set.spec.replicas);
    if (surplus) return deletePod(set, surplus);
    if (set.spec.updateStrategy.type === 'OnDelete') return;
    const outdated = highestFirst.find((pod) => ordinalOf(pod) >= partition && pod.metadata.labels?.[revisionLabel] !== update.metadata.name);
    if (outdated && highestFirst.every((pod) => pod === outdated || isReady(pod))) deletePod(set, outdated);
  };

  /** A pod of an old template that never became ready would block its own repair, so it is replaced. */
  const replaceBroken = (set: StatefulSet, pod: Pod | undefined, update: ControllerRevision) => {
    const isOutdated = pod && pod.metadata.labels?.[revisionLabel] !== update.metadata.name;
    if (isOutdated && !pod.metadata.deletionTimestamp && set.spec.updateStrategy.type === 'RollingUpdate') deletePod(set, pod);
  };

  const publish = (set: StatefulSet, current: ControllerRevision, update: ControllerRevision) => {
    const pods = podsOf(store, set).filter((pod) => !pod.metadata.deletionTimestamp);
    const updated = pods.filter((pod) => pod.metadata.labels?.[revisionLabel] === update.metadata.name);
    const ready = pods.filter(isReady).length;
    const isDone = updated.length === set.spec.replicas && pods.length === updated.length && ready === pods.length;
    const currentRevision = isDone ? update.metadata.name : current.metadata.name;
    const onCurrent = pods.filter((pod) => pod.metadata.labels?.[revisionLabel] === currentRevision).length;
    const status = {
      observedGeneration: set.metadata.generation ?? 1,
      replicas: pods.length,
      ...(ready > 0 && { readyReplicas: ready }),
      availableReplicas: ready,
      ...(onCurrent > 0 && { currentReplicas: onCurrent }),
      ...(updated.length > 0 && { updatedReplicas: updated.length }),
      currentRevision,
      updateRevision: update.metadata.name,
      collisionCount: 0,
    };
    writes.update(kind, { ...set, metadata: { ...set.metadata, resourceVersion: '' }, status }, { ...writer, subresource: 'status' });
    trimRevisions(site, set, update, pods);
  };

  const loop = createLoop(clock, (key) => {
    const set = store.get(kind, ...splitKey(key)) as StatefulSet | undefined;
    if (!set || set.metadata.deletionTimestamp) return;
    const update = syncRevision(site, set);
    const current = revisionsOf(site, set).find(({ metadata }) => metadata.name === set.status.currentRevision) ?? update;
    step(set, current, update);
    publish(set, current, update);
  });

  store.onChange(({ kind: changed, type, object }) => {
    if (changed === kind && type !== 'DELETED') loop.enqueue(keyOf(object));
    if (changed !== podKind) return;
    const owner = controllerOf(object);
    if (owner?.kind === 'StatefulSet') loop.enqueue(`${object.metadata.namespace}/${owner.name}`);
  });
}
