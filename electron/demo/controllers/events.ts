import type { KubeObject } from '../objects/meta';
import type { Random } from '../random/random';
import { kindNamed } from '../store/kinds';
import type { Store } from '../store/store';
import type { Writes } from '../store/writes';
import { timestamp, type Clock } from '../time/clock';
import { createEventCorrelator } from './eventCorrelator';

export interface EventText {
  type?: 'Normal' | 'Warning';
  reason: string;
  message: string;
}

export interface EventSource {
  component: string;
  host?: string;
  fieldPath?: string;
}

/** Writes events about objects. The same event again counts up the first one, as client-go's correlator does. */
export interface EventRecorder {
  record(about: KubeObject, event: EventText, source: EventSource): void;
}

/** How long an event lives after it was last seen. */
export const eventLifeMs = 3600 * 1000;

interface Deps {
  store: Store;
  writes: Writes;
  clock: Clock;
  random: Random;
  /** Epoch ms; events before it are dropped, since nobody will be there to see them before they expire. */
  since: number;
}

/** The scheduler writes events the newer way: a time in microseconds, an action, a series instead of a count. */
const isNewer = (component: string) => component === 'default-scheduler';
/** A repeated event of that kind is one series while it comes again within this time. */
const seriesMs = 360_000;

export function createEventRecorder({ store, writes, clock, random, since }: Deps): EventRecorder {
  const kind = kindNamed('Event');
  const correlator = createEventCorrelator(clock);
  const recent = new Map<string, string>();
  const instance = random.suffix(5);
  let lastNano = 0n;

  /** Events are named after the nanosecond they happened in, so their names sort as they happened. */
  const moment = (): string => {
    const nano = BigInt(Math.floor(clock.now())) * 1_000_000n;
    lastNano = nano > lastNano ? nano : lastNano + 1n;
    return lastNano.toString(16);
  };
  const micro = () => new Date(clock.now()).toISOString().replace('Z', '000Z');

  const countUp = (known: KubeObject, component: string, message: string) => {
    const again = isNewer(component)
      ? { series: { count: ((known['series'] as { count: number } | undefined)?.count ?? 1) + 1, lastObservedTime: micro() } }
      : { count: Number(known['count']) + 1, lastTimestamp: timestamp(clock.now()), message };
    writes.update(kind, { ...known, ...again }, { manager: component, operation: 'Update' });
  };

  const times = ({ component, host }: EventSource, reason: string) => {
    if (isNewer(component)) {
      const action = reason === 'Scheduled' ? 'Binding' : 'Scheduling';
      return { source: {}, firstTimestamp: null, lastTimestamp: null, eventTime: micro(), action, reportingComponent: component, reportingInstance: `${component}-${instance}` };
    }
    const at = timestamp(clock.now());
    return { source: { component, ...(host && { host }) }, firstTimestamp: at, lastTimestamp: at, count: 1, eventTime: null, reportingComponent: component, reportingInstance: host ?? '' };
  };

  return {
    record(about, { type = 'Normal', reason, message }, source) {
      if (clock.now() < since) return;
      const { component, host, fieldPath } = source;
      const { metadata } = about;
      const told = isNewer(component) ? message : correlator.admit({ source: `${component}/${host ?? ''}`, about: metadata.uid, type, reason, message });
      if (told === undefined) return;
      const namespace = metadata.namespace ?? 'default';
      // What was drawn together is one event, whose message is the last one.
      const details = told === message ? [fieldPath, message] : [];
      const key = [metadata.uid, type, reason, component, ...details].join('\u0000');
      const known = store.get(kind, namespace, recent.get(key) ?? '');
      if (known) return countUp(known, component, told);
      // A namespace that is going takes no events any more.
      if (store.get(kindNamed('Namespace'), undefined, namespace)?.metadata.deletionTimestamp) return;
      const involvedObject = { kind: about.kind, ...(metadata.namespace && { namespace: metadata.namespace }), name: metadata.name, uid: metadata.uid, apiVersion: about.apiVersion, resourceVersion: metadata.resourceVersion, ...(fieldPath && { fieldPath }) };
      const draft = { metadata: { name: `${metadata.name}.${moment()}`, namespace }, involvedObject, reason, message: told, type, ...times(source, reason) };
      const created = writes.create(kind, draft, { manager: component, operation: 'Update' });
      recent.set(key, created.metadata.name);
      if (isNewer(component)) clock.after(seriesMs, () => recent.get(key) === created.metadata.name && recent.delete(key));
      expireLater(created, key);
    },
  };

  function expireLater(event: KubeObject, key: string): void {
    clock.after(eventLifeMs, () => {
      const present = store.get(kind, event.metadata.namespace, event.metadata.name);
      if (!present) return void recent.delete(key);
      const idleMs = clock.now() - lastSeen(present);
      if (idleMs < eventLifeMs - 1000) return expireLater(event, key);
      recent.delete(key);
      store.remove(kind, present);
    });
  }
}

function lastSeen(event: KubeObject): number {
  const series = event['series'] as { lastObservedTime: string } | undefined;
  return Date.parse(String(series?.lastObservedTime ?? event['lastTimestamp'] ?? event['eventTime']));
}
