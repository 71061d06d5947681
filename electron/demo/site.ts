import type { EventRecorder } from './controllers/events';
import type { PodLogs } from './kubelet/podLogs';
import type { Random } from './random/random';
import type { Deletes } from './store/deletes';
import type { KindRegistry } from './store/registry';
import type { Store } from './store/store';
import type { Writes } from './store/writes';
import type { Clock } from './time/clock';

/** The parts of the site that its API, controllers and kubelets share. */
export interface Site {
  /** All that looks random follows from it. */
  seed: number;
  /** What it serves. */
  kinds: KindRegistry;
  store: Store;
  writes: Writes;
  deletes: Deletes;
  clock: Clock;
  random: Random;
  events: EventRecorder;
  logs: PodLogs;
}
