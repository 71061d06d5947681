import { RegistryError } from '../errors';
import { readBody, sendJson, type Api, type Exchange } from '../exchange';
import { allowedActions, parseBasic, type Account, type Accounts } from './accounts';
import type { Grant, Tokens } from './tokens';

export const tokenPath = '/service/token';
const largestForm = 64 * 1024;

interface Deps {
  accounts: Accounts;
  tokens: Tokens;
  service: string;
}

/** Where clients trade a password for a token: GET with Basic credentials, or the POST of OAuth 2. */
export function createTokenService({ accounts, tokens, service }: Deps): Api {
  const answer = (account: Account | undefined, scopes: readonly string[]) => {
    const access = scopes.flatMap(parseScope).flatMap((wanted) => grantOf(account, wanted) ?? []);
    const token = tokens.issue({ subject: account?.name ?? '', access });
    return { access, body: { token, access_token: token, expires_in: tokens.lifeSeconds, issued_at: new Date().toISOString() } };
  };
  const refuse = () => new RegistryError('UNAUTHORIZED', { message: 'incorrect username or password', headers: { 'WWW-Authenticate': 'Basic realm="registry"' } });
  const checkService = (asked: string | null) => {
    if (asked !== null && asked !== service) throw new RegistryError('DENIED', { status: 400, message: `unknown service "${asked}"` });
  };

  const serveGet = (exchange: Exchange) => {
    const { query, request } = exchange;
    checkService(query.get('service'));
    const header = request.headers.authorization;
    const credential = header === undefined ? undefined : parseBasic(/^Basic (.*)$/i.exec(header)?.[1] ?? '');
    const account = credential && accounts.signIn(credential);
    // Wrong credentials are refused; none are anonymous, unless nothing is asked for: then it is a login.
    if (!account && (header !== undefined || !query.has('scope'))) throw refuse();
    const refresh = account && query.get('offline_token') === 'true' ? { refresh_token: tokens.issueRefresh(account.name) } : {};
    sendJson(exchange, 200, { ...answer(account, query.getAll('scope')).body, ...refresh });
  };

  const servePost = async (exchange: Exchange) => {
    const text = await readBody(exchange.request, largestForm);
    const form = new URLSearchParams(text?.toString('utf8') ?? '');
    checkService(form.get('service'));
    const account = signIn(form);
    if (!account) throw refuse();
    const { access, body } = answer(account, form.getAll('scope'));
    const scope = access.map(({ type, name, actions }) => `${type}:${name}:${actions.join(',')}`).join(' ');
    const refresh = form.get('access_type') === 'offline' || form.get('grant_type') === 'refresh_token' ? { refresh_token: tokens.issueRefresh(account.name) } : {};
    sendJson(exchange, 200, { ...body, scope, ...refresh });
  };

  const signIn = (form: URLSearchParams): Account | undefined => {
    switch (form.get('grant_type')) {
      case 'password':
        return accounts.signIn({ username: form.get('username') ?? '', password: form.get('password') ?? '' });
      case 'refresh_token':
        return accounts.find(tokens.readRefresh(form.get('refresh_token') ?? '') ?? '');
      default:
        throw new RegistryError('UNSUPPORTED', { status: 400, message: 'unsupported grant_type' });
    }
  };

  return async (exchange) => {
    if (exchange.path !== tokenPath) return false;
    if (exchange.method === 'GET') serveGet(exchange);
    else if (exchange.method === 'POST') await servePost(exchange);
    else throw new RegistryError('UNSUPPORTED', { headers: { Allow: 'GET, POST' } });
    return true;
  };
}

/** `repository:apps/uuid:pull,push`, several with spaces between them. The name may hold colons of a host and port. */
function parseScope(text: string): Grant[] {
  return text.split(' ').flatMap((one) => {
    const match = /^([a-z]+)(?:\([^)]*\))?:(.+):([a-z*,]*)$/.exec(one);
    return match ? [{ type: match[1] ?? '', name: match[2] ?? '', actions: (match[3] ?? '').split(',') }] : [];
  });
}

/** What of it is allowed; what is not is left out, as registries do, and the request that needs it fails. */
function grantOf(account: Account | undefined, { type, name, actions }: Grant): Grant | undefined {
  if (type === 'registry') return name === 'catalog' && account ? { type, name, actions: ['*'] } : undefined;
  if (type !== 'repository') return undefined;
  const allowed = allowedActions(account, name).filter((action) => actions.includes(action) || actions.includes('*'));
  return allowed.length > 0 ? { type, name, actions: allowed } : undefined;
}
