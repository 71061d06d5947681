import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import type { V1ContainerStatus, V1Pod } from '@kubernetes/client-node';
import { KubeConfig, KubernetesObjectApi } from '@kubernetes/client-node';
import { afterAll, beforeAll, describe, expect, it, type TestContext } from 'vitest';
import { startDemoProcess, type DemoProcess, type DemoProcessSite } from '../fixtures/demoProcess';
import { run, runWell } from '../fixtures/programs';

/** The registries of the demo, as people use them: with skopeo and docker. What is not installed here is skipped, with the reason. */
let demo: DemoProcess;
let connected: DemoProcessSite;
let airgapped: DemoProcessSite;
let dir: string;
/** Why a program cannot be used here; null where it can. */
let skopeoMissing: string | null;
let dockerMissing: string | null;

const isOnCluster = process.env['WHEELHOUSE_SITE'] === 'cluster';

beforeAll(async () => {
  if (isOnCluster) return;
  demo = await startDemoProcess();
  const [first, second] = demo.sites;
  if (!second) throw new Error('The demo has one site only.');
  [connected, airgapped] = [first, second];
  dir = await mkdtemp(join(tmpdir(), 'wheelhouse-skopeo-'));
  skopeoMissing = (await run('skopeo', ['--version'])).code === 0 ? null : 'skopeo is not installed';
  dockerMissing = await whyNoDocker();
});
afterAll(async () => {
  if (isOnCluster) return;
  await demo.stop();
  await rm(dir, { recursive: true, force: true });
});

const needs = ({ skip }: TestContext, missing: () => string | null): void => {
  if (isOnCluster) skip('the registry of the demo is tested with the demo');
  const reason = missing();
  if (reason !== null) skip(reason);
};

/** The engine must share this machine's loopback: that of a virtual machine or of another network namespace does not. */
async function whyNoDocker(): Promise<string | null> {
  const version = await run('docker', ['version']);
  if (version.code === 127) return 'docker is not installed';
  if (version.code !== 0) return 'no Docker engine answers';
  const image = `${connected.registry}/library/fluent-bit:3.1.9`;
  const pull = await docker(['pull', image]);
  if (pull.code === 0) await docker(['rmi', image]);
  return /connection refused|no route to host|i\/o timeout/.test(pull.stderr) ? `the Docker engine does not reach ${connected.registry}` : null;
}

const docker = (args: readonly string[], config = join(dir, 'nobody')) => run('docker', args, { DOCKER_CONFIG: config });
const skopeo = (command: string, ...args: string[]) => runWell('skopeo', ['--insecure-policy', command, ...args]);
const insecureCopy = ['--src-tls-verify=false', '--dest-tls-verify=false'];
const rawManifest = (reference: string) => skopeo('inspect', '--raw', '--tls-verify=false', `docker://${reference}`);
interface Inspected {
  Digest: string;
  RepoTags: string[];
  Labels: Record<string, string>;
  Architecture: string;
}
const inspect = async (reference: string, ...args: string[]) => JSON.parse(await skopeo('inspect', '--tls-verify=false', ...args, `docker://${reference}`)) as Inspected;

describe('skopeo', () => {
  it('lists tags and inspects images', async (context) => {
    needs(context, () => skopeoMissing);
    const { Tags: tags } = JSON.parse(await skopeo('list-tags', '--tls-verify=false', `docker://${connected.registry}/apps/uuid`)) as { Tags: string[] };
    expect(tags).toEqual(expect.arrayContaining(['v1.0.0.0', 'v2.0.0.0', 'v3.0.0.0']));
    const image = await inspect(`${connected.registry}/apps/uuid:v2.0.0.0`);
    expect(image).toMatchObject({ Architecture: 'amd64', Labels: { 'dev.wheelhouse.demo.program': 'uuid', 'org.opencontainers.image.version': 'v2.0.0.0' } });
    expect((await inspect(`${connected.registry}/apps/uuid@${image.Digest}`)).Digest).toBe(image.Digest);
  });

  it.for(['apps/uuid:v1.0.0.0', 'nicefish/db:8.0.40'])('copies %s out and in again, as it was', async (name, context) => {
    needs(context, () => skopeoMissing);
    const folder = join(dir, name.replace(/\W/g, '-'));
    await skopeo('copy', '--src-tls-verify=false', '--preserve-digests', `docker://${connected.registry}/${name}`, `dir:${folder}`);
    const copy = `${connected.registry}/people/${name}`;
    await skopeo('copy', '--dest-tls-verify=false', '--preserve-digests', '--dest-authfile', connected.dockerConfig, `dir:${folder}`, `docker://${copy}`);
    expect(await rawManifest(copy)).toBe(await rawManifest(`${connected.registry}/${name}`));
  });

  it('carries an index from site to site with its digests, and nodes there run it as the original', async (context) => {
    needs(context, () => skopeoMissing);
    const name = 'library/redis:7.4.1';
    const layout = `oci:${join(dir, 'stick')}:redis`;
    await skopeo('copy', '--all', '--src-tls-verify=false', '--preserve-digests', `docker://${connected.registry}/${name}`, layout);
    const carried = `${airgapped.registry}/${name}`;
    await skopeo('copy', '--all', '--dest-tls-verify=false', '--preserve-digests', '--dest-authfile', airgapped.dockerConfig, layout, `docker://${carried}`);
    expect(await rawManifest(carried)).toBe(await rawManifest(`${connected.registry}/${name}`));

    const { Digest: digest } = await inspect(carried);
    const status = await startedPod(airgapped.kubeconfig, `${airgapped.registry}/library/redis@${digest}`);
    expect(status).toMatchObject({ ready: true, imageID: `${airgapped.registry}/library/redis@${digest}` });
  });

  it('copies straight from one registry to the other', async (context) => {
    needs(context, () => skopeoMissing);
    const name = 'library/fluent-bit:3.2.2';
    await skopeo('copy', '--all', '--preserve-digests', ...insecureCopy, '--dest-authfile', airgapped.dockerConfig, `docker://${connected.registry}/${name}`, `docker://${airgapped.registry}/${name}`);
    expect(await rawManifest(`${airgapped.registry}/${name}`)).toBe(await rawManifest(`${connected.registry}/${name}`));
  });

  it('needs credentials for what is private, and others to push', async (context) => {
    needs(context, () => skopeoMissing);
    const image = `${connected.registry}/private/uuid:v4.0.0.0-preview`;
    await expect(inspect(image)).rejects.toThrow('unauthorized: authentication required');
    expect((await inspect(image, '--authfile', connected.robotDockerConfig)).Labels['org.opencontainers.image.version']).toBe('v4.0.0.0-preview');
    const push = (authfile: string[]) => skopeo('copy', ...insecureCopy, ...authfile, `docker://${connected.registry}/apps/uuid:v1.0.0.0`, `docker://${connected.registry}/people/pushed:1`);
    await expect(push([])).rejects.toThrow('unauthorized: authentication required');
    await expect(push(['--dest-authfile', connected.robotDockerConfig])).rejects.toThrow('unauthorized: authentication required');
    await push(['--dest-authfile', connected.dockerConfig]);
    await skopeo('delete', '--tls-verify=false', '--authfile', connected.dockerConfig, `docker://${connected.registry}/people/pushed:1`);
    await expect(inspect(`${connected.registry}/people/pushed:1`)).rejects.toThrow('manifest unknown');
  });
});

