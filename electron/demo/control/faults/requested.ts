import type { IncomingMessage } from 'node:http';
import { parseAddress } from '../../http/target';
import type { Fault, Scope } from './fault';

/** What a request asks for, in the words of RBAC. */
export interface Requested {
  readonly site: string;
  readonly verb: string;
  /** `pods`, `deployments.apps`, `pods/log`; empty for addresses that are no resource. */
  readonly resource: string;
  readonly namespace: string | undefined;
  readonly user: string;
  /** With its query. */
  readonly path: string;
  readonly query: URLSearchParams;
  readonly token: string | undefined;
}

const readVerbs = ['get', 'list', 'watch'];
const verbs: Record<string, string> = { POST: 'create', PUT: 'update', PATCH: 'patch' };

/** Reads it off the request line: nothing of it is checked, since even what the server refuses can be struck. */
export function describeRequest(site: string, user: string, request: IncomingMessage): Requested {
  const path = request.url ?? '/';
  const url = new URL(path, 'https://127.0.0.1');
  const query = url.searchParams;
  const address = parseAddress(url.pathname.length > 1 ? url.pathname.replace(/\/$/, '') : url.pathname);
  const base = { site, user, path, query, token: /^Bearer\s+(.+)$/i.exec(request.headers.authorization ?? '')?.[1] };
  const method = request.method ?? 'GET';
  if (!address) return { ...base, verb: method.toLowerCase(), resource: '', namespace: undefined };
  const { group, resource, subresource, namespace, name } = address;
  const isRead = method === 'GET' || method === 'HEAD';
  const readVerb = ['1', 'true'].includes(query.get('watch') ?? '') ? 'watch' : name ? 'get' : 'list';
  const writeVerb = method === 'DELETE' ? (name ? 'delete' : 'deletecollection') : (verbs[method] ?? method.toLowerCase());
  const qualified = group ? `${resource}.${group}` : resource;
  return { ...base, verb: isRead ? readVerb : writeVerb, resource: subresource ? `${qualified}/${subresource}` : qualified, namespace };
}

/** Whether a request is within a scope. */
export function isWithin(scope: Scope, requested: Requested): boolean {
  return (
    isSite(scope, requested.site) &&
    (scope.verbs?.some((verb) => isVerb(verb, requested)) ?? true) &&
    (scope.resources?.some((resource) => isResource(resource, requested.resource)) ?? true) &&
    (scope.users?.includes(requested.user) ?? true) &&
    (scope.namespaces?.includes(requested.namespace ?? '') ?? true) &&
    (scope.path === undefined || new RegExp(scope.path).test(requested.path))
  );
}

/** Faults act on what is open once, on what comes, or on both. */
export const isMomentary = (fault: Fault): boolean => (fault.type === 'cut' || fault.type === 'errorEvent') && fault.apply === 'open';

/** Whether a fault can do anything to a request, or to its answer: only then it strikes, and counts. */
export function isSubjectTo(fault: Fault, requested: Requested): boolean {
  if (!isWithin(fault.scope, requested)) return false;
  const { verb, query, resource } = requested;
  switch (fault.type) {
    case 'refuse':
    case 'slowTls':
      return false;
    case 'cut':
      // Who names neither verbs nor a subresource means watches.
      return fault.scope.verbs !== undefined || (fault.scope.resources?.some((name) => name.includes('/')) ?? false) ? resource !== '' : verb === 'watch';
    case 'errorEvent':
    case 'bookmarks':
    case 'duplicateEvents':
      return verb === 'watch';
    case 'gone':
      return verb === 'watch' ? !['', '0'].includes(query.get('resourceVersion') ?? '') : verb === 'list' && query.has('continue');
    default:
      return true;
  }
}

export const isSite = (scope: Scope, site: string): boolean => scope.site === undefined || scope.site === site;

/** A scope that says no more than a site is about its connections. */
export const isOfConnections = ({ site: _site, ...rest }: Scope): boolean => Object.values(rest).every((value) => value === undefined);

function isVerb(verb: string, requested: Requested): boolean {
  if (verb === 'read') return readVerbs.includes(requested.verb);
  if (verb === 'write') return requested.resource !== '' && !readVerbs.includes(requested.verb);
  return verb === requested.verb;
}

function isResource(wanted: string, resource: string): boolean {
  return wanted.endsWith('/*') ? resource.startsWith(wanted.slice(0, -1)) : wanted === resource;
}
