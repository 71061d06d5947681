import { describe, expect, it } from 'vitest';
import { clientOf } from './testing/client';
import { sendJson, startServer } from './testing/server';

const withoutReviews = () => startServer((_, response) => sendJson(response, 200, { groups: [] }));

describe('who we are', () => {
  it('is what the cluster says', async () => {
    const version = { groupVersion: 'authentication.k8s.io/v1', version: 'v1' };
    const server = await startServer(({ url }, response) => {
      if (url === '/apis') sendJson(response, 200, { groups: [{ name: 'authentication.k8s.io', versions: [version], preferredVersion: version }] });
      else if (url === '/apis/authentication.k8s.io/v1') sendJson(response, 200, { resources: [{ name: 'selfsubjectreviews', kind: 'SelfSubjectReview', namespaced: false, verbs: ['create'] }] });
      else sendJson(response, 201, { status: { userInfo: { username: 'jane', groups: ['ops'] } } });
    });
    const client = await clientOf({ server: server.url }, { token: 't' });
    expect(await client.identity()).toEqual({ username: 'jane', groups: ['ops'] });
    expect(await client.username()).toBe('jane');
    expect(server.received.filter(({ method }) => method === 'POST')).toHaveLength(1);
  });

  it.each([
    ['the one of an opaque token', { token: 'opaque' }, 'someone', []],
    ['a service account', { token: `x.${Buffer.from('{"sub":"system:serviceaccount:ci:deployer"}').toString('base64url')}.y` }, 'system:serviceaccount:ci:deployer', []],
    ['the one we act as', { token: 't', as: 'other', 'as-groups': ['g'] }, 'other', ['g']],
  ])('else %s', async (_, user, username, groups) => {
    const client = await clientOf({ server: (await withoutReviews()).url }, user);
    expect(await client.identity()).toEqual({ username, groups });
  });
});
