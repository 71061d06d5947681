import type { KubeObject } from '../objects/meta';
import type { Random } from '../random/random';
import { kindNamed } from '../store/kinds';
import type { Store } from '../store/store';
import type { Writes } from '../store/writes';
import { timestamp, type Clock } from '../time/clock';

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

export function createEventRecorder({ store, writes, clock, random, since }: Deps): EventRecorder {
  const kind = kindNamed('Event');
  const recent = new Map<string, string>();

  return {
    record(about, { type = 'Normal', reason, message }, { component, host, fieldPath }) {
      if (clock.now() < since) return;
      const namespace = about.metadata.namespace ?? 'default';
      const at = timestamp(clock.now());
      const writer = { manager: component, operation: 'Update' as const };
      const key = [about.metadata.uid, fieldPath, type, reason, message, component].join('\u0000');
      const known = store.get(kind, namespace, recent.get(key) ?? '');
      if (known) {
        writes.update(kind, { ...known, count: Number(known['count']) + 1, lastTimestamp: at }, writer);
        return;
      }
      // A namespace that is going takes no events any more.
      if (store.get(kindNamed('Namespace'), undefined, namespace)?.metadata.deletionTimestamp) return;
      const { apiVersion, kind: aboutKind, metadata } = about;
      const created = writes.create(
        kind,
        {
          metadata: { name: `${metadata.name}.${random.hex(16)}`, namespace },
          involvedObject: { kind: aboutKind, ...(metadata.namespace && { namespace: metadata.namespace }), name: metadata.name, uid: metadata.uid, apiVersion, resourceVersion: metadata.resourceVersion, ...(fieldPath && { fieldPath }) },
          reason,
          message,
          source: { component, ...(host && { host }) },
          firstTimestamp: at,
          lastTimestamp: at,
          count: 1,
          type,
          eventTime: null,
          reportingComponent: component,
          reportingInstance: host ?? '',
        },
        writer,
      );
      recent.set(key, created.metadata.name);
      expireLater(created, key);
    },
  };

  function expireLater(event: KubeObject, key: string): void {
    clock.after(eventLifeMs, () => {
      const present = store.get(kind, event.metadata.namespace, event.metadata.name);
      if (!present) return void recent.delete(key);
      const idleMs = clock.now() - Date.parse(String(present['lastTimestamp']));
      if (idleMs < eventLifeMs - 1000) return expireLater(event, key);
      recent.delete(key);
      store.remove(kind, present);
    });
  }
}
