import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { Pod } from '../objects/workloads';
import { programs } from '../programs/programs';
import { dockerConfigText } from '../registry/access/accounts';
import { createDrivenSite } from '../testing/drivenSite';
import { ociManifestType } from '../testing/registryClient';
import { startTestRegistry, type TestRegistry } from '../testing/testRegistry';
import { createImageTable, type ImageTable } from './images';

let test: TestRegistry;
let images: ImageTable;
let host: string;
let driven: ReturnType<typeof createDrivenSite>;
let pod: Pod;
beforeEach(async () => {
  test = await startTestRegistry();
  host = test.registry.address;
  driven = createDrivenSite();
  images = createImageTable(test.registry, driven.site.store);
  driven.pod('p', 'apps/uuid:v1.0.0.0');
  pod = driven.get<Pod>('Pod', 'p');
});
afterEach(() => test.close());

const digestOf = async (path: string) => (await test.person.call('HEAD', path)).headers.get('docker-content-digest') ?? '';
const error = (reference: string, of: Pod = pod) => {
  expect(images.find(reference, of)).toBeUndefined();
  return images.pullError(reference, of);
};
const resolving = (reference: string) => `failed to pull and unpack image "${reference}": failed to resolve reference "${reference}"`;

describe('an image that is there', () => {
  it('is found by tag, by digest, and by both', async () => {
    const digest = await digestOf('/v2/apps/uuid/manifests/v2.0.0.0');
    for (const reference of [`${host}/apps/uuid:v2.0.0.0`, `${host}/apps/uuid@${digest}`, `${host}/apps/uuid:anything@${digest}`]) {
      expect(images.find(reference, pod)).toMatchObject({ reference, imageId: `${host}/apps/uuid@${digest}`, version: 'v2.0.0.0', program: programs.uuid });
    }
  });

  it('has the size of its parts and the digest of the index it is in', async () => {
    const found = images.find(`${host}/library/redis:7.4.1`, pod);
    expect(found?.imageId).toBe(`${host}/library/redis@${await digestOf('/v2/library/redis/manifests/7.4.1')}`);
    const { manifests } = (await test.person.call('GET', '/v2/library/redis/manifests/7.4.1')).json<{ manifests: [{ digest: string }] }>();
    const child = await test.person.call('GET', `/v2/library/redis/manifests/${manifests[0].digest}`);
    const { config, layers } = child.json<{ config: { size: number }; layers: { size: number }[] }>();
    expect(found?.sizeBytes).toBe(child.bytes.length + config.size + layers.reduce((sum, { size }) => sum + size, 0));
    expect(found?.program).toBe(programs.redis);
  });

  it('behaves as the original wherever it was copied to', async () => {
    const original = await test.person.call('GET', '/v2/apps/uuid/manifests/v3.0.0.0');
    const { config, layers } = original.json<{ config: { digest: string }; layers: { digest: string }[] }>();
    for (const { digest } of [config, ...layers]) await test.person.call('POST', `/v2/prod/uuid/blobs/uploads/?mount=${digest}&from=apps/uuid`);
    await test.person.call('PUT', '/v2/prod/uuid/manifests/released', { body: original.bytes, headers: { 'content-type': ociManifestType } });
    expect(images.find(`${host}/prod/uuid:released`, pod)).toMatchObject({ program: programs.uuid, version: 'v3.0.0.0', imageId: `${host}/prod/uuid@${original.headers.get('docker-content-digest')}` });
  });

  it('runs a stand-in where the demo does not know its program', async () => {
    await test.person.pushImage('people/mine', 'latest', { os: 'linux', architecture: 'amd64', config: { Cmd: ['/server'], Labels: { 'dev.wheelhouse.demo.program': 'constructor' } } });
    const found = images.find(`${host}/people/mine`, pod);
    expect(found).toMatchObject({ version: 'latest', config: { command: ['/server'] } });
    expect(found?.program.greeting[0]).toContain('not simulated');
    expect(found?.program.exits).toBeUndefined();
  });

  it('starts and dies where it was made for another processor', async () => {
    await test.person.pushImage('people/arm', '1', { os: 'linux', architecture: 'arm64', config: { Entrypoint: ['/server'] } });
    expect(images.find(`${host}/people/arm:1`, pod)?.program).toMatchObject({ exits: { code: 255 }, greeting: ['exec /server: exec format error'] });
  });
});

