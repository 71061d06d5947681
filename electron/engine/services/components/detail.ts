import type { ControllerRevision, HorizontalPodAutoscaler, Job, KubeEvent, Pod, ReplicaSet } from '@electron/engine/kube/objects';
import {
  byName, changeCauseAnnotation, containerImages, eventTime, hasEnded, partOfLabel, plainCause, plainMessage, podImages, podRevision, podStatus, replicasOf, templateOf, timeOf,
  workloadStatus, type StatusContext, type Workload,
} from '@electron/engine/workloads';
import type { ComponentDetail, ComponentRef, EventRow, PodRow, WorkloadKind } from '@shared/model/component';
import type { Freshness } from '@shared/model/freshness';
import { sentence, type Sentence } from '@shared/sentences/sentence';

export type ComponentObject = Extract<Workload, { kind: WorkloadKind }>;

/** A component's objects as they are now. */
export interface ComponentParts {
  workload: ComponentObject;
  /** Null where they cannot be read. */
  pods: readonly Pod[] | null;
  replicaSets: readonly ReplicaSet[];
  controllerRevisions: readonly ControllerRevision[];
  jobs: readonly Job[];
  events: readonly KubeEvent[];
  autoscaler: HorizontalPodAutoscaler | undefined;
}

const mostEvents = 100;
const longestEvent = 1000;

/** What the panel shows of these objects. Pure. */
export const componentDetail = (ref: ComponentRef, parts: ComponentParts, freshness: Freshness, notes: Sentence[], context: StatusContext): ComponentDetail => {
  const { workload } = parts;
  const { metadata } = workload;
  const pods = [...(parts.pods ?? [])].sort(byName);
  const conditions = workload.kind === 'CronJob' ? [] : (workload.status?.conditions ?? []);
  return {
    ref,
    uid: metadata.uid,
    application: metadata.labels?.[partOfLabel] ?? templateOf(workload)?.metadata?.labels?.[partOfLabel] ?? metadata.name,
    status: workloadStatus(workload, parts, context),
    gone: false,
    freshness,
    createdAt: timeOf(metadata.creationTimestamp) ?? 0,
    generation: metadata.generation ?? 0,
    observedGeneration: observedGeneration(workload),
    images: containerImages(templateOf(workload)?.spec, pods.filter((pod) => !hasEnded(pod))),
    replicas: replicasOf(workload),
    strategy: strategyOf(workload),
    paused: (workload.kind === 'Deployment' && workload.spec?.paused) || false,
    autoscaler: autoscalerOf(parts.autoscaler),
    changeCause: plainCause(metadata.annotations?.[changeCauseAnnotation]),
    labels: metadata.labels ?? {},
    conditions: conditions.map(({ type, status, reason = '', message, lastTransitionTime }) => ({ type, status, reason, message: plainMessage(message, longestEvent), at: timeOf(lastTransitionTime) })),
    pods: pods.map((pod) => podRow(pod, parts, context)),
    events: [...parts.events].sort((a, b) => eventTime(b) - eventTime(a)).slice(0, mostEvents).map(eventRow),
    notes,
  };
};

/** The panel's content while nothing is known of the component. */
export const blankDetail = (ref: ComponentRef, freshness: Freshness, cause: Sentence): ComponentDetail => ({
  ref, uid: '', application: '', status: { word: 'unknown', cause }, gone: false, freshness, createdAt: 0, generation: 0, observedGeneration: 0, images: [], replicas: null,
  strategy: null, paused: false, autoscaler: null, changeCause: null, labels: {}, conditions: [], pods: [], events: [], notes: [],
});

/** What remains to be shown of a component that was deleted. */
export const goneDetail = (last: ComponentDetail, freshness: Freshness): ComponentDetail => ({
  ...last,
  gone: true,
  freshness,
  status: { word: 'missing', cause: sentence('component.gone', { kind: last.ref.kind, name: last.ref.name }) },
});

const observedGeneration = (workload: ComponentObject): number => {
  // Jobs and CronJobs do not count what they have seen.
  if (workload.kind === 'Job' || workload.kind === 'CronJob') return workload.metadata.generation ?? 0;
  return workload.status?.observedGeneration ?? 0;
};

const strategyOf = (workload: ComponentObject): string | null => {
  if (workload.kind === 'Deployment') return workload.spec?.strategy?.type ?? null;
  return workload.kind === 'StatefulSet' || workload.kind === 'DaemonSet' ? (workload.spec?.updateStrategy?.type ?? null) : null;
};

const autoscalerOf = (autoscaler: HorizontalPodAutoscaler | undefined): ComponentDetail['autoscaler'] =>
  autoscaler ? { name: autoscaler.metadata.name, min: autoscaler.spec?.minReplicas ?? 1, max: autoscaler.spec?.maxReplicas ?? 1 } : null;

const podRow = (pod: Pod, { replicaSets, controllerRevisions }: ComponentParts, context: StatusContext): PodRow => {
  const statuses = pod.status?.containerStatuses ?? [];
  const ends = statuses.map(({ lastState }) => timeOf(lastState?.terminated?.finishedAt)).filter((time) => time !== null);
  return {
    uid: pod.metadata.uid,
    name: pod.metadata.name,
    status: podStatus(pod, context),
    ready: `${statuses.filter(({ ready }) => ready).length}/${pod.spec?.containers?.length ?? 0}`,
    restarts: statuses.reduce((sum, { restartCount = 0 }) => sum + restartCount, 0),
    lastRestartAt: ends.length > 0 ? Math.max(...ends) : null,
    node: pod.spec?.nodeName ?? null,
    ip: pod.status?.podIP ?? null,
    createdAt: timeOf(pod.metadata.creationTimestamp) ?? 0,
    deleting: pod.metadata.deletionTimestamp !== undefined,
    images: podImages(pod),
    revision: podRevision(pod, replicaSets, controllerRevisions),
  };
};

const eventRow = (event: KubeEvent): EventRow => {
  const lastAt = eventTime(event);
  return {
    uid: event.metadata.uid,
    type: event.type === 'Warning' ? 'Warning' : 'Normal',
    reason: plainMessage(event.reason, 100),
    message: plainMessage(event.message, longestEvent),
    count: event.series?.count ?? event.count ?? 1,
    object: `${event.involvedObject?.kind ?? ''}/${event.involvedObject?.name ?? ''}`,
    source: event.source?.component ?? event.reportingComponent ?? '',
    firstAt: timeOf(event.firstTimestamp) ?? timeOf(event.eventTime) ?? lastAt,
    lastAt,
  };
};
