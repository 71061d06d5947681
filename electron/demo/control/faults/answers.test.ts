import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import type { TestClient } from '../../testing/bareClient';
import type { ControlClient } from '../client';
import { startControlled, until, type Controlled } from '../testing/controlled';

const configMaps = '/api/v1/namespaces/t/configmaps';
const pods = '/api/v1/namespaces/t/pods';
const draft = (name: string) => ({ apiVersion: 'v1', kind: 'ConfigMap', metadata: { name }, data: { text: 'x'.repeat(2000) } });

describe('a fault of answers', () => {
  let site: Controlled;
  let admin: TestClient;
  let control: ControlClient;
  beforeAll(async () => {
    site = await startControlled();
    ({ admin, control } = site);
    for (const name of ['a', 'b', 'c']) await admin.call('POST', configMaps, draft(name));
  });
  afterAll(() => site.close());
  beforeEach(() => site.calm());
  const codeOf = async (path: string, client = admin) => (await client.call('GET', path)).code;

  it('answers the next requests with an error in the words of the server, and lets the one after them through', async () => {
    const { id } = await control.fault({ type: 'error', code: 429, retryAfterSeconds: 2, count: 2 });
    const first = await admin.call('GET', configMaps);
    expect(first.body).toMatchObject({ kind: 'Status', status: 'Failure', code: 429, reason: 'TooManyRequests', message: 'the server has received too many requests and has asked us to try again later', details: { retryAfterSeconds: 2 } });
    expect(first.headers['retry-after']).toBe('2');
    expect((await control.call('faults.list', {})).faults).toMatchObject([{ id, struck: 1, left: 1 }]);
    expect([await codeOf(configMaps), await codeOf(configMaps)]).toEqual([429, 200]);
    expect((await control.call('faults.list', {})).faults).toEqual([]);
  });

  it.each([[500, 'InternalError'], [503, 'ServiceUnavailable'], [504, 'Timeout']])('can be %i %s', async (code, reason) => {
    await control.fault({ type: 'error', code });
    expect((await admin.call('GET', configMaps)).body).toMatchObject({ kind: 'Status', code, reason });
  });

  it('can come as plain text, as that of an aggregated API whose server is down', async () => {
    await control.fault({ type: 'error', code: 503, body: 'text', scope: { path: '^/apis/metrics.k8s.io' } });
    const answer = await admin.call('GET', '/apis/metrics.k8s.io/v1beta1/pods');
    expect([answer.code, answer.text, answer.headers['content-type']]).toEqual([503, 'service unavailable\n', 'text/plain; charset=utf-8']);
    expect(await codeOf(configMaps)).toBe(200);
  });

  it('strikes only what is in its scope', async () => {
    const strikes = async (scope: NonNullable<Parameters<ControlClient['fault']>[0]['scope']>) => {
      await control.clear();
      await control.fault({ type: 'error', code: 500, scope });
      return [await codeOf(configMaps), await codeOf(`${configMaps}/a`), await codeOf(pods), await codeOf('/apis/apps/v1/deployments'), (await admin.call('POST', `${configMaps}?dryRun=All`, draft('d'))).code, await codeOf(configMaps, site.developer)];
    };
    expect(await strikes({ verbs: ['list'] })).toEqual([500, 200, 500, 500, 201, 500]);
    expect(await strikes({ verbs: ['read'], resources: ['configmaps'] })).toEqual([500, 500, 200, 200, 201, 500]);
    expect(await strikes({ verbs: ['write'] })).toEqual([200, 200, 200, 200, 500, 200]);
    expect(await strikes({ resources: ['deployments.apps'] })).toEqual([200, 200, 200, 500, 201, 200]);
    expect(await strikes({ users: ['developer'] })).toEqual([200, 200, 200, 200, 201, 500]);
    expect(await strikes({ namespaces: ['other'] })).toEqual([200, 200, 200, 200, 201, 200]);
    expect(await strikes({ path: '/a$' })).toEqual([200, 500, 200, 200, 201, 200]);
  });

  it('comes with a probability that follows the seed', async () => {
    await control.fault({ type: 'error', code: 500, probability: 0.5 });
    const codes: number[] = [];
    for (let i = 0; i < 40; i += 1) codes.push(await codeOf(configMaps));
    expect(new Set(codes)).toEqual(new Set([200, 500]));
  });

  it('is over when its time is', async () => {
    await control.fault({ type: 'error', code: 500, forMs: 50 });
    await until(async () => (await codeOf(configMaps)) === 200);
    expect((await control.call('faults.list', {})).faults).toEqual([]);
  });

  it('several can be active at once, and are cleared one by one or together', async () => {
    const { id } = await control.fault({ type: 'error', code: 500, scope: { resources: ['pods'] } });
    await control.fault({ type: 'error', code: 503, scope: { resources: ['configmaps'] } });
    expect([await codeOf(pods), await codeOf(configMaps)]).toEqual([500, 503]);
    await control.clear(id);
    expect([await codeOf(pods), await codeOf(configMaps)]).toEqual([200, 503]);
    await control.clear();
    expect([await codeOf(pods), await codeOf(configMaps)]).toEqual([200, 200]);
  });

  it('says 401 until it is cleared, also to certificates', async () => {
    await control.fault({ type: 'unauthorized' });
    expect((await admin.call('GET', configMaps)).body).toMatchObject({ kind: 'Status', code: 401, reason: 'Unauthorized', message: 'Unauthorized' });
    await control.clear();
    expect(await codeOf(configMaps)).toBe(200);
  });

  it('waits before it answers', async () => {
    let isAnswered = false;
    const { id } = await control.fault({ type: 'latency', ms: 3_600_000, scope: { resources: ['pods'] } });
    const waiting = admin.call('GET', pods).finally(() => (isAnswered = true));
    expect(await codeOf(configMaps)).toBe(200);
    expect(isAnswered).toBe(false);
    expect((await control.call('requests', {})).requests).toContainEqual(expect.objectContaining({ resource: 'pods', code: null, isOpen: true }));
    // What waits is not let go: a slow server answers in its own time. The next one finds it well.
    await control.clear(id);
    expect(await codeOf(pods)).toBe(200);
    waiting.catch(() => undefined);
  });

  it('lets an answer trickle, and the rest go at once when it is cleared', async () => {
    const { id } = await control.fault({ type: 'slow', bytesPerSecond: 500 });
    const slow = admin.call('GET', configMaps);
    const sent = async () => (await control.call('requests', {})).requests.at(-1)?.bytes ?? 0;
    await until(async () => (await sent()) > 0);
    expect(await sent()).toBeLessThan(3_000);
    await control.clear(id);
    expect((await slow).text.length).toBeGreaterThan(6_000);
  });

  it('cuts an answer in the middle of its JSON: in good order, by closing, by RST', async () => {
    await control.fault({ type: 'truncate', afterBytes: 100, how: 'end', count: 1 });
    await expect(admin.call('GET', configMaps)).rejects.toThrow(SyntaxError);
    await control.fault({ type: 'truncate', afterBytes: 100, how: 'close', count: 1 });
    await expect(admin.call('GET', configMaps)).rejects.toMatchObject({ code: 'ECONNRESET' });
    await control.fault({ type: 'truncate', afterBytes: 100, how: 'reset', count: 1 });
    await expect(admin.call('GET', configMaps)).rejects.toMatchObject({ code: 'ECONNRESET' });
    expect(await codeOf(configMaps)).toBe(200);
  });

  it('leaves an answer alone that is shorter than where it would be cut', async () => {
    await control.fault({ type: 'truncate', afterBytes: 1_000_000, how: 'close' });
    expect(await codeOf(configMaps)).toBe(200);
  });

  it('lets a continue token expire, and no list that begins', async () => {
    const first = await admin.call('GET', `${configMaps}?limit=2`);
    const { continue: token } = first.body.metadata as unknown as { continue: string };
    await control.fault({ type: 'gone' });
    const second = await admin.call('GET', `${configMaps}?limit=2&continue=${token}`);
    expect(second.body).toMatchObject({ code: 410, reason: 'Expired', message: expect.stringContaining('The provided continue parameter is too old') as unknown });
    expect(await codeOf(`${configMaps}?limit=2`)).toBe(200);
  });

  it('sets the Date header off', async () => {
    await control.fault({ type: 'clockSkew', ms: -3_600_000 });
    const { headers } = await admin.call('GET', configMaps);
    expect(Date.now() - Date.parse(headers.date ?? '')).toBeGreaterThan(3_500_000);
  });
});