describe('an image that cannot be pulled', () => {
  it('is not there: tag, digest or repository', () => {
    const missing = `sha256:${'0'.repeat(64)}`;
    for (const reference of [`${host}/apps/uuid:v9`, `${host}/apps/uuid@${missing}`, `${host}/nobody/none:1`]) expect(error(reference)).toBe(`rpc error: code = NotFound desc = ${resolving(reference)}: ${reference}: not found`);
    expect(error(`${host}/apps/uuid`)).toContain(`${host}/apps/uuid:latest: not found`);
  });

  it('is for no processor that nodes have', () => {
    const reference = `${host}/apps/uuid-edge:v3.0.0.0`;
    expect(error(reference)).toBe(`rpc error: code = NotFound desc = failed to pull and unpack image "${reference}": no match for platform in manifest: not found`);
  });

  it('is no image', async () => {
    const { manifests } = (await test.person.call('GET', `/v2/apps/uuid/referrers/${await digestOf('/v2/apps/uuid/manifests/v3.0.0.0')}`)).json<{ manifests: [{ digest: string }] }>();
    expect(error(`${host}/apps/uuid@${manifests[0].digest}`)).toContain('mismatched image rootfs and manifest layers');
  });

  it('is in a registry that does not answer', async () => {
    await test.registry.pause();
    const reference = `${host}/apps/uuid:v1.0.0.0`;
    expect(error(reference)).toBe(`${resolving(reference)}: failed to do request: Head "http://${host}/v2/apps/uuid/manifests/v1.0.0.0": dial tcp ${host}: connect: connection refused`);
    await test.registry.resume();
    expect(images.find(reference, pod)).toBeDefined();
  });

  it('is in a registry that nodes do not reach', () => {
    expect(error('nginx')).toBe(`${resolving('docker.io/library/nginx:latest')}: failed to do request: Head "https://registry-1.docker.io/v2/library/nginx/manifests/latest": dial tcp: lookup registry-1.docker.io: no such host`);
    expect(error('grafana/grafana:11')).toContain('"docker.io/grafana/grafana:11": failed to do request: Head "https://registry-1.docker.io/v2/grafana/grafana/manifests/11"');
    expect(error('quay.io/a/b:1')).toContain('dial tcp: lookup quay.io: no such host');
    expect(error('127.0.0.1:1/a/b:1')).toContain('dial tcp 127.0.0.1:1: connect: connection refused');
  });

  it('has no name that can be read', () => {
    for (const reference of [`${host}/Apps/uuid:1`, `${host}/apps/uuid:a b`, `${host}/apps/uuid@sha256:abc`, 'a:b:c', '']) {
      expect(images.nameProblem(reference)).toBe(`Failed to apply default image tag "${reference}": couldn't parse image name "${reference}": invalid reference format`);
    }
    expect(images.nameProblem(`${host}/apps/uuid:v1`)).toBeUndefined();
  });
});

describe('a private image', () => {
  const reference = () => `${host}/private/uuid:v4.0.0.0-preview`;
  const secret = (name: string, type: string, key: string, text: string) => driven.create({ kind: 'Secret', metadata: { name }, type, stringData: { [key]: text } });
  const podWith = (...names: string[]): Pod => ({ ...pod, spec: { ...pod.spec, imagePullSecrets: names.map((name) => ({ name })) } as Pod['spec'] });

  it('is denied to pods without a secret for its registry', () => {
    secret('other', 'kubernetes.io/dockerconfigjson', '.dockerconfigjson', dockerConfigText('ghcr.io', test.registry.accounts.robot));
    secret('opaque', 'Opaque', '.dockerconfigjson', dockerConfigText(host, test.registry.accounts.robot));
    secret('junk', 'kubernetes.io/dockerconfigjson', '.dockerconfigjson', '{"auths":{}}');
    const denied = `${resolving(reference())}: pull access denied, repository does not exist or may require authorization: server message: insufficient_scope: authorization failed`;
    for (const names of [[], ['missing'], ['other'], ['opaque'], ['junk']]) expect(error(reference(), podWith(...names))).toBe(denied);
  });

  it('comes with a pull secret, of either kind, of the pod or of its service account', () => {
    const { robot } = test.registry.accounts;
    secret('pull', 'kubernetes.io/dockerconfigjson', '.dockerconfigjson', dockerConfigText(`http://${host}/v2/`, robot));
    secret('old', 'kubernetes.io/dockercfg', '.dockercfg', JSON.stringify({ [host]: robot }));
    for (const names of [['pull'], ['old'], ['missing', 'pull']]) expect(images.find(reference(), podWith(...names))).toMatchObject({ version: 'v4.0.0.0-preview' });
    driven.create({ kind: 'ServiceAccount', metadata: { name: 'puller' }, imagePullSecrets: [{ name: 'pull' }] });
    expect(images.find(reference(), { ...pod, spec: { ...pod.spec, serviceAccountName: 'puller' } as Pod['spec'] })).toBeDefined();
  });

  it('fails with a wrong password, and so does a public one', () => {
    secret('wrong', 'kubernetes.io/dockerconfigjson', '.dockerconfigjson', dockerConfigText(host, { username: 'demo', password: 'wrong' }));
    const refused = `failed to authorize: failed to fetch oauth token: unexpected status from GET request to http://${host}/service/token?scope=repository%3Aprivate%2Fuuid%3Apull&service=wheelhouse-demo-registry: 401 Unauthorized`;
    expect(error(reference(), podWith('wrong'))).toBe(`${resolving(reference())}: ${refused}`);
    expect(error(`${host}/apps/uuid:v1.0.0.0`, podWith('wrong'))).toContain('401 Unauthorized');
  });
});

describe('pods', () => {
  const stateOf = (name: string) => driven.get<Pod>('Pod', name).status.containerStatuses?.[0]?.state;

  it('start from what their node has while the registry is away, unless they must ask it', () => {
    driven.play(10);
    const { nodeName = '' } = driven.get<Pod>('Pod', 'p').spec;
    driven.images.isPaused = true;
    driven.pod('present', 'apps/uuid:v1.0.0.0', { imagePullPolicy: 'IfNotPresent' }, { nodeName });
    driven.pod('asking', 'apps/uuid:v1.0.0.0', { imagePullPolicy: 'Always' }, { nodeName });
    driven.play(4);
    expect(stateOf('present')?.running).toBeDefined();
    expect(stateOf('asking')?.waiting?.reason).toMatch(/ErrImagePull|ImagePullBackOff/);
    expect(driven.told('asking').join('\n')).toContain('connect: connection refused');
    driven.images.isPaused = false;
    driven.play(20);
    expect(stateOf('asking')?.running).toBeDefined();
  });

  it('wait where the name of their image cannot be read', () => {
    driven.pod('bad', 'apps/UUID:v1');
    driven.play(5);
    expect(stateOf('bad')?.waiting).toMatchObject({ reason: 'InvalidImageName' });
    expect(driven.told('bad')).toEqual(expect.arrayContaining([expect.stringMatching(/^InspectFailed Failed to apply default image tag/), 'Failed Error: InvalidImageName']));
  });
});
