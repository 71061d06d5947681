import { requestsPerSecond } from '../load/demand';
import { countOf, noise } from '../load/noise';
import type { Surroundings } from './program';

/** What a tick of a program's log is made from. */
export interface Tick {
  n: number;
  /** Epoch ms at which it ends. */
  at: number;
  /** How many requests it logs. */
  requests: number;
  /** From 0 up to 1; the same for the same label. */
  chance(label: string): number;
  /** One of the list. */
  pick<T>(label: string, from: readonly [T, ...T[]]): T;
}

/** The nth tick of a program that logs one of `every` requests. */
export function tickOf(n: number, around: Surroundings, demand: string, tickMs: number, every = 1): Tick {
  const { seed, host, namespace, share, startedAt } = around;
  const at = startedAt + n * tickMs;
  const chance = (label: string) => noise(seed, `${host}/${label}`, n);
  const mean = ((requestsPerSecond({ seed, namespace, program: demand, at }) * share) / every) * (tickMs / 1000);
  return {
    n,
    at,
    requests: mean > 0 ? countOf(mean, chance('requests')) : 0,
    chance,
    pick: (label, from) => from[Math.floor(chance(label) * from.length)] ?? from[0],
  };
}

/** `2026-11-22T17:51:53.120Z` */
export const isoTime = (at: number): string => new Date(at).toISOString();

/** `2026-11-22 17:51:53.120` */
export const plainTime = (at: number): string => isoTime(at).slice(0, 23).replace('T', ' ');
