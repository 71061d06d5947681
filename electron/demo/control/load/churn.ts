import { kindNamed } from '../../store/kinds';
import type { Pod } from '../../objects/workloads';
import type { Store } from '../../store/store';
import { timestamp } from '../../time/clock';
import type { ChurnRate, Loaded } from './load';
import { podStatus } from './objects';

/** Changes of a load that go on by themselves. */
export interface Churn {
  /** Versions made so far; what could not be changed, since somebody deleted it, counts too. */
  readonly changes: number;
  readonly isRunning: boolean;
  stop(): void;
}

const tickMs = 20;
/** Events are kept up to this many more than the load began with. */
const moreEvents = 1000;

/** Goes by the wall, whatever the site's clock does: a rate of changes is what a client is measured against. */
export function createChurn(store: Store, { random, objects, pods, events, nodes }: Loaded, rate: ChurnRate, now: () => number): Churn {
  const podKind = kindNamed('Pod');
  const eventKind = kindNamed('Event');
  const mostEvents = events.length + moreEvents;
  const startedAt = performance.now();
  let changes = 0;
  let isRunning = true;

  const any = () => Math.floor(random.next() * pods.length);
  const put = (at: number, pod: Pod) => {
    const entry = pods[at];
    // A client may have deleted it meanwhile; then it is not brought back.
    const present = store.get(podKind, pod.metadata.namespace, pod.metadata.name);
    if (entry && present) entry.pod = store.put(podKind, pod) as Pod;
    changes += 1;
  };
  const withStatus = (pod: Pod, isReady: boolean, restarts: number): Pod => {
    const image = pod.spec.containers[0]?.image ?? '';
    const { podIP, podIPs, startTime = '' } = pod.status;
    return { ...pod, status: { podIP, podIPs, ...podStatus(image, isReady ? 'ready' : 'starting', restarts, timestamp(now()), startTime) } };
  };
  const restartsOf = ({ status }: Pod) => status.containerStatuses?.[0]?.restartCount ?? 0;

  const flip = (at: number) => {
    const { pod } = pods[at] as Loaded['pods'][number];
    put(at, withStatus(pod, !pod.status.containerStatuses?.[0]?.ready, restartsOf(pod)));
  };
  const restart = (at: number) => {
    const { pod } = pods[at] as Loaded['pods'][number];
    put(at, withStatus(pod, false, restartsOf(pod) + 1));
  };
  const replace = (at: number) => {
    const entry = pods[at] as Loaded['pods'][number];
    store.remove(podKind, entry.pod);
    entry.pod = store.put(podKind, objects.pod(entry.replicaSet, nodes[at % nodes.length] ?? 'load-node', 'ready')) as Pod;
    changes += 2;
  };
  const happen = (at: number) => {
    events.push(store.put(eventKind, objects.event((pods[at] as Loaded['pods'][number]).pod)));
    changes += 1;
    if (events.length <= mostEvents) return;
    const [oldest] = events.splice(0, 1);
    if (oldest) store.remove(eventKind, oldest);
    changes += 1;
  };

  const step = () => {
    const chance = random.next();
    const at = any();
    if (chance < rate.restarts) restart(at);
    else if (chance < rate.restarts + rate.replacements) replace(at);
    else if (chance < rate.restarts + rate.replacements + rate.events) happen(at);
    else flip(at);
  };

  const stop = () => {
    isRunning = false;
    clearInterval(timer);
  };
  const timer = setInterval(() => {
    const passedMs = Math.min(performance.now() - startedAt, rate.forMs ?? Infinity);
    const due = (passedMs * rate.perSecond) / 1000;
    while (changes < due) step();
    if (passedMs === rate.forMs) stop();
  }, tickMs);

  return {
    get changes() {
      return changes;
    },
    get isRunning() {
      return isRunning;
    },
    stop,
  };
}
