import { StatusError } from '../http/status';
import type { Clock } from '../time/clock';

/** A controller's work queue: a key waits once, however often it is asked for, and is tried again when a write was refused. */
export interface Loop {
  enqueue(key: string, afterMs?: number): void;
}

const settleMs = 15;
const retryMs = 1000;

/** @param reconcile brings the object of that key (`namespace/name`) one step nearer to what is wanted. */
export function createLoop(clock: Clock, reconcile: (key: string) => void): Loop {
  const waiting = new Map<string, { dueMs: number; cancel: () => void }>();

  const enqueue = (key: string, afterMs = settleMs) => {
    const dueMs = clock.elapsedMs() + afterMs;
    const present = waiting.get(key);
    if (present && present.dueMs <= dueMs) return;
    present?.cancel();
    const cancel = clock.after(afterMs, () => {
      waiting.delete(key);
      try {
        reconcile(key);
      } catch (error) {
        // Conflicts and a namespace that goes away are everyday; anything else is a defect and must show.
        if (!(error instanceof StatusError)) throw error;
        enqueue(key, retryMs);
      }
    });
    waiting.set(key, { dueMs, cancel });
  };
  return { enqueue };
}

export const keyOf = ({ metadata }: { metadata: { namespace?: string; name: string } }): string => `${metadata.namespace ?? ''}/${metadata.name}`;

export function splitKey(key: string): [namespace: string, name: string] {
  const at = key.indexOf('/');
  return [key.slice(0, at), key.slice(at + 1)];
}
