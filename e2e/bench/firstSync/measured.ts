import { get } from 'node:http';
import { createKubeClients } from '@electron/engine/kube/client/clients';
import { createKubeconfigs } from '@electron/engine/kube/kubeconfig/kubeconfigs';
import { createCaches } from '@electron/engine/kube/watch';

/** What the measured process prints. */
export interface Measured {
  pods: number;
  ms: number;
  /** The most memory the process ever had. */
  rssMb: number;
}

const fail = (error: unknown): never => {
  throw error;
};

const download = (url: URL): Promise<string> =>
  new Promise((resolve, reject) => {
    get(url, (response) => {
      const chunks: Buffer[] = [];
      response.on('data', (chunk: Buffer) => chunks.push(chunk));
      response.on('end', () => resolve(Buffer.concat(chunks).toString('utf8')));
      response.on('error', reject);
    }).on('error', reject);
  });

/** The control: the same pages, downloaded, parsed and kept. */
const parseOnly = async (server: string): Promise<{ pods: number; ms: number }> => {
  const started = performance.now();
  const kept: unknown[] = [];
  let next: string | undefined = '';
  while (next !== undefined) {
    const url = new URL(`/api/v1/pods?limit=500${next && `&continue=${next}`}`, server);
    const page = JSON.parse(await download(url)) as { items: unknown[]; metadata: { continue?: string } };
    for (const item of page.items) kept.push(item);
    next = page.metadata.continue;
  }
  return { pods: kept.length, ms: performance.now() - started };
};

/** The engine's own way: client, reflector, store with its indexes. */
const fullStore = async (server: string): Promise<{ pods: number; ms: number }> => {
  const kubeconfig = JSON.stringify({
    apiVersion: 'v1', kind: 'Config', 'current-context': 'bench',
    clusters: [{ name: 'bench', cluster: { server } }],
    users: [{ name: 'bench', user: {} }],
    contexts: [{ name: 'bench', context: { cluster: 'bench', user: 'bench' } }],
  });
  const registerSecret = (): void => undefined;
  const kubeconfigs = createKubeconfigs({ registerSecret });
  await kubeconfigs.setSources([{ id: 'bench', label: 'bench', kind: 'pasted', read: async () => kubeconfig }]);
  const contextId = kubeconfigs.snapshot().contexts[0]?.id ?? fail(new Error('the bench kubeconfig has no context'));
  const clients = createKubeClients({ kubeconfigs, registerSecret, loginPath: async () => '', environment: {} });
  const client = await clients.client(contextId);
  const pods = { group: '', version: 'v1', apiVersion: 'v1', kind: 'Pod', plural: 'pods', namespaced: true, verbs: ['list', 'watch'] };
  const caches = createCaches({ onDefect: fail });

  const started = performance.now();
  const lease = caches.lease(client, pods, null);
  await lease.ready(new AbortController().signal);
  const measured = { pods: lease.store.size, ms: performance.now() - started };
  caches.dispose();
  clients.dispose();
  kubeconfigs.dispose();
  return measured;
};

const [what, server = ''] = process.argv.slice(2);
const measured = await (what === 'control' ? parseOnly(server) : fullStore(server));
const report: Measured = { ...measured, rssMb: process.resourceUsage().maxRSS / 1024 };
process.stdout.write(`${JSON.stringify(report)}\n`);
