import type { Requested } from './faults/requested';

/** One request as the server saw it. */
export interface Served {
  /** Epoch ms. */
  readonly at: number;
  readonly site: string;
  readonly verb: string;
  readonly resource: string;
  readonly namespace?: string;
  readonly user: string;
  /** With its query. */
  readonly path: string;
  /** null: no answer yet, or none any more. */
  code: number | null;
  /** Sent so far, head included. */
  bytes: number;
  isOpen: boolean;
}

export interface RequestCount {
  site: string;
  verb: string;
  resource: string;
  code: number | null;
  count: number;
  bytes: number;
}

/** What was served since the start, or since it was reset. */
export interface Statistics {
  began(requested: Requested): Served;
  /** By site, verb, resource and code. */
  counts(): RequestCount[];
  /** The last ones, oldest first. */
  requests(since?: number): readonly Served[];
  /** Answers under way now. */
  open(): Served[];
  /** Forgets what is over. */
  reset(): void;
}

/** Beyond this many the older ones are only counted. */
const remembered = 20_000;

export function createStatistics(): Statistics {
  let recent: Served[] = [];
  const counts = new Map<string, RequestCount>();

  const count = (into: Map<string, RequestCount>, { site, verb, resource, code, bytes }: Served) => {
    const key = JSON.stringify([site, verb, resource, code]);
    const known = into.get(key) ?? { site, verb, resource, code, count: 0, bytes: 0 };
    into.set(key, { ...known, count: known.count + 1, bytes: known.bytes + bytes });
  };

  /** Open ones are kept whatever their age. */
  const forget = () => {
    const older = recent.slice(0, -remembered / 2);
    for (const served of older) if (!served.isOpen) count(counts, served);
    recent = [...older.filter(({ isOpen }) => isOpen), ...recent.slice(-remembered / 2)];
  };

  return {
    began({ site, verb, resource, namespace, user, path }) {
      const served: Served = { at: Date.now(), site, verb, resource, ...(namespace !== undefined && { namespace }), user, path, code: null, bytes: 0, isOpen: true };
      recent.push(served);
      if (recent.length > remembered) forget();
      return served;
    },
    counts() {
      const all = new Map(counts);
      for (const served of recent) count(all, served);
      return [...all.values()];
    },
    requests: (since = 0) => recent.filter(({ at }) => at >= since),
    open: () => recent.filter(({ isOpen }) => isOpen),
    reset() {
      counts.clear();
      recent = recent.filter(({ isOpen }) => isOpen);
    },
  };
}
