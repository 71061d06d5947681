import { mkdir, rename, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { furnishCluster, nodeNames } from './content/cluster';
import type { SiteSpec } from './content/sites';
import type { Control } from './control';
import { createSite } from './createSite';
import { computedResources } from './http/computed';
import { proxies } from './http/proxy';
import { listen } from './http/server';
import { streamingSubresources } from './http/upgrades';
import { createAuthority } from './pki/certificates';
import { kubeconfigText, type KubeconfigUser } from './pki/kubeconfig';
import { createAuthorizer, type User } from './rbac/authorizer';
import { startRegistry, type Registry } from './registry/registry';
import type { Site } from './site';

export interface StartSiteOptions {
  /** Where its kubeconfigs and what its registry is given are written; made when it is not there. */
  dir: string;
  seed: number;
  /** Site time runs this many times as fast as the wall. */
  speed: number;
  /** For tests. */
  control?: Control | undefined;
}

/** One running site. The paths are of kubeconfigs, readable by their owner only. */
export interface RunningSite {
  readonly name: SiteSpec['name'];
  /** `https://127.0.0.1:…` */
  readonly server: string;
  /** Host and port of its registry. */
  readonly registry: string;
  /** Docker's `config.json` with the credentials of the registry: of a person who may push, and of a robot that may pull. */
  readonly dockerConfig: string;
  readonly robotDockerConfig: string;
  /** The admin's; holds contexts of the two others too, so that whoever looks around can look as they do. */
  readonly kubeconfig: string;
  readonly viewerKubeconfig: string;
  readonly developerKubeconfig: string;
  /** For tests that look behind the API. */
  readonly site: Site;
  /** For tests: it can be paused. */
  readonly images: Registry;
  close(): Promise<void>;
}

const developerToken = 'developer-token';
const dayMs = 24 * 3600 * 1000;

/** Starts a site on loopback: its registry, since image names begin with its address; its past; then its API. */
export async function startSite(spec: SiteSpec, options: StartSiteOptions): Promise<RunningSite> {
  await mkdir(options.dir, { recursive: true, mode: 0o700 });
  const registry = await startRegistry({ dir: join(options.dir, 'registry'), port: spec.registryPort, repositories: spec.repositories });
  try {
    return await startCluster(spec, options, registry);
  } catch (error) {
    await registry.close();
    throw error;
  }
}

async function startCluster(spec: SiteSpec, { dir, seed, speed, control }: StartSiteOptions, registry: Registry): Promise<RunningSite> {
  const authority = await createAuthority();
  const [identity, admin, viewer] = await Promise.all([authority.serverIdentity(), authority.clientIdentity('admin', ['system:masters']), authority.clientIdentity('viewer', [])]);
  const liveAt = Date.now();
  const site = createSite({ seed, startAt: liveAt - spec.historyDays * dayMs, liveAt, caCertificate: authority.certificate, registry, nodes: nodeNames, logFileBytes: spec.logFileBytes });
  furnishCluster(site);
  spec.play(site, registry.address);
  site.clock.goLive(speed);

  const tokens = new Map<string, User>([[developerToken, { name: 'developer', groups: [] }]]);
  const interception = control?.take(spec.name, { site, tokens });
  const api = await listen({ site, authorizer: createAuthorizer(site.store), tokens, extensions: [computedResources(site), streamingSubresources(site), proxies(site)], identity, clientAuthority: authority.certificate, port: 0, interception });
  const server = `https://127.0.0.1:${api.port}`;
  const cluster = { name: spec.cluster, server, ca: authority.certificate };
  const write = async (file: string, users: readonly KubeconfigUser[]) => {
    const path = join(dir, file);
    // Whole or not at all: somebody may be watching the one of an earlier start.
    await writeFile(`${path}.new`, kubeconfigText(cluster, users, spec.namespace), { mode: 0o600 });
    await rename(`${path}.new`, path);
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
    registry: registry.address,
    dockerConfig: registry.dockerConfig,
    robotDockerConfig: registry.robotDockerConfig,
    kubeconfig,
    viewerKubeconfig,
    developerKubeconfig,
    site,
    images: registry,
    async close() {
      site.clock.stop();
      await Promise.all([api.close(), registry.close()]);
    },
  };
}
