import type { Clock } from './clock';

/** All waits of the watches, in ms. */
export const timing = {
  /** Changes are collected this long, counted from the first one. */
  batch: 100,
  /** A cache outlives its last lease by this much: going back to a page costs nothing. */
  grace: 30_000,
  backoffFirst: 500,
  backoffMost: 30_000,
  /** How often a kind that was never readable is tried again: permissions rarely change. */
  denied: 60_000,
  /** An API server answers a watch with its headers at once; one that needs longer is not there. */
  opening: 10_000,
  /**
   * A watch without a byte for this long is opened again. API servers send a bookmark per minute, so a healthy
   * watch stays under it; were it shorter than that minute, no bookmark would ever arrive and the version of a
   * quiet kind would grow too old to resume from. Kinds that get no bookmarks (events; kinds that have seen no
   * change since the server started) cannot be told from a half-open socket: they pay one request for the doubt.
   */
  silence: 75_000,
  /**
   * API servers take a watch from a version that is too old, say 200, and tell so in the first event. A resumed watch
   * is therefore believed with its first event, or when none came for this long.
   */
  belief: 250,
  /** A watch that ends sooner than this was no success, however politely it ended: no tight loop with a broken proxy. */
  settled: 5_000,
  /** How long the server is asked to keep a watch: spread, so that the watches of a window do not end together. */
  watchLeast: 300_000,
  watchMost: 600_000,
} as const;

/** Full jitter: after an outage many caches come back, and must not come at once. `failures` counts from 1. */
export const backoff = (clock: Clock, failures: number): number =>
  clock.random() * Math.min(timing.backoffMost, timing.backoffFirst * 2 ** (failures - 1));

/** Spread by half around `ms`. */
export const spread = (clock: Clock, ms: number): number => ms * (0.75 + clock.random() / 2);
