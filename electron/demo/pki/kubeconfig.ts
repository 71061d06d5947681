import { stringify } from 'yaml';
import type { Identity } from './certificates';

export type Credential = Identity | { token: string };

const base64 = (text: string) => Buffer.from(text).toString('base64');

export interface KubeconfigUser {
  name: string;
  credential: Credential;
  /** The name of the user's context. */
  context: string;
}

const secretOf = (credential: Credential) =>
  'token' in credential ? { token: credential.token } : { 'client-certificate-data': base64(credential.certificate), 'client-key-data': base64(credential.key) };

/** An ordinary kubeconfig with a context for each user, the first of them current, everything inline. */
export function kubeconfigText(site: { name: string; server: string; ca: string }, users: readonly KubeconfigUser[], namespace: string): string {
  return stringify({
    apiVersion: 'v1',
    kind: 'Config',
    'current-context': users[0]?.context,
    clusters: [{ name: site.name, cluster: { server: site.server, 'certificate-authority-data': base64(site.ca) } }],
    users: users.map(({ name, credential }) => ({ name, user: secretOf(credential) })),
    contexts: users.map(({ name, context }) => ({ name: context, context: { cluster: site.name, user: name, namespace } })),
  });
}
