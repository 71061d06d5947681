import { randomBytes } from 'node:crypto';
import type { User } from '../rbac/authorizer';
import { Refusal } from './endpoint';

/** Takes the tokens of a user away; returns the new one. Client certificates are not touched. */
export function rotate(tokens: Map<string, User>, name: string, revokeOnly: boolean): string | null {
  const owned = [...tokens].filter(([, user]) => user.name === name);
  const [first] = owned;
  if (!first) throw new Refusal(`No token is of a user "${name}".`);
  for (const [token] of owned) tokens.delete(token);
  if (revokeOnly) return null;
  const token = randomBytes(24).toString('base64url');
  tokens.set(token, first[1]);
  return token;
}
