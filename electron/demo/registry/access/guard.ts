import { RegistryError } from '../errors';
import type { Exchange } from '../exchange';
import { allowedActions, parseBasic, type Accounts } from './accounts';
import type { Grant, Tokens } from './tokens';
import { tokenPath } from './tokenService';

/** Lets requests through that may do what they want, and challenges the others. */
export interface Guard {
  /**
   * Throws the challenge when some of what is wanted is not granted. Nothing wanted still needs a token.
   * @param useful asked for in the challenge too, but not needed
   */
  check(exchange: Exchange, wanted: readonly Grant[], useful?: readonly Grant[]): void;
  /** Whether it is granted too, beside what the request must have. */
  allows(exchange: Exchange, wanted: Grant): boolean;
}

interface Deps {
  accounts: Accounts;
  tokens: Tokens;
  service: string;
  /** `http://127.0.0.1:5480` */
  origin: string;
}

type Access = 'none' | 'invalid' | ((wanted: Grant) => boolean);

export function createGuard({ accounts, tokens, service, origin }: Deps): Guard {
  const accessOf = ({ request }: Exchange): Access => {
    const [scheme = '', value = ''] = (request.headers.authorization ?? '').split(' ');
    if (scheme.toLowerCase() === 'bearer') {
      const claims = tokens.read(value);
      if (!claims) return 'invalid';
      return (wanted) => wanted.actions.every((action) => claims.access.some(({ type, name, actions }) => type === wanted.type && name === wanted.name && actions.includes(action)));
    }
    if (scheme.toLowerCase() !== 'basic') return 'none';
    const credential = parseBasic(value);
    const account = credential && accounts.signIn(credential);
    if (!account) return 'invalid';
    return ({ type, name, actions }) => type === 'registry' || actions.every((action) => allowedActions(account, name).some((allowed) => allowed === action));
  };

  const challenge = (wanted: readonly Grant[], error?: 'invalid_token' | 'insufficient_scope') => {
    const scope = wanted.map(({ type, name, actions }) => `${type}:${name}:${actions.join(',')}`).join(' ');
    const parts = [`realm="${origin}${tokenPath}"`, `service="${service}"`, ...(scope ? [`scope="${scope}"`] : []), ...(error ? [`error="${error}"`] : [])];
    const detail = wanted.flatMap(({ type, name, actions }) => actions.map((action) => ({ Type: type, Class: '', Name: name, Action: action })));
    return new RegistryError('UNAUTHORIZED', { detail: detail.length > 0 ? detail : null, headers: { 'WWW-Authenticate': `Bearer ${parts.join(',')}` } });
  };

  return {
    check(exchange, wanted, useful = []) {
      const access = accessOf(exchange);
      const asked = [...wanted, ...useful];
      if (access === 'none') throw challenge(asked);
      if (access === 'invalid') throw challenge(asked, 'invalid_token');
      if (!wanted.every((one) => access(one))) throw challenge(asked, 'insufficient_scope');
    },
    allows(exchange, wanted) {
      const access = accessOf(exchange);
      return typeof access === 'function' && access(wanted);
    },
  };
}
