import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { furnishCluster, nodeNames } from './content/cluster';
import { historyDays, playHistory } from './content/history';
import { repositories } from './content/images';
import { createSite } from './createSite';
import { listen } from './http/server';
import { createAuthority } from './pki/certificates';
import { kubeconfigText, type KubeconfigUser } from './pki/kubeconfig';
import { createAuthorizer, type User } from './rbac/authorizer';
import type { Site } from './site';

export interface DemoOptions {
  /** Where kubeconfigs are written; without one a temporary directory that goes with the site. */
  dir?: string;
  seed: number;
  /** Site time runs this many times as fast as the wall. */
  speed: number;
  /** No namespaces and workloads but the system's own. */
  empty: boolean;
  /** 0 takes a free port. */
  port: number;
}

export interface Demo {
  readonly server: string;
  readonly kubeconfig: string;
  readonly viewerKubeconfig: string;
  readonly developerKubeconfig: string;
  /** For tests that look behind the API. */
  readonly site: Site;
  close(): Promise<void>;
}

const developerToken = 'developer-token';
const tokens: ReadonlyMap<string, User> = new Map([[developerToken, { name: 'developer', groups: [] }]]);

/** Starts a whole site on loopback and writes its kubeconfigs (readable by their owner only). */
export async function startDemo(options: DemoOptions): Promise<Demo> {
  const authority = await createAuthority();
  const [identity, admin, viewer] = await Promise.all([authority.serverIdentity(), authority.clientIdentity('admin', ['system:masters']), authority.clientIdentity('viewer', [])]);
  const liveAt = Date.now();
  const startAt = liveAt - (options.empty ? 0 : historyDays * 24 * 3600 * 1000);
  const site = createSite({ seed: options.seed, startAt, liveAt, caCertificate: authority.certificate, repositories, nodes: nodeNames });
  furnishCluster(site);
  if (!options.empty) playHistory(site);
  site.clock.goLive(options.speed);

  const api = await listen({ site, authorizer: createAuthorizer(site.store), tokens, identity, clientAuthority: authority.certificate, port: options.port });
  const server = `https://127.0.0.1:${api.port}`;
  const dir = options.dir ?? (await mkdtemp(join(tmpdir(), 'wheelhouse-demo-')));
  await mkdir(dir, { recursive: true, mode: 0o700 });
  const cluster = { name: 'wheelhouse-demo', server, ca: authority.certificate };
  const write = async (file: string, users: readonly KubeconfigUser[]) => {
    const path = join(dir, file);
    await writeFile(path, kubeconfigText(cluster, users, options.empty ? 'default' : 'dev'), { mode: 0o600 });
    return path;
  };
  const asAdmin = { name: 'admin', credential: admin, context: cluster.name };
  const asViewer = { name: 'viewer', credential: viewer, context: `${cluster.name}-viewer` };
  const asDeveloper = { name: 'developer', credential: { token: developerToken }, context: `${cluster.name}-developer` };
  // The first holds all three, so that whoever looks around can look as a colleague with fewer rights too.
  const [kubeconfig, viewerKubeconfig, developerKubeconfig] = await Promise.all([
    write('kubeconfig', [asAdmin, asViewer, asDeveloper]),
    write('viewer.kubeconfig', [asViewer]),
    write('developer.kubeconfig', [asDeveloper]),
  ]);

  return {
    server,
    kubeconfig,
    viewerKubeconfig,
    developerKubeconfig,
    site,
    async close() {
      site.clock.stop();
      await api.close();
      const written = [kubeconfig, viewerKubeconfig, developerKubeconfig];
      if (options.dir) await Promise.all(written.map((path) => rm(path, { force: true })));
      else await rm(dir, { recursive: true, force: true });
    },
  };
}
