import { setMaxListeners } from 'node:events';
import { createServer, type Server } from 'node:https';
import type { IncomingMessage, ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { denied, type Authorizer, type User } from '../rbac/authorizer';
import type { Identity } from '../pki/certificates';
import type { Site } from '../site';
import { authenticate } from './authenticate';
import { describeServer } from './discovery';
import { readBody, sendJson, sendText, type Exchange } from './exchange';
import { serveLog } from './logs';
import { createObject, deleteObject, patchObject, updateObject, type Answer } from './mutate';
import { openApiV2, openApiV2Protobuf } from './openapi';
import { serveProxy } from './proxy';
import { getObject, listObjects, wantsTable } from './read';
import { answerReview, isReview } from './reviews';
import { toScale } from './scale';
import { methodNotAllowed, noSuchResource, StatusError } from './status';
import { toTable } from './table';
import { parseAddress, resolveTarget, type Address, type Target } from './target';
import { acceptUpgrades, streamingSubresources, upgradeRequired } from './upgrades';
import { serveWatch } from './watch';

export interface ApiServer {
  readonly port: number;
  close(): Promise<void>;
}

interface Deps {
  site: Site;
  authorizer: Authorizer;
  tokens: ReadonlyMap<string, User>;
  identity: Identity;
  clientAuthority: string;
  /** 0 takes a free one. */
  port: number;
}

/** The API server of the site: loopback only, TLS, client certificates asked for and tokens taken. */
export async function listen(deps: Deps): Promise<ApiServer> {
  const closing = new AbortController();
  // One listener per open watch, taken off with it: Node would warn of a leak from the eleventh on.
  setMaxListeners(0, closing.signal);
  const handle = createHandler(deps, closing.signal);
  const { certificate: cert, key } = deps.identity;
  const server = createServer({ cert, key, ca: deps.clientAuthority, requestCert: true, rejectUnauthorized: false }, (request, response) => {
    handle(request, response).catch((error: unknown) => fail(response, error));
  });
  acceptUpgrades(server, deps, closing.signal);
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    server.listen(deps.port, '127.0.0.1', resolve);
  });
  return { port: (server.address() as AddressInfo).port, close: () => close(server, closing) };
}

async function close(server: Server, closing: AbortController): Promise<void> {
  closing.abort();
  await new Promise<void>((resolve) => {
    server.close(() => resolve());
    server.closeAllConnections();
  });
}

function fail(response: ServerResponse, error: unknown): void {
  const status = error instanceof StatusError ? error : new StatusError(500, 'InternalError', `Internal error occurred: ${error instanceof Error ? (error.stack ?? error.message) : String(error)}`);
  if (response.headersSent) response.destroy();
  else sendJson(response, status.body(), status.code);
}

function createHandler({ site, authorizer, tokens }: Deps, closing: AbortSignal) {
  return async (request: IncomingMessage, response: ServerResponse): Promise<void> => {
    const url = new URL(request.url ?? '/', 'https://127.0.0.1');
    const { headers } = request;
    const exchange: Exchange = {
      method: request.method ?? 'GET',
      path: url.pathname.length > 1 ? url.pathname.replace(/\/$/, '') : url.pathname,
      query: url.searchParams,
      user: authenticate(request, tokens),
      accept: headers.accept ?? '',
      contentType: headers['content-type'] ?? 'application/json',
      userAgent: headers['user-agent'] ?? '',
      request,
      response,
    };
    const address = parseAddress(exchange.path);
    if (!address) return serveDescription(authorizer, exchange);
    return serveResource(site, authorizer, exchange, address, closing);
  };
}

function serveDescription(authorizer: Authorizer, exchange: Exchange): void {
  const { path, user, response, accept } = exchange;
  const wanted = { verb: exchange.method.toLowerCase(), path };
  if (!authorizer.decide(user, wanted).allowed) throw denied(user, wanted);
  if (path === '/healthz' || path === '/readyz' || path === '/livez') return sendText(response, 'ok');
  if (path === '/openapi/v2') {
    if (!accept.includes('proto-openapi')) return sendJson(response, openApiV2());
    return sendText(response, openApiV2Protobuf(), 200, 'application/com.github.proto-openapi.spec.v2.v1.0+protobuf');
  }
  if (path === '/openapi/v3') return sendJson(response, { paths: {} });
  const description = describeServer(path);
  if (description === null) throw noSuchResource();
  sendJson(response, description);
}

const isWatch = (exchange: Exchange) => ['1', 'true'].includes(exchange.query.get('watch') ?? '');

/** The verb of RBAC for a request. */
function verbOf(exchange: Exchange, address: Address): string {
  switch (exchange.method) {
    case 'GET':
    case 'HEAD':
      if (isWatch(exchange)) return 'watch';
      return address.name ? 'get' : 'list';
    case 'POST':
      return 'create';
    case 'PUT':
      return 'update';
    case 'PATCH':
      return 'patch';
    case 'DELETE':
      return address.name ? 'delete' : 'deletecollection';
    default:
      throw methodNotAllowed();
  }
}

async function serveResource(site: Site, authorizer: Authorizer, exchange: Exchange, address: Address, closing: AbortSignal): Promise<void> {
  const { group, resource, subresource, namespace, name } = address;
  const verb = verbOf(exchange, address);
  const wanted = { verb, group, resource, ...(subresource && { subresource }), ...(namespace && { namespace }), ...(name && { name }) };
  if (!authorizer.decide(exchange.user, wanted).allowed) throw denied(exchange.user, wanted);
  if (isReview(group)) {
    if (verb !== 'create') throw methodNotAllowed();
    return sendJson(exchange.response, answerReview(authorizer, resource, exchange, await readBody(exchange.request)), 201);
  }
  const target = resolveTarget(address);
  if (subresource === 'proxy') return serveProxy(site, target, exchange);
  if (streamingSubresources.includes(subresource ?? '')) throw upgradeRequired();
  if (verb === 'watch') return serveWatch(site.store, target, exchange, closing);
  if (verb === 'get' && subresource === 'log') return serveLog(site, target, exchange, closing);
  if (verb === 'get' || verb === 'list') return sendJson(exchange.response, readAnswer(site, target, exchange));
  const { code, body } = mutate(site, target, exchange, await readBody(exchange.request));
  sendJson(exchange.response, body, code);
}

function readAnswer(site: Site, target: Target, exchange: Exchange): unknown {
  if (target.name) {
    const object = getObject(site.store, target);
    if (target.subresource === 'scale') return toScale(object);
    return wantsTable(exchange) ? toTable(target.kind, [object], { resourceVersion: object.metadata.resourceVersion }) : object;
  }
  const list = listObjects(site.store, target, exchange.query);
  return wantsTable(exchange) ? toTable(target.kind, list.items, list.metadata) : list;
}

function mutate(site: Site, target: Target, exchange: Exchange, body: string): Answer {
  switch (exchange.method) {
    case 'POST':
      return createObject(site, target, exchange, body);
    case 'PUT':
      return updateObject(site, target, exchange, body);
    case 'PATCH':
      return patchObject(site, target, exchange, body);
    case 'DELETE':
      return deleteObject(site, target, exchange, body);
    default:
      throw methodNotAllowed();
  }
}
