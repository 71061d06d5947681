import type { Guard } from '../access/guard';
import type { Grant } from '../access/tokens';
import { RegistryError } from '../errors';
import { sendJson, type Api, type Exchange } from '../exchange';
import { isRepositoryName } from '../names';
import type { Blobs } from '../storage/blobs';
import type { Repositories } from '../storage/repositories';
import type { Uploads } from '../storage/uploads';
import { deleteBlob, getBlob } from './blobs';
import { listReferrers, listRepositories, listTags } from './lists';
import { deleteManifest, getManifest, putManifest } from './manifests';
import { parseRoute, type Route } from './route';
import { beginUpload, cancelUpload, continueUpload, finishUpload, sendUploadStatus } from './uploads';

/** What the handlers of the distribution API work on. */
export interface Distribution {
  readonly guard: Guard;
  readonly blobs: Blobs;
  readonly repositories: Repositories;
  readonly uploads: Uploads;
}

type Handler = (exchange: Exchange) => void | Promise<void>;

/** The OCI distribution protocol, v1.1. */
export function createDistributionApi(distribution: Distribution): Api {
  return async (exchange) => {
    if (!/^\/v2(\/|$)/.test(exchange.path)) return false;
    exchange.response.setHeader('Docker-Distribution-Api-Version', 'registry/2.0');
    const route = parseRoute(exchange.path);
    if (!route) return false;
    distribution.guard.check(exchange, grantsFor(route, exchange.method), mountGrants(route, exchange));
    const methods = handlersOf(distribution, route);
    const handler = methods[exchange.method];
    if (!handler) throw new RegistryError('UNSUPPORTED', { headers: { Allow: Object.keys(methods).join(', ') } });
    await handler(exchange);
    return true;
  };
}

function grantsFor(route: Route, method: string): Grant[] {
  if (route.to === 'base') return [];
  if (route.to === 'catalog') return [{ type: 'registry', name: 'catalog', actions: ['*'] }];
  const { to, repository: name } = route;
  if (method === 'DELETE' && to !== 'upload') return [{ type: 'repository', name, actions: ['delete'] }];
  const isRead = (method === 'GET' || method === 'HEAD') && to !== 'upload';
  return [{ type: 'repository', name, actions: isRead ? ['pull'] : ['pull', 'push'] }];
}

/** A mount reads the repository it takes from; without that right it becomes an ordinary upload. */
function mountGrants(route: Route, { query }: Exchange): Grant[] {
  const from = query.get('from');
  return route.to === 'uploads' && from !== null && isRepositoryName(from) ? [{ type: 'repository', name: from, actions: ['pull'] }] : [];
}

function handlersOf(distribution: Distribution, route: Route): Record<string, Handler> {
  const read = (handler: Handler) => ({ GET: handler, HEAD: handler });
  switch (route.to) {
    case 'base':
      return read((exchange) => sendJson(exchange, 200, {}));
    case 'catalog':
      return read((exchange) => listRepositories(distribution, exchange));
    case 'tags':
      return read((exchange) => listTags(distribution, exchange, route.repository));
    case 'referrers':
      return read((exchange) => listReferrers(distribution, exchange, route.repository, route.reference));
    case 'manifests':
      return {
        ...read((exchange) => getManifest(distribution, exchange, route.repository, route.reference)),
        PUT: (exchange) => putManifest(distribution, exchange, route.repository, route.reference),
        DELETE: (exchange) => deleteManifest(distribution, exchange, route.repository, route.reference),
      };
    case 'blobs':
      return { ...read((exchange) => getBlob(distribution, exchange, route.repository, route.reference)), DELETE: (exchange) => deleteBlob(distribution, exchange, route.repository, route.reference) };
    case 'uploads':
      return { POST: (exchange) => beginUpload(distribution, exchange, route.repository) };
    case 'upload':
      return {
        ...read((exchange) => sendUploadStatus(distribution, exchange, route.repository, route.reference)),
        PATCH: (exchange) => continueUpload(distribution, exchange, route.repository, route.reference),
        PUT: (exchange) => finishUpload(distribution, exchange, route.repository, route.reference),
        DELETE: (exchange) => cancelUpload(distribution, exchange, route.repository, route.reference),
      };
  }
}
