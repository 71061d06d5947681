import { createHmac, randomBytes, timingSafeEqual } from 'node:crypto';
import type { Store } from '../store/store';
import { kindNamed } from '../store/kinds';
import type { Clock } from '../time/clock';
import type { User } from './authorizer';

/** Bearer tokens: a few known ones, and signed ones of service accounts that end by themselves. */
export interface Tokens {
  /** Undefined where the token is not good. */
  userOf(token: string): User | undefined;
  issue(account: ServiceAccountRef, audiences: readonly string[], seconds: number): { token: string; expiresAt: number };
}

export interface ServiceAccountRef {
  namespace: string;
  name: string;
  uid: string;
}

interface Claims {
  exp: number;
  'kubernetes.io': { namespace: string; serviceaccount: { name: string; uid: string } };
}

const encode = (value: unknown) => Buffer.from(JSON.stringify(value)).toString('base64url');
const issuer = 'https://kubernetes.default.svc.cluster.local';

export function createTokens(known: ReadonlyMap<string, User>, store: Store, clock: Clock): Tokens {
  const key = randomBytes(32);
  const sign = (text: string) => createHmac('sha256', key).update(text).digest();

  const claimsOf = (token: string): Claims | undefined => {
    const [header = '', payload = '', signature = ''] = token.split('.');
    const given = Buffer.from(signature, 'base64url');
    const expected = sign(`${header}.${payload}`);
    if (given.length !== expected.length || !timingSafeEqual(given, expected)) return undefined;
    return JSON.parse(Buffer.from(payload, 'base64url').toString('utf8')) as Claims;
  };

  return {
    userOf(token) {
      const user = known.get(token);
      if (user) return user;
      const claims = claimsOf(token);
      if (!claims || claims.exp * 1000 < clock.now()) return undefined;
      const { namespace, serviceaccount } = claims['kubernetes.io'];
      // A token ends with its account; one made again under the same name is another.
      if (store.get(kindNamed('ServiceAccount'), namespace, serviceaccount.name)?.metadata.uid !== serviceaccount.uid) return undefined;
      return { name: `system:serviceaccount:${namespace}:${serviceaccount.name}`, uid: serviceaccount.uid, groups: ['system:serviceaccounts', `system:serviceaccounts:${namespace}`] };
    },
    issue({ namespace, name, uid }, audiences, seconds) {
      const now = Math.floor(clock.now() / 1000);
      const claims = { aud: audiences.length > 0 ? audiences : [issuer], exp: now + seconds, iat: now, iss: issuer, 'kubernetes.io': { namespace, serviceaccount: { name, uid } }, nbf: now, sub: `system:serviceaccount:${namespace}:${name}` };
      const text = `${encode({ alg: 'HS256', typ: 'JWT' })}.${encode(claims)}`;
      return { token: `${text}.${sign(text).toString('base64url')}`, expiresAt: (now + seconds) * 1000 };
    },
  };
}
