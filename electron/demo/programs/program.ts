import type { LogSetting, LogSource } from './logSource';

/**
 * How a program behaves once it runs in a container. An image names its program in the label `dev.wheelhouse.demo.program` of
 * its configuration, so that a copy of the image (promoted by digest, carried to another site) behaves as the original does.
 * All times are site time.
 */
export interface Program {
  /** Until it answers its readiness probe. */
  readyAfterMs: number;
  /** It ends by itself: a job that is done (0) or a service that crashes. */
  exits?: { afterMs: number; code: number };
  /** Lines it logs when it starts, then one of `ticks` after each `tickMs`. `{host}`, `{version}` and `{n}` are filled in. */
  greeting: readonly string[];
  ticks: readonly string[];
  tickMs: number;
  /** A log of its own instead. */
  log?: (setting: LogSetting) => LogSource;
}
