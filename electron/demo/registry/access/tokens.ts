import { createHmac, randomBytes, randomUUID, timingSafeEqual } from 'node:crypto';

/** Access to one thing, as the token protocol writes it down. */
export interface Grant {
  type: string;
  name: string;
  actions: readonly string[];
}

export interface Claims {
  /** Account name; empty when nobody signed in. */
  subject: string;
  access: readonly Grant[];
}

/** Signed tokens that only this registry can make and read, for as long as it runs. */
export interface Tokens {
  readonly lifeSeconds: number;
  issue(claims: Claims): string;
  /** Undefined when the token is not ours or has expired. */
  read(token: string): Claims | undefined;
  /** A token that stands for an account's password, for clients that keep none. */
  issueRefresh(subject: string): string;
  readRefresh(token: string): string | undefined;
}

interface Payload {
  sub: string;
  aud: string;
  exp?: number;
  access?: readonly Grant[];
}

const encode = (value: unknown) => Buffer.from(JSON.stringify(value)).toString('base64url');
const refreshAudience = 'refresh';

/** @param now epoch ms; tokens live by the wall's clock, as their clients do */
export function createTokens(service: string, now: () => number = Date.now): Tokens {
  const secret = randomBytes(32);
  const lifeSeconds = 1800;
  const sign = (text: string) => createHmac('sha256', secret).update(text).digest();

  const seal = (payload: Payload) => {
    const text = `${encode({ alg: 'HS256', typ: 'JWT' })}.${encode({ iss: service, jti: randomUUID(), ...payload })}`;
    return `${text}.${sign(text).toString('base64url')}`;
  };
  const open = (token: string, audience: string): Payload | undefined => {
    const [head, body, signature] = token.split('.');
    if (!head || !body || !signature) return undefined;
    const given = Buffer.from(signature, 'base64url');
    const right = sign(`${head}.${body}`);
    if (given.length !== right.length || !timingSafeEqual(given, right)) return undefined;
    const payload = JSON.parse(Buffer.from(body, 'base64url').toString('utf8')) as Payload;
    return payload.aud === audience && (payload.exp === undefined || payload.exp * 1000 > now()) ? payload : undefined;
  };

  return {
    lifeSeconds,
    issue({ subject, access }) {
      const seconds = Math.floor(now() / 1000);
      return seal({ sub: subject, aud: service, exp: seconds + lifeSeconds, access });
    },
    read(token) {
      const payload = open(token, service);
      return payload && { subject: payload.sub, access: payload.access ?? [] };
    },
    issueRefresh: (subject) => seal({ sub: subject, aud: refreshAudience }),
    readRefresh: (token) => open(token, refreshAudience)?.sub,
  };
}
