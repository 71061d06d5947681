import type { Condition, Job, KubeEvent, Pod, ReplicaSet } from '@electron/engine/kube/objects';
import type { Replicas } from '@shared/model/component';
import type { Status } from '@shared/model/status';
import { sentence } from '@shared/sentences/sentence';
import { eventTime, newestWarning } from './events';
import { cronJobStatus, jobStatus } from './jobStatus';
import { plainMessage } from './message';
import { isUpdated } from './ownership';
import { hasEnded, isReady, podStatus, type StatusContext } from './podStatus';
import { replicasOf } from './replicas';
import type { Workload } from './workload';

/** What belongs to a workload, as found by `ownership.ts`. */
export interface WorkloadParts {
  /** Null where pods cannot be read: then only the controller's own counting is told. */
  pods: readonly Pod[] | null;
  replicaSets: readonly ReplicaSet[];
  /** A CronJob's. */
  jobs: readonly Job[];
}

type Replicated = Extract<Workload, { kind: 'Deployment' | 'StatefulSet' | 'DaemonSet' | 'ReplicaSet' }>;

/**
 * The state of a workload with its cause. Pure: equal arguments give equal answers.
 * The cause is the most telling thing known: what is wrong with a pod before what a counter says.
 */
export const workloadStatus = (workload: Workload, parts: WorkloadParts, context: StatusContext): Status => {
  if (workload.kind === 'Pod') return podStatus(workload, context);
  if (workload.metadata.deletionTimestamp) return beingDeleted(workload);
  if (workload.kind === 'CronJob') return cronJobStatus(workload, parts.jobs);
  if (workload.kind === 'Job') return jobStatus(workload, parts.pods, context);
  return replicatedStatus(workload, parts, context);
};

const beingDeleted = (workload: Workload): Status => {
  // Kubernetes' own finalizers only mean that the parts go first.
  const finalizer = workload.metadata.finalizers?.find((name) => name !== 'foregroundDeletion' && name !== 'orphan');
  return { word: 'stopping', cause: finalizer ? sentence('status.deletingHeld', { finalizer: plainMessage(finalizer) }) : sentence('status.deleting') };
};

const replicatedStatus = (workload: Replicated, parts: WorkloadParts, context: StatusContext): Status => {
  const counts = replicasOf(workload) ?? { desired: 0, current: 0, updated: 0, ready: 0, available: 0 };
  const isObserved = (workload.status?.observedGeneration ?? 0) >= (workload.metadata.generation ?? 0);
  return (
    (isObserved ? switchedOff(workload, counts, parts.pods) : null) ??
    broken(workload, counts, parts, context) ??
    paused(workload, counts) ??
    (isObserved ? null : ({ word: 'upgrading', cause: sentence('status.notObserved') } satisfies Status)) ??
    upgrading(workload, counts) ??
    reachingReady(workload, counts, parts.pods) ??
    running(workload, counts, parts.pods)
  );
};

/** Nothing is wanted of it: that is a state, not a fault. */
const switchedOff = (workload: Replicated, counts: Replicas, pods: readonly Pod[] | null): Status | null => {
  if (counts.desired > 0) return null;
  const left = pods ? pods.filter((pod) => !hasEnded(pod)).length : counts.current;
  if (left > 0) return { word: 'stopping', cause: sentence('status.stoppingPods', { pods: left }) };
  return workload.kind === 'DaemonSet' ? { word: 'idle', cause: sentence('status.noNode') } : { word: 'stopped', cause: sentence('status.stopped') };
};

const broken = (workload: Replicated, counts: Replicas, parts: WorkloadParts, context: StatusContext): Status | null => {
  const cause = refusedPods(workload, counts, context) ?? worstPod(workload, counts, parts, context)?.cause ?? deadline(workload, counts);
  if (!cause) return null;
  // A crashing container without a readiness probe counts as ready for the seconds that it lives: that serves nobody.
  const onlySeemReady = (parts.pods ?? []).filter((pod) => isReady(pod) && podStatus(pod, context).word === 'abnormal').length;
  return { word: counts.ready - onlySeemReady > 0 ? 'partlyAbnormal' : 'abnormal', cause };
};

/** Quota and admission: there is no pod to look at, since none may be made. */
const refusedPods = (workload: Replicated, counts: Replicas, context: StatusContext) => {
  const failure = condition(workload, 'ReplicaFailure');
  if (failure?.status === 'True') return refusal(failure.message);
  // StatefulSets and DaemonSets have no such condition, only events, which outlive their reason.
  if (workload.kind === 'Deployment' || counts.current >= counts.desired) return null;
  const event = newestWarning(context.events(workload.metadata.uid), ['FailedCreate']);
  return event && isFresh(event, context.now) ? refusal(event.message) : null;
};

