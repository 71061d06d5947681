import type { Job, Pod, ReplicaSet } from '@electron/engine/kube/objects';
import type { KubeObject } from '@electron/engine/kube/types';
import {
  byName, controllerOf, hasEnded, imageLabel, isFinished, isUpdated, isWorkload, jobTime, parseImage, partOfLabel, plainMessage, podsOf, podStatus,
  replicaSetsOf, replicasOf, templateOf, workloadStatus, type OwnershipStores, type StatusContext, type Workload,
} from '@electron/engine/workloads';
import { identity, type NodeDraft } from './draft';
import { allOf, storeOf, type Readable, type TopologyKind, type TopologySource } from './kinds';

/** Finished runs of a CronJob that stay on the topology. */
const keptRuns = 3;

/** Everything that runs pods and is nobody else's part. */
export const visibleWorkloads = (source: TopologySource): Workload[] => {
  const objects: KubeObject[] = [
    ...allOf<KubeObject>(source.Deployment),
    ...allOf<KubeObject>(source.StatefulSet),
    ...allOf<KubeObject>(source.DaemonSet),
    ...allOf<KubeObject>(source.CronJob),
    ...visibleJobs(source),
    ...[...allOf<ReplicaSet>(source.ReplicaSet)].filter((replicaSet) => standsAlone(replicaSet, source) && !isLeftBehind(replicaSet)),
    ...[...allOf<KubeObject>(source.Pod)].filter((pod) => standsAlone(pod, source)),
  ];
  return objects.filter(isWorkload);
};

/** Whether no other node can stand for it: no controller, one of an unknown kind, or one that cannot be read. */
const standsAlone = (object: KubeObject, source: TopologySource): boolean => {
  const owner = controllerOf(object);
  if (!owner) return true;
  const readable: Readable | undefined = source[owner.kind as TopologyKind];
  // An owner of a known kind that is not there (any more) will take its parts along: they do not become nodes for that moment.
  return readable === undefined || readable === 'denied';
};

/** Foreign controllers keep old ReplicaSets at 0 as their history. */
const isLeftBehind = (replicaSet: ReplicaSet): boolean => controllerOf(replicaSet) !== undefined && !replicaSet.spec?.replicas && !replicaSet.status?.replicas;

const visibleJobs = (source: TopologySource): Job[] => {
  const runs = new Map<string, Job[]>();
  const visible: Job[] = [];
  for (const job of allOf<Job>(source.Job)) {
    const owner = controllerOf(job);
    if (owner?.kind !== 'CronJob' || !isFinished(job)) visible.push(job);
    else runs.set(owner.uid, [...(runs.get(owner.uid) ?? []), job]);
  }
  for (const finished of runs.values()) visible.push(...finished.sort((a, b) => jobTime(b) - jobTime(a)).slice(0, keptRuns));
  return visible;
};

export const workloadNode = (workload: Workload, source: TopologySource, context: StatusContext): NodeDraft => {
  const stores: OwnershipStores = { pods: storeOf(source.Pod), replicaSets: storeOf(source.ReplicaSet), jobs: storeOf(source.Job) };
  const replicaSets = replicaSetsOf(workload, stores);
  // Without ReplicaSets a Deployment's pods cannot be told from others.
  const knowsPods = stores.pods !== null && (workload.kind !== 'Deployment' || stores.replicaSets !== null);
  const pods = podsOf(workload, stores);
  const jobs = workload.kind === 'CronJob' ? ((stores.jobs?.ownedBy(workload.metadata.uid) ?? []) as readonly Job[]) : [];
  const replicas = replicasOf(workload);
  // A CronJob's pods are shown on its Jobs; ended pods of what is to run for ever are no replicas.
  const shown = workload.kind === 'CronJob' ? [] : workload.kind === 'Job' || workload.kind === 'Pod' ? pods : pods.filter((pod) => !hasEnded(pod));
  return {
    ...identity(workload),
    application: workload.metadata.labels?.[partOfLabel] ?? templateOf(workload)?.metadata?.labels?.[partOfLabel] ?? null,
    layer: 'workload',
    status: workloadStatus(workload, { pods: knowsPods ? pods : null, replicaSets, jobs }, context),
    facts: facts(workload),
    pods: replicaRows(shown, workload, replicaSets, context),
    replicas: replicas && { ready: replicas.ready, desired: replicas.desired },
  };
};

/** What is to stay comes first: pods of the newest revision, then older ones, then those that are going. Each by name, so that they keep their places. */
const replicaRows = (pods: readonly Pod[], workload: Workload, replicaSets: readonly ReplicaSet[], context: StatusContext): NodeDraft['pods'] =>
  pods
    .map((pod) => ({ pod, isLeaving: pod.metadata.deletionTimestamp !== undefined, updated: isUpdated(pod, workload, replicaSets) }))
    .sort((a, b) => Number(a.isLeaving) - Number(b.isLeaving) || Number(b.updated) - Number(a.updated) || byName(a.pod, b.pod))
    .map(({ pod, updated }) => ({ uid: pod.metadata.uid, name: pod.metadata.name, word: podStatus(pod, context).word, updated }));

const mostImages = 4;
const facts = (workload: Workload): string[] => {
  const images = (templateOf(workload)?.spec?.containers ?? []).slice(0, mostImages).map(({ image = '' }) => image);
  const labels = images.length === 1 ? images.map(imageLabel) : images.map((image) => `${parseImage(image).repository.split('/').at(-1) ?? ''}:${imageLabel(image)}`);
  const schedule = workload.kind === 'CronJob' && workload.spec?.schedule ? [workload.spec.schedule] : [];
  return [...schedule, ...labels].map((fact) => plainMessage(fact, 80));
};
