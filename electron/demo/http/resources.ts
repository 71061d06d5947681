import type { Authorizer } from '../rbac/authorizer';
import type { Tokens } from '../rbac/tokens';
import type { Site } from '../site';
import { verbOf } from './authorize';
import { readBody, sendJson, type Exchange } from './exchange';
import type { Call } from './extension';
import { serveLog } from './logs';
import { patchObject } from './patch';
import { bind, evict } from './podActions';
import { getObject, listObjects } from './read';
import { deleteObject } from './remove';
import { formOf, representList, representObject } from './represent';
import { answerReview, isReview } from './reviews';
import { toScale } from './scale';
import { methodNotAllowed } from './status';
import { resolveTarget, shown, type Target } from './target';
import { requestToken } from './tokenRequest';
import { serveWatch } from './watch';
import { createObject, updateObject, type Answer } from './write';

interface Deps {
  site: Site;
  authorizer: Authorizer;
  tokens: Tokens;
}

/** The stored kinds, and the reviews. */
export async function serveResource({ site, authorizer, tokens }: Deps, { exchange, address, closing }: Call): Promise<void> {
  const verb = verbOf(exchange, address);
  if (isReview(address.group)) {
    if (verb !== 'create') throw methodNotAllowed();
    const body = await readBody(exchange);
    return sendJson(exchange.response, answerReview({ authorizer, tokens }, address, exchange, body), 201);
  }
  const target = resolveTarget(site.kinds, address);
  if (verb === 'watch') return serveWatch(site.store, target, exchange, closing);
  if (verb === 'get' && target.subresource === 'log') return serveLog(site, target, exchange, closing);
  formOf(exchange);
  if (verb === 'get' || verb === 'list') return sendJson(exchange.response, readAnswer(site, target, exchange));
  const body = await readBody(exchange);
  const { code, body: answer } = target.subresource === 'token' ? requestToken(site, tokens, target, exchange, body) : mutate(site, target, exchange, body);
  sendJson(exchange.response, answer, code);
}

function readAnswer(site: Site, target: Target, exchange: Exchange): unknown {
  if (!target.name) return representList(target, listObjects(site.store, target, exchange.query), exchange);
  if (target.subresource && createOnly.has(target.subresource)) throw methodNotAllowed();
  const object = getObject(site.store, target);
  return target.subresource === 'scale' ? toScale(target.stored, object) : representObject(target, shown(target, object), exchange);
}

/** Subresources that are actions: they can be posted to and nothing else. */
const createOnly = new Set(['eviction', 'binding', 'token']);

function mutate(site: Site, target: Target, exchange: Exchange, body: string): Answer {
  const { subresource } = target;
  if (subresource && createOnly.has(subresource) && exchange.method !== 'POST') throw methodNotAllowed();
  switch (exchange.method) {
    case 'POST':
      if (subresource === 'eviction') return evict(site, target, exchange, body);
      if (subresource === 'binding') return bind(site, target, exchange, body);
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
