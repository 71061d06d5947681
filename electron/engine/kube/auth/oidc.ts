import { request } from 'node:https';
import { readFile } from 'node:fs/promises';
import { z } from 'zod';
import { AppError } from '@shared/errors/appError';
import { sentence } from '@shared/sentences/sentence';
import type { UserEntry } from '../kubeconfig/schema';
import { bearer, cachedCredential, type CredentialSource } from './credential';

type OidcConfig = Partial<Record<string, string | null>>;

const timeoutMs = 15_000;
const answerLimit = 1024 * 1024;

/**
 * The `oidc` auth provider: the id token of the kubeconfig until it expires, then one got with the refresh token.
 * Renewed tokens stay in memory, since kubeconfigs are never written. client-node's own provider is not used: it
 * knows neither `idp-certificate-authority` nor the client secret, and takes a lifetime for a time of day.
 */
export const oidcLogin = (user: UserEntry, registerSecret: (value: string) => void): CredentialSource => {
  const config: OidcConfig = user['auth-provider']?.config ?? {};
  let idToken = config['id-token'] ?? undefined;
  let refreshToken = config['refresh-token'] ?? undefined;
  return cachedCredential(async () => {
    const given = idToken;
    // Used once: when it comes back refused or expired, the next one is fetched.
    idToken = undefined;
    const expiresAt = given === undefined ? null : expiryOf(given);
    if (given !== undefined && (expiresAt === null || expiresAt > Date.now())) return { credential: bearer(given), expiresAt };
    if (!refreshToken) throw unauthenticated(sentence('credential.oidcExpired'));
    const renewed = await refresh(config, refreshToken);
    refreshToken = renewed.refresh_token ?? refreshToken;
    [renewed.id_token, refreshToken].forEach(registerSecret);
    return { credential: bearer(renewed.id_token), expiresAt: expiryOf(renewed.id_token) };
  });
};

const unauthenticated = (what: ReturnType<typeof sentence>, cause?: unknown): AppError =>
  new AppError('UNAUTHENTICATED', what, { system: 'kubernetes' }, { cause });

const endpointSchema = z.object({ token_endpoint: z.url() });
const tokensSchema = z.object({ id_token: z.string(), refresh_token: z.string().optional() });

const refresh = async (config: OidcConfig, refreshToken: string): Promise<z.infer<typeof tokensSchema>> => {
  const issuer = config['idp-issuer-url'] ?? '';
  try {
    const ca = config['idp-certificate-authority-data']
      ? Buffer.from(config['idp-certificate-authority-data'], 'base64')
      : config['idp-certificate-authority'] && (await readFile(config['idp-certificate-authority']));
    const found = endpointSchema.parse(await fetchJson(`${issuer.replace(/\/$/, '')}/.well-known/openid-configuration`, ca || undefined));
    const id = config['client-id'] ?? '';
    const secret = config['client-secret'] ?? '';
    const form = new URLSearchParams({ grant_type: 'refresh_token', refresh_token: refreshToken, client_id: id, ...(secret ? { client_secret: secret } : {}) });
    return tokensSchema.parse(await fetchJson(found.token_endpoint, ca || undefined, form));
  } catch (error) {
    // Its text may quote the answer of the provider, which holds tokens: only the kind of failure is told.
    const reason = error instanceof RefusedError ? error.message : ((error as NodeJS.ErrnoException).code ?? 'unexpected answer');
    throw unauthenticated(sentence('credential.oidcRefused', { issuer, reason }), error);
  }
};

class RefusedError extends Error {}

const fetchJson = (url: string, ca: Buffer | undefined, form?: URLSearchParams): Promise<unknown> =>
  new Promise((resolve, reject) => {
    const headers = { accept: 'application/json', ...(form ? { 'content-type': 'application/x-www-form-urlencoded' } : {}) };
    const sent = request(url, { method: form ? 'POST' : 'GET', ca, headers, timeout: timeoutMs, agent: false }, (response) => {
      let text = '';
      response.setEncoding('utf8');
      response.on('data', (part: string) => {
        text += part;
        if (text.length > answerLimit) sent.destroy(new RefusedError('answer too large'));
      });
      response.on('error', reject);
      response.on('end', () => {
        if (response.statusCode !== 200) reject(new RefusedError(`status ${response.statusCode}`));
        else {
          try {
            resolve(JSON.parse(text));
          } catch (error) {
            reject(new RefusedError('not JSON', { cause: error }));
          }
        }
      });
    });
    sent.on('timeout', () => sent.destroy(new RefusedError('no answer in time')));
    sent.on('error', reject);
    sent.end(form?.toString());
  });

/** When a JWT expires, as milliseconds; null when it does not say. Its signature is the API server's business. */
export const expiryOf = (jwt: string): number | null => {
  try {
    const payload: unknown = JSON.parse(Buffer.from(jwt.split('.')[1] ?? '', 'base64url').toString('utf8'));
    return z.object({ exp: z.number() }).parse(payload).exp * 1000;
  } catch {
    // Not a JWT: the server will say when it is too old.
    return null;
  }
};
