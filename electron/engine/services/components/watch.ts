import { AppError } from '@shared/errors/appError';
import type { ComponentDetail, ComponentRef, WorkloadKind } from '@shared/model/component';
import type { Freshness } from '@shared/model/freshness';
import { sentence, type Sentence } from '@shared/sentences/sentence';
import type { ControllerRevision, Job } from '@electron/engine/kube/objects';
import type { CacheLease, KubeObject, Store } from '@electron/engine/kube/types';
import { beats } from '@electron/engine/services/beats';
import { worstFreshness } from '@electron/engine/services/cacheFreshness';
import type { OpenEnvironment } from '@electron/engine/services/environmentAccess';
import { createEventIndex, type EventIndex } from '@electron/engine/services/eventIndex';
import { pause } from '@electron/engine/services/followEnvironment';
import { createBell } from '@electron/engine/streams/bell';
import { controllerOf, podsOf, replicaSetsOf, type OwnershipStores } from '@electron/engine/workloads';
import { autoscalerOf, autoscalerVersions } from '@electron/engine/workloads/autoscaler';
import { blankDetail, componentDetail, goneDetail, type ComponentObject, type ComponentParts } from './detail';

const pace = { gatherMs: 60, everyMs: 10_000 };
/** How long to wait for the first lists before saying that nothing is known yet. */
const patienceMs = 1500;

const groups: Readonly<Record<WorkloadKind, string>> = { Deployment: 'apps', StatefulSet: 'apps', DaemonSet: 'apps', Job: 'batch', CronJob: 'batch' };

/**
 * The panel of one component: all of it, anew whenever something of it changed.
 * Throws NOT_FOUND when it is not there at the beginning, FORBIDDEN when its kind may not be listed.
 */
export async function* watchComponent(open: OpenEnvironment, ref: ComponentRef, signal: AbortSignal): AsyncGenerator<ComponentDetail> {
  const leases = await leaseParts(open, ref.kind);
  const all = Object.values(leases).filter((lease) => lease !== null);
  const bell = createBell();
  for (const lease of all) {
    lease.onChange(() => bell.ring());
    lease.onFreshness(() => bell.ring());
  }
  // Waiting ends with the view: a lease that never becomes ready must not keep listeners.
  const patience = new AbortController();
  const until = AbortSignal.any([signal, patience.signal]);
  await Promise.race([Promise.all(all.map((lease) => lease.ready(until))).catch(() => undefined), pause(patienceMs, until)]);
  patience.abort();
  const events = leases.events && createEventIndex(leases.events);

  let last: ComponentDetail | null = null;
  let told = '';
  for await (const _ of beats(bell, pace, signal)) {
    last = look(open, ref, leases, events, last);
    // Most of what rings is about other components of the namespace.
    const text = JSON.stringify(last);
    if (text === told) continue;
    told = text;
    yield last;
  }
}

/** What a component is read from; null for parts that its kind does not have or the cluster does not serve. */
type PartLeases = Record<'workload', CacheLease> & Record<'pods' | 'replicaSets' | 'controllerRevisions' | 'jobs' | 'autoscalers' | 'events', CacheLease | null>;

const leaseParts = async (open: OpenEnvironment, kind: WorkloadKind): Promise<PartLeases> => {
  const onlyFor = (wanted: boolean, group: string, part: string, versions: readonly string[]) => (wanted ? open.lease(group, part, versions) : Promise.resolve(null));
  const [workload, pods, replicaSets, controllerRevisions, jobs, autoscalers, events] = await Promise.all([
    open.lease(groups[kind], kind, ['v1', 'v1beta1']),
    open.lease('', 'Pod', ['v1']),
    onlyFor(kind === 'Deployment', 'apps', 'ReplicaSet', ['v1']),
    onlyFor(kind === 'StatefulSet' || kind === 'DaemonSet', 'apps', 'ControllerRevision', ['v1']),
    onlyFor(kind === 'CronJob', 'batch', 'Job', ['v1']),
    onlyFor(kind === 'Deployment' || kind === 'StatefulSet', 'autoscaling', 'HorizontalPodAutoscaler', autoscalerVersions),
    open.lease('', 'Event', ['v1']),
  ]);
  if (!workload) throw new AppError('NOT_FOUND', sentence('component.kindNotServed', { kind }), { what: kind });
  return { workload, pods, replicaSets, controllerRevisions, jobs, autoscalers, events };
};

