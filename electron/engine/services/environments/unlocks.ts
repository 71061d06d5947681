import type { Environment } from '@shared/model/environment';

/** What is unlocked is the place that an environment points to: made to point elsewhere, it is locked. */
type Place = Pick<Environment, 'id' | 'contextId' | 'namespace'>;

/** Which protected environments are open for writing. In memory only: a fresh engine finds all of them locked. */
export interface Unlocks {
  get(place: Place): Unlock | null;
  open(place: Place, reason: string, minutes: number): void;
  close(environmentId: string): void;
  dispose(): void;
}
export interface Unlock {
  /** Epoch ms. */
  until: number;
  reason: string;
}

/** @param onExpire told when the time of one is over, so that the screens say so */
export const createUnlocks = (onExpire: () => void, now: () => number): Unlocks => {
  const unlocks = new Map<string, Unlock & { place: Place; timer: NodeJS.Timeout }>();

  const close = (environmentId: string): void => {
    clearTimeout(unlocks.get(environmentId)?.timer);
    unlocks.delete(environmentId);
  };

  return {
    get: ({ id, contextId, namespace }) => {
      const found = unlocks.get(id);
      if (found?.place.contextId !== contextId || found.place.namespace !== namespace) return null;
      // The clock decides, not the timer: a machine that slept runs its timers late.
      return found.until > now() ? { until: found.until, reason: found.reason } : null;
    },
    open: (place, reason, minutes) => {
      close(place.id);
      const lengthMs = minutes * 60_000;
      const timer = setTimeout(() => {
        close(place.id);
        onExpire();
      }, lengthMs).unref();
      unlocks.set(place.id, { place, until: now() + lengthMs, reason, timer });
    },
    close,
    dispose: () => {
      for (const environmentId of unlocks.keys()) close(environmentId);
    },
  };
};
