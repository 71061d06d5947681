import type { CacheLease } from '@electron/engine/kube/types';
import { beats } from '@electron/engine/services/beats';
import { worstFreshness } from '@electron/engine/services/cacheFreshness';
import type { OpenEnvironment } from '@electron/engine/services/environmentAccess';
import { createEventIndex, type EventIndex } from '@electron/engine/services/eventIndex';
import { createBell, type Bell } from '@electron/engine/streams/bell';
import type { Freshness } from '@shared/model/freshness';
import type { TopologyDelta } from '@shared/model/topology';
import { sentence } from '@shared/sentences/sentence';
import { buildTopology, emptyTopology } from './build';
import { createDiffer, noChange } from './delta';
import { emptyStore, essentialKinds, leaseKind, topologyKinds, type Readable, type TopologyKind, type TopologySource } from './kinds';
import { watchNamespace, type NamespaceState } from './namespaceState';

/** Caches gather for 100 ms already; this only joins what several of them tell of one change. */
const pace = { gatherMs: 40, everyMs: 10_000 };

/** The topology of an open environment: a snapshot as soon as it can be true, then what changes. */
export async function* watchTopology(open: OpenEnvironment, signal: AbortSignal): AsyncGenerator<TopologyDelta> {
  const bell = createBell();
  const leases = await leaseKinds(open, bell);
  const namespace = watchNamespace(open.client, open.namespace, signal, () => bell.ring());
  const events = createEventsOnDemand(open, bell, signal);
  const differ = createDiffer();
  let told = '';

  for await (const _ of beats(bell, pace, signal)) {
    namespace.look();
    const source = sourceOf(leases);
    const isReadable = essentialKinds.every((kind) => source[kind] !== 'loading');
    const now = Date.now() + (open.client.clockSkewMs() ?? 0);
    const topology = isReadable ? buildTopology(source, open.namespace, { now, events: events.of }) : emptyTopology;
    const change = differ.next(topology);

    const about = { freshness: freshnessOf(leases, namespace.state, open.namespace), denied: deniedKinds(leases) };
    const telling = JSON.stringify(about);
    if (!change && telling === told) continue;
    told = telling;
    yield { ...(change ?? noChange), ...about };
  }
}

type Leases = ReadonlyMap<TopologyKind, CacheLease | null>;

/** Leases a cache of every kind; null for kinds that this cluster does not serve. */
export const leaseKinds = async (open: OpenEnvironment, bell?: Bell): Promise<Leases> => {
  const leases = await Promise.all(topologyKinds.map(async (kind) => [kind, await leaseKind(open, kind)] as const));
  for (const [, lease] of bell ? leases : []) ringOnChange(lease, bell);
  return new Map(leases);
};

// The listeners end with the lease.
const ringOnChange = (lease: CacheLease | null, bell: Bell | undefined): void => {
  lease?.onChange(() => bell?.ring());
  lease?.onFreshness(() => bell?.ring());
};

const readable = (lease: CacheLease | null | undefined): Readable => {
  if (!lease) return emptyStore;
  const { state } = lease.freshness;
  return state === 'denied' ? 'denied' : state === 'connecting' ? 'loading' : lease.store;
};
const sourceOf = (leases: Leases): TopologySource =>
  Object.fromEntries(topologyKinds.map((kind) => [kind, readable(leases.get(kind))])) as Record<TopologyKind, Readable>;

const deniedKinds = (leases: Leases): TopologyDelta['denied'] =>
  [...leases].flatMap(([kind, lease]) => (lease?.freshness.state === 'denied' ? [{ kind, resource: lease.resource.plural }] : []));

const freshnessOf = (leases: Leases, namespaceState: NamespaceState, namespace: string): Freshness => {
  const freshness = worstFreshness([...leases.values()].flatMap((lease) => (lease ? [lease.freshness] : [])));
  if (freshness.state !== 'live') return freshness;
  // What is shown is true, and yet the operator must be told why it is or will be nothing.
  if (namespaceState === 'gone') return { ...freshness, state: 'stale', reason: sentence('environment.namespaceGone', { namespace }) };
  if (namespaceState === 'ending') return { ...freshness, reason: sentence('environment.namespaceEnding', { namespace }) };
  return freshness;
};

/** Events are many and change fast: their cache is opened when a status first asks for one. */
const createEventsOnDemand = (open: OpenEnvironment, bell: Bell, signal: AbortSignal): EventIndex => {
  let index: EventIndex | null = null;
  let isAsked = false;
  const ask = async (): Promise<void> => {
    try {
      const lease = await open.lease('', 'Event', ['v1']);
      if (!lease || signal.aborted) return;
      index = createEventIndex(lease);
      ringOnChange(lease, bell);
      bell.ring();
    } catch {
      // Causes are only less precise without events; the next status that wants one asks again.
      isAsked = false;
    }
  };
  return {
    of(uid) {
      if (!isAsked) {
        isAsked = true;
        void ask();
      }
      return index?.of(uid) ?? [];
    },
  };
};
