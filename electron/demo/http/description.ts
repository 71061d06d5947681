import type { KindRegistry } from '../store/registry';
import { createDiscovery } from './discovery';
import { sendText, type Exchange } from './exchange';
import type { VirtualResource } from './extension';
import { createOpenApi } from './openapi';
import { methodNotAllowed, noSuchResource } from './status';

const health = new Set(['/healthz', '/readyz', '/livez']);

/** Paths that are no resource: health, version, discovery, OpenAPI. */
export function createDescription(kinds: KindRegistry, virtual: readonly VirtualResource[]): (exchange: Exchange) => void {
  const discovery = createDiscovery(kinds, virtual);
  const serveOpenApi = createOpenApi(kinds);
  return (exchange) => {
    const { method, path, response, accept } = exchange;
    if (health.has(path)) return sendText(response, 'ok');
    if (serveOpenApi(exchange)) return;
    const description = discovery.describe(path, accept);
    if (!description) throw noSuchResource();
    if (method !== 'GET' && method !== 'HEAD') throw methodNotAllowed();
    sendText(response, `${JSON.stringify(description.body)}\n`, 200, description.contentType ?? 'application/json');
  };
}
