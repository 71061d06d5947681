import { stat } from 'node:fs/promises';
import { request } from 'node:http';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { startTestRegistry, type TestRegistry } from '../../testing/testRegistry';
import { createTokens, type Grant } from './tokens';

let test: TestRegistry;
beforeAll(async () => {
  test = await startTestRegistry();
});
afterAll(() => test.close());

const service = 'service=wheelhouse-demo-registry';
const basic = ({ username, password }: { username: string; password: string }) => `Basic ${Buffer.from(`${username}:${password}`).toString('base64')}`;
const accessIn = (token: string) => (JSON.parse(Buffer.from(token.split('.')[1] ?? '', 'base64url').toString()) as { access: Grant[] }).access;
const form = (fields: Record<string, string>) => ({ body: new URLSearchParams({ service: 'wheelhouse-demo-registry', client_id: 'test', ...fields }).toString(), headers: { 'content-type': 'application/x-www-form-urlencoded' } });

describe('the challenge', () => {
  it('names the token service and what is wanted', async () => {
    const { origin } = test.nobody;
    const base = await test.nobody.call('GET', '/v2/', { authorization: 'none' });
    expect(base.code).toBe(401);
    expect(base.headers.get('www-authenticate')).toBe(`Bearer realm="${origin}/service/token",${service.replace('=', '="')}"`);
    expect(base.headers.get('docker-distribution-api-version')).toBe('registry/2.0');
    expect(base.json()).toEqual({ errors: [{ code: 'UNAUTHORIZED', message: 'authentication required', detail: null }] });
    const put = await test.nobody.call('PUT', '/v2/apps/uuid/manifests/x', { authorization: 'none' });
    expect(put.headers.get('www-authenticate')).toContain('scope="repository:apps/uuid:pull,push"');
    const remove = await test.nobody.call('DELETE', '/v2/apps/uuid/manifests/x', { authorization: 'none' });
    expect(remove.headers.get('www-authenticate')).toContain('scope="repository:apps/uuid:delete"');
  });

  it('says so when a token is not enough, or none of ours', async () => {
    const pullOnly = (await test.nobody.call('GET', `/service/token?${service}&scope=repository:apps/uuid:pull`)).json<{ token: string }>().token;
    const push = await test.nobody.call('POST', '/v2/apps/uuid/blobs/uploads/', { authorization: `Bearer ${pullOnly}` });
    expect([push.code, push.errors]).toEqual([401, ['UNAUTHORIZED']]);
    expect(push.headers.get('www-authenticate')).toMatch(/scope="repository:apps\/uuid:pull,push",error="insufficient_scope"$/);
    const elsewhere = await test.nobody.call('GET', '/v2/nicefish/ui/tags/list', { authorization: `Bearer ${pullOnly}` });
    expect(elsewhere.headers.get('www-authenticate')).toContain('error="insufficient_scope"');
    const forged = await test.nobody.call('GET', '/v2/', { authorization: `Bearer ${pullOnly.slice(0, -4)}AAAA` });
    expect(forged.headers.get('www-authenticate')).toContain('error="invalid_token"');
  });
});

