import { Server, type AddressInfo } from 'node:net';
import { afterAll, afterEach, beforeAll, describe, expect, it, vi } from 'vitest';
import { airgappedSite, connectedSite } from '../content/sites';
import { startDemo } from '../start';
import { kindNamed } from '../store/kinds';
import { clientFor } from '../testing/bareClient';
import { createControlClient, type ControlClient } from './client';
import { startControlled, until, type Controlled } from './testing/controlled';

const configMaps = '/api/v1/namespaces/t/configmaps';

describe('the control endpoint', () => {
  let site: Controlled;
  let control: ControlClient;
  beforeAll(async () => {
    site = await startControlled();
    ({ control } = site);
  });
  afterAll(() => site.close());
  afterEach(() => site.calm());

  it('does nothing for who has not its token', async () => {
    await control.fault({ type: 'error', code: 500 });
    const { url } = site.address;
    for (const token of ['', 'wrong', site.address.token.slice(1), `${site.address.token}x`]) {
      await expect(createControlClient({ url, token }).clear()).rejects.toThrow('The token of the control endpoint is missing or wrong.');
    }
    expect((await control.call('faults.list', {})).faults).toHaveLength(1);
  });

  it('says in a sentence what is wrong with a command', async () => {
    const send = async (path: string, body: string, method = 'POST') => {
      const response = await fetch(`${site.address.url}/${path}`, { method, headers: { authorization: `Bearer ${site.address.token}` }, ...(method === 'POST' && { body }) });
      return [response.status, ((await response.json()) as { error: string }).error];
    };
    expect(await send('faults.add', '{"type":"latency","ms":-1,"scope":{"path":"("}}')).toEqual([400, expect.stringMatching(/^faults\.add is not as it should be: (?=.*scope\.path: is no regular expression)(?=.*ms: Too small).*\.$/)]);
    expect(await send('faults.add', '{"type":"latency","ms":1,"scope":{"verb":"get"}}')).toEqual([400, expect.stringContaining('scope: Unrecognized key: "verb"')]);
    expect(await send('faults.add', '{"type":"error","code":200}')).toEqual([400, expect.stringContaining('code: Too small')]);
    expect(await send('faults.add', '{')).toEqual([400, 'The command is no JSON.']);
    expect(await send('shutdown', '{}')).toEqual([404, expect.stringContaining('There is no command "shutdown"; there are faults.add, ')]);
    expect(await send('constructor', '{}')).toEqual([404, expect.stringContaining('There is no command')]);
    expect(await send('report', '', 'GET')).toEqual([405, 'Commands are sent with POST; with GET there is /digest.']);
    await expect(control.fault({ type: 'error', code: 500, scope: { site: 'moon' } })).rejects.toThrow('There is no site "moon"; there are empty.');
    await expect(control.digest({ resource: 'unicorns' })).rejects.toThrow('The site serves no "unicorns"');
    expect((await control.call('faults.list', {})).faults).toEqual([]);
  });

  it('reports what was asked and how it was answered, with the bytes sent', async () => {
    await site.admin.call('GET', configMaps);
    await site.admin.call('GET', configMaps);
    await site.developer.call('GET', '/api/v1/nodes');
    const { store } = site.running.site;
    const before = store.revision;
    const { requests, bytesSent, sites, memory } = await control.call('report', { reset: true });
    expect(requests).toEqual([
      { site: 'empty', verb: 'list', resource: 'configmaps', code: 200, count: 2, bytes: expect.any(Number) as number },
      { site: 'empty', verb: 'list', resource: 'nodes', code: 403, count: 1, bytes: expect.any(Number) as number },
    ]);
    expect(bytesSent).toBeGreaterThan(1000);
    expect(sites).toMatchObject([{ site: 'empty', objects: { namespaces: store.list(kindNamed('Namespace')).length } }]);
    // Nodes write their leases meanwhile.
    expect(sites[0]?.revision).toBeGreaterThanOrEqual(before);
    expect(sites[0]?.revision).toBeLessThanOrEqual(store.revision);
    expect(memory.rssBytes).toBeGreaterThan(memory.heapUsedBytes);
    expect((await control.call('report', {})).requests).toEqual([]);
  });

  it('lists requests with their moments, so that storms show', async () => {
    const since = Date.now();
    await site.developer.call('GET', `${configMaps}?limit=5`);
    expect((await control.call('requests', { since })).requests).toEqual([
      { at: expect.any(Number) as number, site: 'empty', verb: 'list', resource: 'configmaps', namespace: 't', user: 'developer', path: `${configMaps}?limit=5`, code: 200, bytes: expect.any(Number) as number, isOpen: false },
    ]);
    expect((await control.call('requests', { since: Date.now() + 1 })).requests).toEqual([]);
  });

  it('gives the truth about a collection by uid', async () => {
    await site.admin.call('POST', configMaps, { metadata: { name: 'one' } });
    const { body } = await site.admin.call('GET', configMaps);
    const items = body['items'] as { metadata: { uid: string; resourceVersion: string } }[];
    const before = site.running.site.store.revision;
    const digest = await control.digest({ resource: 'configmaps', namespace: 't' });
    expect(digest.versions).toEqual(new Map(items.map(({ metadata }) => [metadata.uid, metadata.resourceVersion])));
    expect(digest.versions.size).toBeGreaterThan(0);
    expect(digest.revision).toBeGreaterThanOrEqual(before);
    expect((await control.digest({ resource: 'configmaps' })).versions.size).toBeGreaterThan(digest.versions.size);
  });

  it('takes a token away and gives another one; certificates stay good', async () => {
    const { developer, admin, running } = site;
    const withToken = async (token: string) => {
      const response = await admin.call('GET', configMaps);
      expect(response.code).toBe(200);
      const client = await clientFor(running.developerKubeconfig, { token });
      const { code } = await client.call('GET', configMaps);
      client.close();
      return code;
    };
    expect((await developer.call('GET', configMaps)).code).toBe(200);
    const { token } = await control.call('token.rotate', {});
    expect((await developer.call('GET', configMaps)).body).toMatchObject({ code: 401, reason: 'Unauthorized' });
    expect(await withToken(token ?? '')).toBe(200);
    expect(await control.call('token.rotate', { revokeOnly: true })).toEqual({ token: null });
    expect(await withToken(token ?? '')).toBe(401);
    await expect(control.call('token.rotate', { user: 'nobody' })).rejects.toThrow('No token is of a user "nobody".');
  });

  it('says 401 to the token seen first, until another one is shown', async () => {
    // A site of its own: the developer of the other one has no token any more.
    const fresh = await startControlled();
    await fresh.control.fault({ type: 'unauthorized', until: 'otherToken', scope: { users: ['developer'] } });
    expect((await fresh.developer.call('GET', configMaps)).code).toBe(401);
    expect((await fresh.developer.call('GET', configMaps)).code).toBe(401);
    const { token } = await fresh.control.call('token.rotate', {});
    const client = await clientFor(fresh.running.developerKubeconfig, { token: token ?? '' });
    expect((await client.call('GET', configMaps)).code).toBe(200);
    client.close();
    await fresh.close();
  });

  it('sets the clock: speed, pause, advance', async () => {
    const state = async (input: Parameters<typeof control.call<'clock'>>[1]) => (await control.call('clock', input)).clocks[0];
    expect(await state({ paused: true })).toMatchObject({ site: 'empty', speed: 200, paused: true });
    const before = (await state({}))?.elapsedMs ?? 0;
    expect(await state({ speed: 5, advanceMs: 60_000 })).toMatchObject({ speed: 5, paused: true, elapsedMs: before + 60_000 });
    const resumed = await state({ paused: false });
    expect(resumed?.paused).toBe(false);
    expect((resumed?.now ?? 0) - Date.now()).toBeGreaterThan(50_000);
    // The server's own idea of the time goes with it.
    expect(Date.parse((await site.admin.call('GET', configMaps)).headers.date ?? '') - Date.now()).toBeGreaterThan(50_000);
  });

  it('advances through the work of controllers at once', async () => {
    await control.call('clock', { paused: true });
    const job = { spec: { template: { spec: { restartPolicy: 'Never', containers: [{ name: 'main', image: `${site.running.registry}/apps/uuid:v1.0.0.0` }] } } } };
    await site.admin.call('POST', '/apis/batch/v1/namespaces/t/cronjobs', { metadata: { name: 'hourly' }, spec: { schedule: '0 * * * *', jobTemplate: job } });
    const jobs = async () => (await site.admin.call('GET', '/apis/batch/v1/namespaces/t/jobs')).body['items'] as unknown[];
    expect(await jobs()).toEqual([]);
    await control.call('clock', { advanceMs: 2 * 3600 * 1000 });
    expect((await jobs()).length).toBeGreaterThan(0);
    await control.call('clock', { paused: false });
  });
});

