/** What a program knows of the container it runs in. */
export interface Surroundings {
  /** Name of its pod. */
  host: string;
  /** Tag of its image. */
  version: string;
  /** Its environment: how much comes in depends on it. */
  namespace: string;
  /** Epoch ms. */
  startedAt: number;
}

/**
 * How a program behaves once it runs in a container. An image names its program in the label `dev.wheelhouse.demo.program` of
 * its configuration, so that a copy of the image (promoted by digest, carried to another site) behaves as the original does.
 * All times are site time. All functions are pure, so that nothing has to be kept of what happened.
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
  /** In place of `ticks`: all that it logs in its nth tick (from 1, at `startedAt + n * tickMs`), which may be nothing or many lines. */
  lines?(n: number, around: Surroundings): readonly string[];
}
