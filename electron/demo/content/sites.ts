import type { Site } from '../site';
import type { DrivenClock } from '../time/clock';
import { namespaceDraft } from './cluster';
import { createAuthor } from './create';
import { historyDays, playHistory } from './history';
import { repositories, type Repository } from './images';
import { uuidDrafts } from './uuid';

/** What one of the demo's sites is before it starts. */
export interface SiteSpec {
  name: 'connected' | 'airgapped' | 'empty';
  /** Name of the cluster and of its admin's context in the kubeconfig. */
  cluster: string;
  /** Of the contexts in its kubeconfig. */
  namespace: string;
  /** Days it plays before it goes live. */
  historyDays: number;
  /** What its registry holds from the start. */
  repositories: readonly Repository[];
  /** The registry's port, where it is free. A fixed one keeps image names, and with them pod names, the same from run to run. */
  registryPort: number;
  /** How large the kubelet lets a log file get; by default as large as a real one does. */
  logFileBytes?: number;
  /** Plays its past, up to now. @param registry host and port of its registry */
  play(site: Site & { clock: DrivenClock }, registry: string): void;
}

/** Has a network: its namespaces dev, test and prod are the three environments of a team. */
export const connectedSite: SiteSpec = { name: 'connected', cluster: 'wheelhouse-demo', namespace: 'dev', historyDays, repositories, registryPort: 5480, play: playHistory };

/** Has no network: what runs there came on a stick, and so does every update. */
export const airgappedSite: SiteSpec = {
  name: 'airgapped',
  cluster: 'wheelhouse-demo-airgap',
  namespace: 'plant',
  historyDays: 2,
  repositories: [{ name: 'apps/uuid', tags: ['v1.0.0.0'], program: 'uuid' }],
  registryPort: 5481,
  play(site, registry) {
    const author = createAuthor(site, 'kubectl-client-side-apply');
    author.create(undefined, namespaceDraft('plant'));
    author.create('plant', ...uuidDrafts({ registry, version: 'v1.0.0.0', replicas: 2, value: 'hello from the plant', nodePort: 30001, cause: 'uuid v1.0.0.0, from the stick' }));
    site.clock.advance(2 * 24 * 3600 * 1000);
  },
};

/** Nothing but what every cluster has: for tests. */
export const emptySite: SiteSpec = { name: 'empty', cluster: 'wheelhouse-demo', namespace: 'default', historyDays: 0, repositories, registryPort: 0, play: () => undefined };
