import type { ComponentRef } from '@shared/model/component';
import { AppError } from '@shared/errors/appError';
import type { Freshness } from '@shared/model/freshness';
import { sentence } from '@shared/sentences/sentence';
import type { HorizontalPodAutoscaler, KubeEvent, Pod } from '@electron/engine/kube/objects';
import type { CacheLease, KubeObject } from '@electron/engine/kube/types';
import { worstFreshness } from '@electron/engine/services/cacheFreshness';
import { createEventIndex } from '@electron/engine/services/eventIndex';
import type { OpenEnvironment } from '@electron/engine/services/environmentAccess';
import { controllerOf } from '@electron/engine/workloads';
import { autoscalerOf, autoscalerVersions } from '@electron/engine/workloads/autoscaler';
import { isRolloutKind, readHistory, revisionKind, type History, type RolloutKind, type RolloutWorkload } from './revisions';

export interface ComponentLeases {
  /** Absent where the cluster does not serve the kind. */
  workload: CacheLease | null;
  revisions: CacheLease | null;
  pods: CacheLease | null;
  autoscalers: CacheLease | null;
  events: CacheLease | null;
}

/** A component with what belongs to it, read from shared caches: every call sees the newest state and costs no request. */
export interface LiveComponent {
  readonly ref: ComponentRef & { kind: RolloutKind };
  readonly leases: ComponentLeases;
  workload(): RolloutWorkload | undefined;
  /** Revisions and pods of this very object; it may have been deleted and made anew under the same name. */
  history(workload: RolloutWorkload): History;
  pods(workload: RolloutWorkload): Pod[];
  autoscaler(): HorizontalPodAutoscaler | undefined;
  /** Of one object, by its uid. */
  eventsOf(uid: string): readonly KubeEvent[];
  /** The worst of what the history is read from. */
  freshness(): Freshness;
  /** Calls back when one of the caches changed, or its freshness did; returns the way to stop. */
  onChange(listener: () => void): () => void;
}

/** Which caches to open beside those of the workload itself. */
export interface Need {
  revisions?: boolean;
  pods?: boolean;
  autoscalers?: boolean;
  events?: boolean;
}

/** A large namespace over a slow line takes some seconds; who asks gets an answer all the same. */
const patienceMs = 15_000;

/**
 * Opens the caches and waits for their first lists. They are released with the environment.
 * Throws PRECONDITION for Jobs and CronJobs (they have no revisions and no rollout), what discovery throws (mostly
 * UNREACHABLE), and a retryable TIMEOUT that says what is missing when the lists do not come: caches themselves never give up.
 */
export const openComponent = async (environment: OpenEnvironment, ref: ComponentRef, need: Need, signal: AbortSignal): Promise<LiveComponent> => {
  const { kind } = ref;
  if (!isRolloutKind(kind)) throw new AppError('PRECONDITION', sentence('change.kindCannot', { kind }), {});
  const open = (wanted: boolean | undefined, group: string, name: string, versions?: readonly string[]): Promise<CacheLease | null> =>
    wanted ? environment.lease(group, name, versions) : Promise.resolve(null);
  const [workload, revisions, pods, autoscalers, events] = await Promise.all([
    open(true, 'apps', kind),
    open(need.revisions, 'apps', revisionKind(kind)),
    open(need.pods, '', 'Pod'),
    open(need.autoscalers, 'autoscaling', 'HorizontalPodAutoscaler', autoscalerVersions),
    open(need.events, '', 'Event', ['v1']),
  ]);
  const leases = { workload, revisions, pods, autoscalers, events };
  await allReady(leaseList(leases), environment, signal);
  return liveComponent({ ...ref, kind }, environment.namespace, leases);
};

const allReady = async (leases: readonly CacheLease[], { environment }: OpenEnvironment, signal: AbortSignal): Promise<void> => {
  const late = new AbortController();
  const timer = setTimeout(() => late.abort(), patienceMs);
  try {
    await Promise.all(leases.map((lease) => lease.ready(AbortSignal.any([signal, late.signal]))));
  } catch (error) {
    if (signal.aborted || !late.signal.aborted) throw error;
    const { reason } = worstFreshness(leases.map(({ freshness }) => freshness));
    throw new AppError('TIMEOUT', reason ?? sentence('connection.timeout', { target: environment.server, seconds: patienceMs / 1000 }), { timeoutMs: patienceMs }, { cause: error });
  } finally {
    clearTimeout(timer);
  }
};

const liveComponent = (ref: LiveComponent['ref'], namespace: string, leases: ComponentLeases): LiveComponent => {
  const owned = (lease: CacheLease | null, uid: string): KubeObject[] => (lease?.store.ownedBy(uid) ?? []).filter((object) => controllerOf(object)?.uid === uid);
  const events = leases.events ? createEventIndex(leases.events) : null;
  return {
    ref,
    leases,
    workload: () => leases.workload?.store.byName(namespace, ref.name) as RolloutWorkload | undefined,
    history: (workload) => readHistory(workload, owned(leases.revisions, workload.metadata.uid)),
    pods: (workload) => {
      const { uid } = workload.metadata;
      const owners = ref.kind === 'Deployment' ? owned(leases.revisions, uid).map((replicaSet) => replicaSet.metadata.uid) : [uid];
      return owners.flatMap((owner) => owned(leases.pods, owner));
    },
    autoscaler: () => autoscalerOf(leases.autoscalers?.store.all() ?? [], ref.kind, ref.name),
    eventsOf: (uid) => events?.of(uid) ?? [],
    freshness: () => worstFreshness([leases.workload, leases.revisions, leases.pods].filter((lease) => lease !== null).map((lease) => lease.freshness)),
    onChange: (listener) => {
      const stops = leaseList(leases).flatMap((lease) => [lease.onChange(listener), lease.onFreshness(listener)]);
      return () => stops.forEach((stop) => stop());
    },
  };
};

const leaseList = ({ workload, revisions, pods, autoscalers, events }: ComponentLeases): CacheLease[] =>
  [workload, revisions, pods, autoscalers, events].filter((lease) => lease !== null);
