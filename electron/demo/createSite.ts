import { runAutoscalers } from './controllers/autoscaler';
import { runClaims } from './controllers/claims';
import { runCronJobs } from './controllers/cronJobs';
import { runCustomDefinitions } from './controllers/customDefinitions';
import { runDaemonSets } from './controllers/daemonSet';
import { runDisruptionBudgets } from './controllers/disruptionBudgets';
import { runEndpoints } from './controllers/endpoints';
import { runEndpointSlices } from './controllers/endpointSlices';
import { createEventRecorder, eventLifeMs } from './controllers/events';
import { runDeployments } from './controllers/deployment';
import { runGarbageCollector } from './controllers/garbage';
import { runIngresses } from './controllers/ingresses';
import { runJobs } from './controllers/jobs';
import { runNamespaces } from './controllers/namespaces';
import { runQuotas } from './controllers/quotas';
import { runReplicaSets } from './controllers/replicaSet';
import { runStatefulSets } from './controllers/statefulSet';
import { nodeAddress } from './content/cluster';
import { createImageTable, type ImageSource } from './kubelet/images';
import { runKubelets } from './kubelet/kubelet';
import { createNetwork } from './kubelet/network';
import { runNodes } from './kubelet/nodes';
import { createPodLogs } from './kubelet/podLogs';
import type { NodeModel } from './kubelet/podWorker';
import { createRunningContainers } from './kubelet/running';
import { runScheduler } from './kubelet/scheduler';
import { createRandom } from './random/random';
import { withoutLoad } from './control/load/mark';
import { createMachines } from './shell/machine';
import type { Site } from './site';
import { createDeletes } from './store/deletes';
import { createKindRegistry } from './store/registry';
import { createStore } from './store/store';
import { createWrites } from './store/writes';
import { createClock, type DrivenClock } from './time/clock';

export interface SiteOptions {
  seed: number;
  /** Epoch ms at which its history begins. */
  startAt: number;
  /** Epoch ms at which it goes live. */
  liveAt: number;
  caCertificate: string;
  registry: ImageSource;
  nodes: readonly string[];
  logFileBytes?: number;
  /** Nodes say again and again that they are alive. */
  heartbeats: boolean;
}

/** Store, controllers and kubelets, wired by hand. The clock stands still until it is advanced or goes live. */
export function createSite({ seed, startAt, liveAt, caCertificate, registry, nodes, logFileBytes, heartbeats }: SiteOptions): Site & { clock: DrivenClock } {
  const clock = createClock(startAt);
  const random = createRandom(seed);
  const kinds = createKindRegistry();
  const whole = createStore();
  const store = withoutLoad(whole);
  const writes = createWrites({ store, clock, random });
  const deletes = createDeletes({ kinds, store, clock });
  const events = createEventRecorder({ store, writes, clock, random, since: liveAt - eventLifeMs });
  const running = createRunningContainers();
  const network = createNetwork({ store, running, clock });
  const site = { seed, kinds, store, writes, deletes, clock, random, events, logs: createPodLogs(logFileBytes), running, network, machines: createMachines({ store, clock, network }) };

  runNamespaces(site, caCertificate);
  runCustomDefinitions(site);
  runGarbageCollector(site);
  runDeployments(site);
  runReplicaSets(site);
  runStatefulSets(site);
  runDaemonSets(site);
  runJobs(site);
  runCronJobs(site);
  runAutoscalers(site, liveAt - eventLifeMs);
  runClaims(site);
  runEndpoints(site);
  runEndpointSlices(site);
  runDisruptionBudgets(site);
  runQuotas(site);
  runIngresses(site, nodeAddress(0));
  runScheduler(site);
  const models = nodes.map(createNodeModel);
  runNodes(site, models, heartbeats ? liveAt - 60_000 : undefined);
  runKubelets(site, createImageTable(registry, store), models);
  return { ...site, store: whole };
}

function createNodeModel(name: string, index: number): NodeModel {
  let lastIp = 1;
  const nextPodIp = () => {
    lastIp = lastIp >= 250 ? 2 : lastIp + 1;
    return `10.244.${index + 1}.${lastIp}`;
  };
  return { name, ip: nodeAddress(index), pulled: new Map(), nextPodIp };
}
