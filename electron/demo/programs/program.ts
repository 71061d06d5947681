import type { Cost } from '../load/usage';
import type { LogSetting, LogSource } from './logSource';

/** What a program knows of the container it runs in. */
export interface Surroundings {
  /** Name of its pod. */
  host: string;
  /** Tag of its image. */
  version: string;
  /** Its environment: how much comes in depends on it. */
  namespace: string;
  /** Of the site. */
  seed: number;
  /** Which part of its workload's requests reaches it, from 0 to 1. */
  share: number;
  /** Epoch ms. */
  startedAt: number;
}

/** A time of illness that comes again and again, counted from the start of the program. */
export interface Spell {
  /** The probes it fails: all of them, or only readiness. */
  fails: 'all' | 'readiness';
  firstAfterMs: number;
  everyMs: number;
  forMs: number;
  /** What an HTTP probe gets meanwhile; a timeout where there is none. */
  statusCode?: number;
}

/**
 * How a program behaves once it runs in a container. An image names its program in the label `dev.wheelhouse.demo.program` of
 * its configuration, so that a copy of the image (promoted by digest, carried to another site) behaves as the original does.
 * All times are site time. All functions are pure, so that nothing has to be kept of what happened.
 */
export interface Program {
  /** Until it answers its probes. */
  readyAfterMs: number;
  /** It ends by itself: a job that is done (0) or a service that crashes. One that ends well so often (from 0 to 1) fails by chance else. */
  exits?: { afterMs: number; code: number; wellBy?: number };
  /** Where it listens; a probe of another port is refused. An environment variable PORT moves it. Absent: anywhere. */
  port?: number;
  /** The paths it answers over HTTP, as prefixes; others get 404. Absent: all. */
  paths?: readonly string[];
  spells?: readonly Spell[];
  /** What it exits with when it is asked to stop; 143 where it does not care. */
  stopCode?: number;
  /** It takes SIGTERM and needs this long. */
  stopMs?: number;
  /** Whose requests it gets: a name in load/demand.ts. */
  demand?: string;
  cost: Cost;
  /** Lines it logs when it starts, then one of `ticks` after each `tickMs`. `{host}`, `{version}` and `{n}` are filled in. */
  greeting: readonly string[];
  ticks: readonly string[];
  tickMs: number;
  /** In place of `ticks`: all that it logs in its nth tick (from 1, at `startedAt + n * tickMs`), which may be nothing or many lines. */
  lines?(n: number, around: Surroundings): readonly string[];
  /** A log of its own in place of all that. */
  log?: ((setting: LogSetting) => LogSource) | undefined;
}