/** Controllers repeat a failed creation with back-off, so a refusal that lasts is never older than this. */
const refusalMs = 17 * 60_000;
const isFresh = (event: KubeEvent, now: number): boolean => now - eventTime(event) < refusalMs;

const refusal = (message: string | undefined) => {
  const said = plainMessage((message ?? '').replace(/^(?:create Pod \S+ in \S+ \S+ failed )?(?:Error creating: )?(?:error: )?(?:pods "[^"]*" is forbidden: )?/, ''));
  return /exceeded quota/.test(said) ? sentence('status.quota', { message: said }) : sentence('status.podsRefused', { message: said });
};

/** The pod whose trouble tells most: of the present template first, and an ended one only while it is not replaced. */
const worstPod = (workload: Replicated, counts: Replicas, parts: WorkloadParts, context: StatusContext): Status | null => {
  const isShort = counts.ready < counts.desired;
  let worst: { status: Status; rank: number } | null = null;
  for (const pod of parts.pods ?? []) {
    if (hasEnded(pod) && !isShort) continue;
    const status = podStatus(pod, context);
    if (status.word !== 'abnormal' && status.word !== 'unknown') continue;
    const rank = (hasEnded(pod) ? 4 : 0) + (pod.metadata.deletionTimestamp ? 2 : 0) + (isUpdated(pod, workload, parts.replicaSets) ? 0 : 1);
    if (!worst || rank < worst.rank) worst = { status, rank };
  }
  return worst?.status ?? null;
};

const deadline = (workload: Replicated, counts: Replicas) => {
  if (workload.kind !== 'Deployment' || condition(workload, 'Progressing')?.reason !== 'ProgressDeadlineExceeded') return null;
  const { desired, updated, ready } = counts;
  return sentence('status.deadline', { seconds: workload.spec?.progressDeadlineSeconds ?? 600, updated, desired, ready });
};

const paused = (workload: Replicated, { ready, desired }: Replicas): Status | null =>
  workload.kind === 'Deployment' && workload.spec?.paused ? { word: 'paused', cause: sentence('status.paused', { ready, desired }) } : null;

const upgrading = (workload: Replicated, { desired, current, updated, ready }: Replicas): Status | null => {
  if (workload.kind === 'ReplicaSet') return null;
  if (workload.kind === 'StatefulSet' && workload.status?.updateRevision === workload.status?.currentRevision) return null;
  const wanted = desired - (workload.kind === 'StatefulSet' ? (workload.spec?.updateStrategy?.rollingUpdate?.partition ?? 0) : 0);
  const old = current - updated;
  if (old <= 0 || (workload.kind === 'StatefulSet' && updated >= wanted)) return null;
  if (workload.kind !== 'Deployment' && workload.spec?.updateStrategy?.type === 'OnDelete') {
    return { word: 'running', cause: sentence('status.upgradeOnDelete', { updated, desired }) };
  }
  if (updated >= desired) return { word: 'upgrading', cause: sentence('status.upgradingOldLeft', { desired, old }) };
  return { word: 'upgrading', cause: sentence('status.upgrading', { updated, desired: wanted, ready }) };
};

const reachingReady = (workload: Replicated, { desired, ready, available }: Replicas, pods: readonly Pod[] | null): Status | null => {
  if (ready >= desired) return available >= desired ? null : { word: 'starting', cause: sentence('status.settling', { ready, desired }) };
  if (!pods) return { word: ready > 0 ? 'partlyAbnormal' : 'starting', cause: sentence('status.podsUnreadable', { ready, desired }) };
  const isOrdered = workload.kind === 'StatefulSet' && workload.spec?.podManagementPolicy !== 'Parallel';
  const first = isOrdered ? pods.find((pod) => !isReady(pod)) : undefined;
  return first && desired > 1
    ? { word: 'starting', cause: sentence('status.startingOrdered', { ready, desired, pod: first.metadata.name }) }
    : { word: 'starting', cause: sentence('status.starting', { ready, desired }) };
};

const running = (workload: Replicated, { desired, current, ready }: Replicas, pods: readonly Pod[] | null): Status => {
  const misscheduled = workload.kind === 'DaemonSet' ? (workload.status?.numberMisscheduled ?? 0) : 0;
  if (misscheduled > 0) return { word: 'running', cause: sentence('status.misscheduled', { ready, desired, misscheduled }) };
  if (current > desired) return { word: 'running', cause: sentence('status.scalingDown', { ready: Math.min(ready, desired), desired }) };
  const failed = (pods ?? []).filter((pod) => pod.status?.phase === 'Failed').length;
  return { word: 'running', cause: failed > 0 ? sentence('status.readyEvictedLeft', { ready, desired, failed }) : sentence('status.ready', { ready, desired }) };
};

const condition = (workload: Replicated, type: string): Condition | undefined => workload.status?.conditions?.find((candidate) => candidate.type === type);

