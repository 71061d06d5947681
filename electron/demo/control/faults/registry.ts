import type { Random } from '../../random/random';
import type { Fault, FaultOf } from './fault';
import { isMomentary, isOfConnections, isSite, isSubjectTo, type Requested } from './requested';

/** A fault that was set. What it struck keeps it for as long as it is not cleared, also when its count is used up. */
export interface ActiveFault {
  readonly id: string;
  readonly fault: Fault;
  /** Requests and open answers it struck. */
  readonly struck: number;
  /** Requests it will still strike; null: no limit. */
  readonly left: number | null;
  readonly isCleared: boolean;
}

export interface Faults {
  add(fault: Fault): ActiveFault;
  /** All of them without an id. Returns how many there were. */
  clear(id?: string): number;
  /** Those that can still strike. */
  list(): readonly ActiveFault[];
  /** The faults that strike a new request; each counts it. */
  strike(requested: Requested): ActiveFault[];
  /** Whether a fault just set strikes an answer that is under way already. Counted are requests only. */
  reaches(active: ActiveFault, requested: Requested): boolean;
  /** The newest fault of that type on all connections of a site. */
  onConnections<Type extends Fault['type']>(type: Type, site: string): FaultOf<Type> | null;
  /** Told of every fault that is set (with it) or over (without). */
  onChange(listener: (added: ActiveFault | null) => void): void;
  /** Ends all and their timers. */
  stop(): void;
}

type Entry = { -readonly [Key in keyof ActiveFault]: ActiveFault[Key] } & { timer: NodeJS.Timeout | undefined };

/** The faults of all sites. @param random decides what strikes only sometimes */
export function createFaults(random: Random): Faults {
  const entries: Entry[] = [];
  const listeners: ((added: ActiveFault | null) => void)[] = [];
  let lastId = 0;
  const tell = (added: ActiveFault | null) => listeners.forEach((listener) => listener(added));

  const remove = (entry: Entry) => {
    clearTimeout(entry.timer);
    const at = entries.indexOf(entry);
    if (at >= 0) entries.splice(at, 1);
  };
  const clear = (cleared: readonly Entry[]) => {
    for (const entry of cleared) {
      entry.isCleared = true;
      remove(entry);
    }
    if (cleared.length > 0) tell(null);
    return cleared.length;
  };

  const hit = (entry: Entry, requested: Requested): boolean => {
    const { probability } = entry.fault;
    if (!isSubjectTo(entry.fault, requested) || (probability !== undefined && random.next() >= probability)) return false;
    entry.struck += 1;
    return true;
  };

  return {
    add(fault) {
      lastId += 1;
      const entry: Entry = { id: String(lastId), fault, struck: 0, left: fault.count ?? null, isCleared: false, timer: undefined };
      if (fault.forMs !== undefined) entry.timer = setTimeout(() => clear([entry]), fault.forMs);
      if (!isMomentary(fault)) entries.push(entry);
      tell(entry);
      return entry;
    },
    clear: (id) => clear(entries.filter((entry) => id === undefined || entry.id === id)),
    list: () => [...entries],
    strike: (requested) =>
      [...entries].filter((entry) => {
        if (!hit(entry, requested)) return false;
        if (entry.left !== null) {
          entry.left -= 1;
          // Over for those that come; what it struck keeps it.
          if (entry.left === 0) remove(entry);
        }
        return true;
      }),
    reaches: (active, requested) => active.left === null && hit(active as Entry, requested),
    onConnections<Type extends Fault['type']>(type: Type, site: string) {
      const found = entries.findLast(({ fault }) => fault.type === type && isOfConnections(fault.scope) && isSite(fault.scope, site));
      return (found?.fault as FaultOf<Type> | undefined) ?? null;
    },
    onChange: (listener) => void listeners.push(listener),
    stop: () => entries.slice().forEach(remove),
  };
}
