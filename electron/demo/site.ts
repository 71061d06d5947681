import type { EventRecorder } from './controllers/events';
import type { Network } from './kubelet/network';
import type { PodLogs } from './kubelet/podLogs';
import type { RunningContainers } from './kubelet/running';
import type { Random } from './random/random';
import type { Machines } from './shell/machine';
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
  running: RunningContainers;
  /** Pods and Services by address, for whoever connects to them. */
  network: Network;
  /** The insides of running containers, for shells. */
  machines: Machines;
}
