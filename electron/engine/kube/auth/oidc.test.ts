import { describe, expect, it } from 'vitest';
import { base64 } from '../testing/client';
import { createAuthority } from '../testing/certificates';
import { sendJson, startServer } from '../testing/server';
import { userSchema } from '../kubeconfig/schema';
import { oidcLogin } from './oidc';

const never = new AbortController().signal;
const jwt = (exp: number): string => `${base64('{}')}.${Buffer.from(JSON.stringify({ exp })).toString('base64url')}.signature`;
const login = (config: Record<string, string>, secrets: string[] = []) =>
  oidcLogin(userSchema.parse({ 'auth-provider': { name: 'oidc', config } }), (secret) => secrets.push(secret));

describe('an OIDC login', () => {
  it('uses the token of the kubeconfig while it is good', async () => {
    const token = jwt(Date.now() / 1000 + 600);
    expect((await login({ 'id-token': token }).get(never)).headers.authorization).toBe(`Bearer ${token}`);
  });

  it('renews an expired token with the CA and secret of the kubeconfig, and keeps a rotated refresh token', async () => {
    const authority = await createAuthority();
    const fresh = [jwt(1), jwt(Date.now() / 1000 + 600)];
    const idp = await startServer((request, response) => {
      if (request.method === 'GET') sendJson(response, 200, { token_endpoint: `${idp.url}/token` });
      else sendJson(response, 200, { id_token: fresh.shift(), refresh_token: 'second-refresh' });
    }, await authority.issue());
    const secrets: string[] = [];
    const config = { 'id-token': jwt(1), 'refresh-token': 'first-refresh', 'client-id': 'me', 'client-secret': 's', 'idp-issuer-url': idp.url };
    const source = login({ ...config, 'idp-certificate-authority-data': base64(authority.cert) }, secrets);
    await source.get(never);
    await source.get(never);
    const forms = idp.received.filter(({ method }) => method === 'POST').map(({ body }) => body.toString());
    expect(forms).toEqual([
      'grant_type=refresh_token&refresh_token=first-refresh&client_id=me&client_secret=s',
      'grant_type=refresh_token&refresh_token=second-refresh&client_id=me&client_secret=s',
    ]);
    expect(secrets).toContain('second-refresh');
  });

  it('says that it cannot be renewed, without what the provider answered', async () => {
    await expect(login({ 'id-token': jwt(1) }).get(never)).rejects.toMatchObject({ code: 'UNAUTHENTICATED', sentence: { key: 'credential.oidcExpired' } });
    const authority = await createAuthority();
    const idp = await startServer((_, response) => sendJson(response, 400, { error: 'the-secret' }), await authority.issue());
    const source = login({ 'refresh-token': 'r', 'idp-issuer-url': idp.url, 'idp-certificate-authority-data': base64(authority.cert) });
    await expect(source.get(never)).rejects.toMatchObject({ code: 'UNAUTHENTICATED', sentence: { key: 'credential.oidcRefused', params: { reason: 'status 400' } } });
  });
});