describe('the demo without control', () => {
  it('listens for nothing but its API servers and registries', async () => {
    const listened: Server[] = [];
    const listen = Server.prototype.listen;
    const spy = vi.spyOn(Server.prototype, 'listen').mockImplementation(function (this: Server, ...args: unknown[]) {
      listened.push(this);
      return Reflect.apply(listen, this, args) as Server;
    });
    const demo = await startDemo({ sites: [connectedSite, airgappedSite], seed: 1, speed: 1 });
    spy.mockRestore();
    const addresses = listened.filter((server) => server.listening).map((server) => server.address() as AddressInfo);
    const known = demo.sites.flatMap(({ server, registry }) => [new URL(server).port, registry.split(':')[1]]);
    const kept = addresses.map(({ port }) => String(port));
    await demo.close();
    expect(demo.control).toBe(null);
    expect(kept.filter((port) => !known.includes(port))).toEqual([]);
    expect(kept).toEqual(expect.arrayContaining(demo.sites.map(({ server }) => new URL(server).port)));
    expect(addresses.map(({ address }) => address).filter((address) => address !== '127.0.0.1')).toEqual([]);
  });

  it('has one more port with it', async () => {
    const site = await startControlled();
    expect(new URL(site.address.url).hostname).toBe('127.0.0.1');
    expect(await fetch(site.address.url).then(({ status }) => status)).toBe(401);
    await site.close();
    await until(() => fetch(site.address.url).then(() => false, () => true));
  });
});
