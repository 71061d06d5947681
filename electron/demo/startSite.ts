import { mkdir, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { furnishCluster, nodeNames } from './content/cluster';
import type { SiteSpec } from './content/sites';
import { createSite } from './createSite';
import { listen } from './http/server';
import { createAuthority } from './pki/certificates';
import { kubeconfigText, type KubeconfigUser } from './pki/kubeconfig';
import { createAuthorizer, type User } from './rbac/authorizer';
import { createTokens } from './rbac/tokens';
import type { Site } from './site';

export interface StartSiteOptions {
  /** Where its kubeconfigs are written; made, and removed with the site. */
  dir: string;
  seed: number;
  /** Site time runs this many times as fast as the wall. */
  speed: number;
}

/** One running site. The paths are of kubeconfigs, readable by their owner only. */
export interface RunningSite {
  readonly name: SiteSpec['name'];
  /** `https://127.0.0.1:…` */
  readonly server: string;
  /** Host and port of its registry. */
  readonly registry: string;
  /** The admin's; holds contexts of the two others too, so that whoever looks around can look as they do. */
  readonly kubeconfig: string;
  readonly viewerKubeconfig: string;
  readonly developerKubeconfig: string;
  /** For tests that look behind the API. */
  readonly site: Site;
  close(): Promise<void>;
}

const developerToken = 'developer-token';
const knownTokens: ReadonlyMap<string, User> = new Map([[developerToken, { name: 'developer', groups: [] }]]);
const dayMs = 24 * 3600 * 1000;

/** Starts a site on loopback: plays its past, then serves its API. */
export async function startSite(spec: SiteSpec, { dir, seed, speed }: StartSiteOptions): Promise<RunningSite> {
  const authority = await createAuthority();
  const [identity, admin, viewer] = await Promise.all([authority.serverIdentity(), authority.clientIdentity('admin', ['system:masters']), authority.clientIdentity('viewer', [])]);
  const registry = `127.0.0.1:${spec.registryPort}`;
  const liveAt = Date.now();
  const site = createSite({ seed, startAt: liveAt - spec.historyDays * dayMs, liveAt, caCertificate: authority.certificate, registry, repositories: spec.repositories, nodes: nodeNames });
  furnishCluster(site);
  spec.play(site, registry);
  site.clock.goLive(speed);

  const api = await listen({ site, authorizer: createAuthorizer(site.store), tokens: createTokens(knownTokens, site.store, site.clock), identity, clientAuthority: authority.certificate, port: 0 });
  const server = `https://127.0.0.1:${api.port}`;
  await mkdir(dir, { recursive: true, mode: 0o700 });
  const cluster = { name: spec.cluster, server, ca: authority.certificate };
  const write = async (file: string, users: readonly KubeconfigUser[]) => {
    const path = join(dir, file);
    await writeFile(path, kubeconfigText(cluster, users, spec.namespace), { mode: 0o600 });
    return path;
  };
  const asAdmin = { name: 'admin', credential: admin, context: cluster.name };
  const asViewer = { name: 'viewer', credential: viewer, context: `${cluster.name}-viewer` };
  const asDeveloper = { name: 'developer', credential: { token: developerToken }, context: `${cluster.name}-developer` };
  const [kubeconfig, viewerKubeconfig, developerKubeconfig] = await Promise.all([
    write('kubeconfig', [asAdmin, asViewer, asDeveloper]),
    write('viewer.kubeconfig', [asViewer]),
    write('developer.kubeconfig', [asDeveloper]),
  ]);

  return {
    name: spec.name,
    server,
    registry,
    kubeconfig,
    viewerKubeconfig,
    developerKubeconfig,
    site,
    async close() {
      site.clock.stop();
      await api.close();
      await rm(dir, { recursive: true, force: true });
    },
  };
}
