import { X509Certificate } from 'node:crypto';
import { z } from 'zod';
import type { Credential } from './auth/credential';
import { resourcePath } from './paths';
import { createRemembered } from './remembered';
import type { KubeClient } from './types';

export interface Identity {
  readonly username: string;
  readonly groups: readonly string[];
}

export interface IdentityDeps extends Pick<KubeClient, 'request' | 'resource'> {
  credential(): Promise<Credential>;
  /** As the kubeconfig names the user: the last resort. */
  readonly userName: string;
}

/** Not for ever: a plugin or a token file may give the credential of somebody else after the next login, and the audit names who acts. */
const lifetimeMs = 5 * 60_000;

const reviewSchema = z.object({ status: z.object({ userInfo: z.object({ username: z.string(), groups: z.array(z.string()).optional() }) }) });

/**
 * Who we are: as the cluster says it (SelfSubjectReview, since v1.26), else as the credential itself says it, else as
 * the kubeconfig names the user.
 */
export const createIdentity = ({ request, resource, credential, userName }: IdentityDeps): (() => Promise<Identity>) => {
  const kept = createRemembered<Identity>(lifetimeMs);
  const ask = async (): Promise<Identity> => {
    const review = await resource('authentication.k8s.io', 'SelfSubjectReview', ['v1', 'v1beta1', 'v1alpha1']);
    if (!review) return identityIn(await credential()) ?? { username: userName, groups: [] };
    const body = { apiVersion: review.apiVersion, kind: review.kind };
    const { username, groups = [] } = reviewSchema.parse(await request({ method: 'POST', path: resourcePath(review), body })).status.userInfo;
    return { username, groups };
  };
  return () => kept.get('', ask);
};

/** Reads the name out of a credential, in the way the API server reads it. */
const identityIn = ({ headers, certificate }: Credential): Identity | null => {
  const impersonated = headers['impersonate-user'];
  if (typeof impersonated === 'string') return { username: impersonated, groups: [headers['impersonate-group'] ?? []].flat() };
  if (certificate && headers.authorization === undefined) {
    const { subject } = new X509Certificate(certificate.cert);
    const values = (field: string): string[] => [...subject.matchAll(new RegExp(`^${field}=(.*)$`, 'gm'))].map(([, value = '']) => value);
    const [username] = values('CN');
    return username === undefined ? null : { username, groups: values('O') };
  }
  const token = /^Bearer [^.]+\.([^.]+)\./.exec(String(headers.authorization))?.[1];
  return token === undefined ? null : serviceAccountIn(token);
};

/** Only service accounts: how the claims of other tokens become names is up to the API server's flags. */
const serviceAccountIn = (payload: string): Identity | null => {
  try {
    const { sub } = z.object({ sub: z.string().startsWith('system:serviceaccount:') }).parse(JSON.parse(Buffer.from(payload, 'base64url').toString('utf8')));
    return { username: sub, groups: [] };
  } catch {
    // An opaque token or another issuer's.
    return null;
  }
};
