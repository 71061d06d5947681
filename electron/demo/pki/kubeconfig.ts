import { stringify } from 'yaml';
import type { Identity } from './certificates';

export type Credential = Identity | { token: string };

const base64 = (text: string) => Buffer.from(text).toString('base64');

/** An ordinary kubeconfig with one context, everything inline. */
export function kubeconfigText(site: { name: string; server: string; ca: string }, user: string, credential: Credential, namespace: string): string {
  const secret = 'token' in credential ? { token: credential.token } : { 'client-certificate-data': base64(credential.certificate), 'client-key-data': base64(credential.key) };
  return stringify({
    apiVersion: 'v1',
    kind: 'Config',
    'current-context': site.name,
    clusters: [{ name: site.name, cluster: { server: site.server, 'certificate-authority-data': base64(site.ca) } }],
    users: [{ name: user, user: secret }],
    contexts: [{ name: site.name, context: { cluster: site.name, user, namespace } }],
  });
}
