import type { Authorizer } from '../rbac/authorizer';
import type { Site } from '../site';
import { verbOf } from './authorize';
import { readBody, sendJson, type Exchange } from './exchange';
import type { Call } from './extension';
import { serveLog } from './logs';
import { createObject, deleteObject, patchObject, updateObject, type Answer } from './mutate';
import { getObject, listObjects, wantsTable } from './read';
import { answerReview, isReview } from './reviews';
import { toScale } from './scale';
import { methodNotAllowed } from './status';
import { toTable } from './table';
import { resolveTarget, type Target } from './target';
import { serveWatch } from './watch';

/** The stored kinds, and the reviews. */
export async function serveResource(site: Site, authorizer: Authorizer, { exchange, address, closing }: Call): Promise<void> {
  const verb = verbOf(exchange, address);
  if (isReview(address.group)) {
    if (verb !== 'create') throw methodNotAllowed();
    return sendJson(exchange.response, answerReview(authorizer, address.resource, exchange, await readBody(exchange.request)), 201);
  }
  const target = resolveTarget(site.kinds, address);
  if (verb === 'watch') return serveWatch(site.store, target, exchange, closing);
  if (verb === 'get' && target.subresource === 'log') return serveLog(site, target, exchange, closing);
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