/** The status of its container once that is ready. */
async function startedPod(kubeconfig: string, image: string): Promise<V1ContainerStatus | undefined> {
  const config = new KubeConfig();
  config.loadFromFile(kubeconfig);
  const api = KubernetesObjectApi.makeApiClient(config);
  const pod = { apiVersion: 'v1', kind: 'Pod', metadata: { name: 'carried', namespace: 'plant' } };
  await api.create({ ...pod, spec: { containers: [{ name: 'c', image }] } });
  const status = async () => (await api.read<V1Pod>(pod)).status?.containerStatuses?.[0];
  await expect.poll(status, { timeout: 30_000 }).toMatchObject({ ready: true });
  return status();
}

describe('docker', () => {
  const withImages = async (images: readonly string[], use: () => Promise<void>) => {
    try {
      await use();
    } finally {
      await docker(['rmi', '--force', ...images]);
    }
  };
  const dockerWell = (args: readonly string[], config?: string) => runWell('docker', args, { DOCKER_CONFIG: config ?? join(dir, 'nobody') });
  const digestsOf = async (image: string) => JSON.parse(await dockerWell(['image', 'inspect', '--format', '{{json .RepoDigests}}', image])) as string[];

  it('pulls, inspects and pushes', async (context) => {
    needs(context, () => dockerMissing);
    const image = `${connected.registry}/apps/uuid:v3.0.0.0`;
    const copy = `${connected.registry}/people/uuid:promoted`;
    await withImages([image, copy], async () => {
      expect(await dockerWell(['pull', image])).toContain('Downloaded newer image');
      const labels = JSON.parse(await dockerWell(['image', 'inspect', '--format', '{{json .Config.Labels}}', image])) as Record<string, string>;
      expect(labels['org.opencontainers.image.version']).toBe('v3.0.0.0');
      const [digest = ''] = await digestsOf(image);
      expect(await dockerWell(['pull', digest])).toContain('Image is up to date');

      await dockerWell(['tag', image, copy]);
      expect((await docker(['push', copy])).stderr).toContain('denied: requested access to the resource is denied');
      const pushed = /digest: (sha256:[a-f0-9]{64})/.exec(await dockerWell(['push', copy], dirname(connected.dockerConfig)))?.[1];
      expect(await digestsOf(copy)).toContain(`${connected.registry}/people/uuid@${pushed}`);
    });
  });

  it('pulls each kind of image, and what is private with credentials', async (context) => {
    needs(context, () => dockerMissing);
    const [index, older, secret] = [`${connected.registry}/library/redis:7.4.1`, `${connected.registry}/nicefish/db:8.0.40`, `${connected.registry}/private/uuid:v4.0.0.0-preview`];
    await withImages([index, older, secret], async () => {
      for (const image of [index, older]) await dockerWell(['pull', image]);
      expect(await docker(['pull', secret])).toMatchObject({ code: 1, stderr: expect.stringContaining('pull access denied') as string });
      await dockerWell(['pull', secret], dirname(connected.robotDockerConfig));
    });
    expect((await docker(['pull', `${connected.registry}/apps/uuid:none`])).stderr).toContain('manifest unknown');
    expect((await docker(['pull', `${connected.registry}/apps/uuid-edge:v3.0.0.0`])).stderr).toContain('no matching manifest for linux/');
  });
});