describe('the token service', () => {
  it('lets nobody pull what is public and nothing else', async () => {
    const answer = await test.nobody.call('GET', `/service/token?${service}&scope=repository:apps/uuid:pull,push&scope=repository:private/uuid:pull%20registry:catalog:*`);
    expect(answer.json()).toMatchObject({ expires_in: 1800, issued_at: expect.stringMatching(/Z$/) as string });
    expect(accessIn(answer.json<{ token: string }>().token)).toEqual([{ type: 'repository', name: 'apps/uuid', actions: ['pull'] }]);
  });

  it('grants each account what it may', async () => {
    const scope = 'scope=repository:private/uuid:pull,push,delete';
    const granted = async (authorization: string) => accessIn((await test.nobody.call('GET', `/service/token?${service}&${scope}`, { authorization })).json<{ token: string }>().token);
    expect(await granted(basic(test.registry.accounts.person))).toEqual([{ type: 'repository', name: 'private/uuid', actions: ['pull', 'push', 'delete'] }]);
    expect(await granted(basic(test.registry.accounts.robot))).toEqual([{ type: 'repository', name: 'private/uuid', actions: ['pull'] }]);
  });

  it('refuses wrong credentials, another service, and a login without any', async () => {
    const wrong = await test.nobody.call('GET', `/service/token?${service}&scope=repository:apps/uuid:pull`, { authorization: basic({ username: 'demo', password: 'wrong' }) });
    expect([wrong.code, wrong.errors]).toEqual([401, ['UNAUTHORIZED']]);
    expect((await test.nobody.call('GET', `/service/token?${service}`)).code).toBe(401);
    expect((await test.nobody.call('GET', '/service/token?service=other&scope=repository:apps/uuid:pull')).code).toBe(400);
  });

  it('speaks OAuth 2, with a token that stands for the password', async () => {
    const { username, password } = test.registry.accounts.person;
    const scope = 'repository:apps/uuid:pull,push';
    const first = await test.nobody.call('POST', '/service/token', form({ grant_type: 'password', username, password, scope, access_type: 'offline' }));
    expect(first.json()).toMatchObject({ scope, expires_in: 1800, access_token: expect.any(String) as string });
    const refresh = first.json<{ refresh_token: string }>().refresh_token;
    const second = await test.nobody.call('POST', '/service/token', form({ grant_type: 'refresh_token', refresh_token: refresh, scope }));
    const { access_token: token } = second.json<{ access_token: string }>();
    expect((await test.nobody.call('POST', '/v2/apps/uuid/blobs/uploads/', { authorization: `Bearer ${token}` })).code).toBe(202);
    expect((await test.nobody.call('GET', '/v2/', { authorization: `Bearer ${refresh}` })).code).toBe(401);
    expect((await test.nobody.call('POST', '/service/token', form({ grant_type: 'password', username, password: 'wrong', scope }))).code).toBe(401);
    expect((await test.nobody.call('POST', '/service/token', form({ grant_type: 'other' }))).code).toBe(400);
    expect((await test.nobody.call('PUT', '/service/token')).code).toBe(405);
  });

  it('makes tokens that end', () => {
    let now = 1_000_000;
    const tokens = createTokens('s', () => now);
    const token = tokens.issue({ subject: 'demo', access: [] });
    now += (tokens.lifeSeconds - 1) * 1000;
    expect(tokens.read(token)).toEqual({ subject: 'demo', access: [] });
    now += 1000;
    expect(tokens.read(token)).toBeUndefined();
    expect(createTokens('s').read(token)).toBeUndefined();
    expect(tokens.read('a.b.c')).toBeUndefined();
  });
});

describe('who may do what', () => {
  it('keeps what is private from who did not sign in, and pushing from the robot', async () => {
    expect((await test.nobody.call('GET', '/v2/private/uuid/tags/list')).code).toBe(401);
    expect((await test.robot.call('GET', '/v2/private/uuid/tags/list')).json()).toEqual({ name: 'private/uuid', tags: ['v4.0.0.0-preview'] });
    expect((await test.robot.call('POST', '/v2/apps/uuid/blobs/uploads/')).code).toBe(401);
    expect((await test.nobody.call('DELETE', '/v2/apps/uuid/manifests/v1.0.0.0')).code).toBe(401);
    expect((await test.nobody.call('GET', '/v2/_catalog')).code).toBe(401);
  });

  it('takes a password without a token too', async () => {
    const { robot } = test.registry.accounts;
    expect((await test.nobody.call('GET', '/v2/private/uuid/tags/list', { authorization: basic(robot) })).code).toBe(200);
    expect((await test.nobody.call('POST', '/v2/apps/uuid/blobs/uploads/', { authorization: basic(robot) })).code).toBe(401);
    expect((await test.nobody.call('GET', '/v2/', { authorization: basic({ ...robot, password: 'wrong' }) })).code).toBe(401);
  });

  it('answers only those who call it by an address of this machine', async () => {
    const codeFor = (host: string) =>
      new Promise<number | undefined>((resolve, reject) => {
        request(`${test.nobody.origin}/v2/`, { headers: { host } }, (response) => {
          response.resume();
          resolve(response.statusCode);
        })
          .on('error', reject)
          .end();
      });
    expect(await codeFor('evil.example.com')).toBe(421);
    expect(await codeFor('127.0.0.1.example.com:5480')).toBe(421);
    expect(await codeFor('localhost:5480')).toBe(401);
  });

  it('keeps its passwords in files that only their owner reads', async () => {
    const { dockerConfig, robotDockerConfig } = test.registry;
    for (const path of [dockerConfig, robotDockerConfig]) expect((await stat(path)).mode & 0o777).toBe(0o600);
  });
});
