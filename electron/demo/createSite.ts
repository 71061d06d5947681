import { runClaims } from './controllers/claims';
import { runCronJobs } from './controllers/cronJobs';
import { runCustomDefinitions } from './controllers/customDefinitions';
import { runDaemonSets } from './controllers/daemonSet';
import { runEndpoints } from './controllers/endpoints';
import { createEventRecorder, eventLifeMs } from './controllers/events';
import { runDeployments } from './controllers/deployment';
import { runGarbageCollector } from './controllers/garbage';
import { runJobs } from './controllers/jobs';
import { runNamespaces } from './controllers/namespaces';
import { runReplicaSets } from './controllers/replicaSet';
import { runStatefulSets } from './controllers/statefulSet';
import type { Repository } from './content/images';
import { createImageTable } from './kubelet/images';
import { runKubelets } from './kubelet/kubelet';
import { createPodLogs } from './kubelet/podLogs';
import type { NodeModel } from './kubelet/podWorker';
import { runScheduler } from './kubelet/scheduler';
import { createRandom } from './random/random';
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
  /** Host and port of its registry. */
  registry: string;
  repositories: readonly Repository[];
  nodes: readonly string[];
}

/** Store, controllers and kubelets, wired by hand. The clock stands still until it is advanced or goes live. */
export function createSite({ seed, startAt, liveAt, caCertificate, registry, repositories, nodes }: SiteOptions): Site & { clock: DrivenClock } {
  const clock = createClock(startAt);
  const random = createRandom(seed);
  const kinds = createKindRegistry();
  const store = createStore();
  const writes = createWrites({ store, clock, random });
  const deletes = createDeletes({ kinds, store, clock });
  const events = createEventRecorder({ store, writes, clock, random, since: liveAt - eventLifeMs });
  const site = { kinds, store, writes, deletes, clock, random, events, logs: createPodLogs() };

  runNamespaces(site, caCertificate);
  runCustomDefinitions(site);
  runGarbageCollector(site);
  runDeployments(site);
  runReplicaSets(site);
  runStatefulSets(site);
  runDaemonSets(site);
  runJobs(site);
  runCronJobs(site);
  runClaims(site);
  runEndpoints(site);
  runScheduler(site, nodes);
  runKubelets(site, createImageTable(registry, repositories), nodes.map(createNodeModel));
  return site;
}

function createNodeModel(name: string, index: number): NodeModel {
  let lastIp = 1;
  const nextPodIp = () => {
    lastIp = lastIp >= 250 ? 2 : lastIp + 1;
    return `10.244.${index + 1}.${lastIp}`;
  };
  return { name, ip: `192.168.49.${index + 2}`, pulled: new Set(), nextPodIp };
}