const look = (open: OpenEnvironment, ref: ComponentRef, leases: PartLeases, events: EventIndex | null, last: ComponentDetail | null): ComponentDetail => {
  const { namespace, client, environment } = open;
  const freshness = freshnessOf(leases);
  if (leases.workload.freshness.state === 'denied') throw forbidden(leases.workload, namespace);
  const isReading = [leases.workload, leases.pods, leases.replicaSets, leases.jobs].some((lease) => lease?.freshness.state === 'connecting');
  if (isReading && !last) return blankDetail(ref, freshness, freshness.reason ?? sentence('environment.connecting', { server: environment.server }));

  const workload = leases.workload.store.byName(namespace, ref.name) as ComponentObject | undefined;
  if (!workload) {
    if (last && last.uid !== '') return goneDetail(last, freshness);
    throw new AppError('NOT_FOUND', sentence('component.notFound', { kind: ref.kind, name: ref.name, namespace }), { what: ref.name });
  }
  const now = Date.now() + (client.clockSkewMs() ?? 0);
  return componentDetail(ref, partsOf(workload, leases, events), freshness, notes(leases), { now, events: (uid) => events?.of(uid) ?? [] });
};

const partsOf = (workload: ComponentObject, leases: PartLeases, events: EventIndex | null): ComponentParts => {
  const stores: OwnershipStores = { pods: storeOf(leases.pods), replicaSets: storeOf(leases.replicaSets), jobs: storeOf(leases.jobs) };
  const controlled = <T extends KubeObject>(store: Store | null): T[] =>
    (store?.ownedBy(workload.metadata.uid) ?? []).filter((object) => controllerOf(object)?.uid === workload.metadata.uid) as T[];
  const replicaSets = replicaSetsOf(workload, stores);
  const jobs = controlled<Job>(storeOf(leases.jobs));
  const knowsPods = stores.pods !== null && (workload.kind !== 'Deployment' || stores.replicaSets !== null);
  const pods = podsOf(workload, stores);
  const autoscaler = autoscalerOf(storeOf(leases.autoscalers)?.all() ?? [], workload.kind, workload.metadata.name);
  const own = [workload, ...replicaSets, ...jobs, ...pods, ...(autoscaler ? [autoscaler] : [])];
  return {
    workload,
    pods: knowsPods ? pods : null,
    replicaSets,
    controllerRevisions: controlled<ControllerRevision>(storeOf(leases.controllerRevisions)),
    jobs,
    events: own.flatMap((object) => events?.of(object.metadata.uid) ?? []),
    autoscaler,
  };
};

const storeOf = (lease: CacheLease | null): Store | null => (lease && lease.freshness.state !== 'denied' ? lease.store : null);

/** Events and autoscalers are beside the point: a late one does not make the component's state untrue. */
const freshnessOf = ({ workload, pods, replicaSets, jobs }: PartLeases): Freshness =>
  worstFreshness([workload, pods, replicaSets, jobs].flatMap((lease) => (lease ? [lease.freshness] : [])));

const notes = (leases: PartLeases): Sentence[] =>
  Object.values(leases).flatMap((lease: CacheLease | null) => (lease?.freshness.state === 'denied' ? [sentence('component.partDenied', { resource: lease.resource.plural })] : []));

const forbidden = ({ resource, freshness }: CacheLease, namespace: string): AppError =>
  new AppError('FORBIDDEN', freshness.reason ?? sentence('component.partDenied', { resource: resource.plural }), { verb: 'list', resource: resource.plural, namespace });
