import { AppError } from '@shared/errors/appError';
import { sentence } from '@shared/sentences/sentence';
import { authKind } from '../kubeconfig/contexts';
import type { ClusterEntry, UserEntry } from '../kubeconfig/schema';
import { bearer, cachedCredential, fixedCredential, type Credential, type CredentialSource } from './credential';
import { execPlugin, type ExecPluginDeps } from './execPlugin';
import { oidcLogin } from './oidc';
import { readValue } from './readValue';

/** The credentials of a user of a kubeconfig, by whatever means the kubeconfig names (client-go's order). */
export const credentialsOf = (user: UserEntry, cluster: ClusterEntry, deps: ExecPluginDeps): CredentialSource => {
  const login = loginOf(user, cluster, deps);
  const certificate = certificateOf(user, deps.registerSecret);
  const impersonation = impersonationHeaders(user);
  // What a request used, so that a refusal reaches the parts it was made of.
  const parts = new WeakMap<Credential, [Credential, Credential]>();
  return {
    async get(signal) {
      const [who, tls] = await Promise.all([login.get(signal), certificate.get(signal)]);
      const whole: Credential = { headers: { ...impersonation, ...who.headers }, certificate: who.certificate ?? tls.certificate };
      parts.set(whole, [who, tls]);
      return whole;
    },
    refused(whole) {
      const [who, tls] = parts.get(whole) ?? [];
      const again = [who && login.refused(who), tls && certificate.refused(tls)];
      return again.includes(true);
    },
  };
};

const loginOf = (user: UserEntry, cluster: ClusterEntry, deps: ExecPluginDeps): CredentialSource => {
  const kind = authKind(user);
  switch (kind) {
    case 'tokenFile':
      return tokenFile(user.tokenFile ?? '', deps.registerSecret);
    case 'token':
      return fixedCredential(bearer(user.token ?? ''));
    case 'basic': {
      const pair = Buffer.from(`${user.username ?? ''}:${user.password ?? ''}`).toString('base64');
      deps.registerSecret(pair);
      return fixedCredential({ headers: { authorization: `Basic ${pair}` } });
    }
    case 'exec':
      return user.exec ? execPlugin(user.exec, cluster, deps) : fixedCredential({ headers: {} });
    case 'oidc':
      return oidcLogin(user, deps.registerSecret);
    case 'clientCertificate':
    case 'none':
      return fixedCredential({ headers: {} });
  }
};

/** Read for every request: it is small, and a rotated token is in use at once. */
const tokenFile = (file: string, registerSecret: (value: string) => void): CredentialSource => ({
  async get() {
    const token = (await readValue('tokenFile', file)).trim();
    if (token === '') throw new AppError('UNAUTHENTICATED', sentence('credential.tokenFileEmpty', { path: file }), { system: 'kubernetes' });
    registerSecret(token);
    return bearer(token);
  },
  refused: () => true,
});

/** Certificate files are read again when the server refused what they held before. */
const certificateOf = (user: UserEntry, registerSecret: (value: string) => void): CredentialSource => {
  const { 'client-certificate': certFile, 'client-certificate-data': certData, 'client-key': keyFile, 'client-key-data': keyData } = user;
  if (!(certFile ?? certData) || !(keyFile ?? keyData)) return fixedCredential({ headers: {} });
  const source = cachedCredential(async () => {
    const [cert, key] = await Promise.all([readValue('client-certificate', certFile, certData), readValue('client-key', keyFile, keyData)]);
    registerSecret(key);
    return { credential: { headers: {}, certificate: { cert, key } }, expiresAt: null };
    // Reading a file costs nothing, and one that was put right is in use at once.
  }, { restMs: 0 });
  return certData && keyData ? { ...source, refused: () => false } : source;
};

const impersonationHeaders = (user: UserEntry): Credential['headers'] => {
  const headers: Record<string, string | string[]> = {};
  if (user.as) headers['impersonate-user'] = user.as;
  if (user['as-uid']) headers['impersonate-uid'] = user['as-uid'];
  if (user['as-groups']?.length) headers['impersonate-group'] = user['as-groups'];
  for (const [name, values] of Object.entries(user['as-user-extra'] ?? {})) headers[`impersonate-extra-${encodeURIComponent(name)}`] = values;
  return headers;
};
