import { createHash, randomBytes } from 'node:crypto';

/** Random tokens with an end. Only their digests are kept, which also makes comparing them safe against timing. */
export interface Tokens {
  issue(): string;
  /** Epoch ms at which the token ends, or null when it is unknown, used or over. */
  expiry(token: string): number | null;
  /** Like `expiry`, and the token is used up. */
  redeem(token: string): number | null;
}

export interface TokensOptions {
  lifetimeMs: number;
  /** Of more than these the oldest go. */
  atMost: number;
  now?: () => number;
}

const digest = (token: string): string => createHash('sha256').update(token).digest('base64');

export const createTokens = ({ lifetimeMs, atMost, now = Date.now }: TokensOptions): Tokens => {
  const expiries = new Map<string, number>();

  const find = (token: string): number | null => {
    const expiry = expiries.get(digest(token));
    return expiry !== undefined && expiry > now() ? expiry : null;
  };

  return {
    issue() {
      const token = randomBytes(32).toString('base64url');
      for (const [known, expiry] of expiries) if (expiry <= now() || expiries.size >= atMost) expiries.delete(known);
      expiries.set(digest(token), now() + lifetimeMs);
      return token;
    },
    expiry: find,
    redeem(token) {
      const expiry = find(token);
      expiries.delete(digest(token));
      return expiry;
    },
  };
};
