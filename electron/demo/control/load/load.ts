import type { z } from 'zod';
import type { KubeObject } from '../../objects/meta';
import type { Pod } from '../../objects/workloads';
import { createRandom, type Random } from '../../random/random';
import type { Site } from '../../site';
import { builtInKinds, kindNamed, qualified, type Kind } from '../../store/kinds';
import type { churnSchema, loadSchema} from '../contract';
import { type CommandOutput } from '../contract';
import { Refusal } from '../endpoint';
import { createChurn, type Churn } from './churn';
import { createLoadObjects, type Health, type LoadObjects } from './objects';

type LoadState = CommandOutput<'load.create'>;
export type LoadSize = Omit<z.output<typeof loadSchema>, 'site'>;
export type ChurnRate = Omit<z.output<typeof churnSchema>, 'site'>;

/** Objects by the thousand, which go straight into the store and which nobody acts on. */
export interface Load {
  create(size: LoadSize): LoadState;
  churn(rate: ChurnRate): LoadState;
  state(): LoadState;
  stop(): LoadState;
  clear(): LoadState;
}

/** What there is of it now. */
export interface Loaded {
  readonly random: Random;
  readonly objects: LoadObjects;
  /** Each with what it belongs to, so that it can be replaced. */
  readonly pods: { pod: Pod; replicaSet: KubeObject }[];
  readonly events: KubeObject[];
  readonly others: { kind: Kind; object: KubeObject }[];
  readonly nodes: string[];
}

/** Slices of the real controller hold no more. */
const endpointsPerSlice = 100;
/** Each up to its share of all pods, the others being ready. */
const unhealthy: [Health, number][] = [['crashing', 0.02], ['pulling', 0.03], ['starting', 0.04]];

export function createLoad(name: string, { store, clock }: Site): Load {
  let loaded: Loaded | null = null;
  let churn: Churn | null = null;
  const podKind = kindNamed('Pod');
  const eventKind = kindNamed('Event');

  const state = (): LoadState => {
    const objects: Record<string, number> = {};
    if (loaded) {
      objects['pods'] = loaded.pods.length;
      objects['events'] = loaded.events.length;
      for (const { kind } of loaded.others) objects[qualified(kind)] = (objects[qualified(kind)] ?? 0) + 1;
    }
    return { site: name, objects, changes: churn?.changes ?? 0, isChurning: churn?.isRunning ?? false };
  };

  const fill = (size: LoadSize): Loaded => {
    const random = createRandom(size.seed);
    const objects = createLoadObjects(random, size.seed, clock.now);
    const made: Loaded = { random, objects, pods: [], events: [], others: [], nodes: [] };
    const put = (kindName: string, object: KubeObject): KubeObject => {
      const kind = kindNamed(kindName);
      const stored = store.put(kind, object);
      made.others.push({ kind, object: stored });
      return stored;
    };
    const healthOf = (chance: number): Health => unhealthy.find(([, below]) => chance < below)?.[0] ?? 'ready';

    for (let i = 0; i < size.nodes; i += 1) made.nodes.push(put('Node', objects.node(i)).metadata.name);
    const namespaces = Array.from({ length: size.namespaces }, (_, i) => put('Namespace', objects.namespace(i)).metadata.name);
    for (let i = 0; i < size.deployments; i += 1) {
      const replicas = Math.floor(((i + 1) * size.pods) / size.deployments) - Math.floor((i * size.pods) / size.deployments);
      const deployment = put('Deployment', objects.deployment(i, namespaces[i % namespaces.length] ?? 'default', replicas));
      for (let old = 0; old < size.oldReplicaSets; old += 1) put('ReplicaSet', objects.replicaSet(deployment, old + 1, 0));
      const replicaSet = put('ReplicaSet', objects.replicaSet(deployment, size.oldReplicaSets + 1, replicas));
      const pods = Array.from({ length: replicas }, () => {
        const node = made.nodes[made.pods.length % made.nodes.length] ?? 'load-node';
        const pod = store.put(podKind, objects.pod(replicaSet, node, healthOf(random.next()))) as Pod;
        made.pods.push({ pod, replicaSet });
        return pod;
      });
      const service = put('Service', objects.service(deployment));
      if (!builtInKinds.some(({ kind }) => kind === 'EndpointSlice')) continue;
      for (let at = 0; at < pods.length; at += endpointsPerSlice) put('EndpointSlice', objects.endpointSlice(service, pods.slice(at, at + endpointsPerSlice)));
    }
    for (let i = 0; i < size.events && made.pods.length > 0; i += 1) {
      const { pod } = made.pods[Math.floor(random.next() * made.pods.length)] as Loaded['pods'][number];
      made.events.push(store.put(eventKind, objects.event(pod)));
    }
    return made;
  };

  return {
    create(size) {
      if (loaded) throw new Refusal('There is a load already: load.clear takes it away.');
      if (size.deployments > 0 && size.namespaces === 0) throw new Refusal('Deployments need at least one namespace.');
      if (size.pods > 0 && size.deployments === 0) throw new Refusal('Pods need at least one Deployment.');
      loaded = fill(size);
      return state();
    },
    churn(rate) {
      if (!loaded || loaded.pods.length === 0) throw new Refusal('There are no pods to change: load.create makes some.');
      churn?.stop();
      churn = createChurn(store, loaded, rate, clock.now);
      return state();
    },
    state,
    stop() {
      churn?.stop();
      return state();
    },
    clear() {
      churn?.stop();
      churn = null;
      if (!loaded) return state();
      for (const event of loaded.events) store.remove(eventKind, event);
      for (const { pod } of loaded.pods) store.remove(podKind, pod);
      for (const { kind, object } of loaded.others.reverse()) store.remove(kind, object);
      loaded = null;
      return state();
    },
  };
}
