import type { Clock } from '../time/clock';

export interface Occurrence {
  /** Component and host. */
  source: string;
  /** Uid of the object. */
  about: string;
  type: string;
  reason: string;
  message: string;
}

/** What every component of Kubernetes does with its events before it sends them. */
export interface EventCorrelator {
  /** The message to tell; undefined where the object has been talked about too much. */
  admit(occurrence: Occurrence): string | undefined;
}

/** So many different messages of one reason about one object within the interval are drawn together from then on. */
const similarLimit = 10;
const similarWithinMs = 600_000;
/** A component may tell so many events of an object at once, then one per interval. */
const burst = 25;
const refillMs = 300_000;

export function createEventCorrelator(clock: Clock): EventCorrelator {
  const similar = new Map<string, { messages: Set<string>; lastMs: number }>();
  const budgets = new Map<string, { left: number; atMs: number }>();

  const isCombined = ({ source, about, type, reason, message }: Occurrence): boolean => {
    const key = [source, about, type, reason].join('\u0000');
    const now = clock.elapsedMs();
    const known = similar.get(key);
    const group = known && now - known.lastMs <= similarWithinMs ? known : { messages: new Set<string>(), lastMs: now };
    group.messages.add(message);
    group.lastMs = now;
    similar.set(key, group);
    return group.messages.size >= similarLimit;
  };

  const isAffordable = ({ source, about }: Occurrence): boolean => {
    const key = `${source}\u0000${about}`;
    const now = clock.elapsedMs();
    const known = budgets.get(key) ?? { left: burst, atMs: now };
    const left = Math.min(burst, known.left + (now - known.atMs) / refillMs);
    budgets.set(key, { left: left >= 1 ? left - 1 : left, atMs: now });
    return left >= 1;
  };

  const forgetIdle = () => {
    const now = clock.elapsedMs();
    for (const [key, { lastMs }] of similar) if (now - lastMs > similarWithinMs) similar.delete(key);
    for (const [key, { left, atMs }] of budgets) if (left + (now - atMs) / refillMs >= burst) budgets.delete(key);
  };

  let told = 0;
  return {
    admit(occurrence) {
      told += 1;
      // A site that runs for days must not remember each pod it ever had.
      if (told % 500 === 0) forgetIdle();
      const message = isCombined(occurrence) ? `(combined from similar events): ${occurrence.message}` : occurrence.message;
      return isAffordable(occurrence) ? message : undefined;
    },
  };
}
