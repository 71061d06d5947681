import type { KindRegistry } from '../store/registry';
import { createDiscovery } from './discovery';
import { sendJson, sendText, type Exchange } from './exchange';
import type { VirtualResource } from './extension';
import { openApiV2, openApiV2Protobuf } from './openapi';
import { noSuchResource } from './status';

const health = new Set(['/healthz', '/readyz', '/livez']);

/** Paths that are no resource: health, version, discovery, OpenAPI. */
export function createDescription(kinds: KindRegistry, virtual: readonly VirtualResource[]): (exchange: Exchange) => void {
  const discovery = createDiscovery(kinds, virtual);
  return ({ path, response, accept }) => {
    if (health.has(path)) return sendText(response, 'ok');
    if (path === '/openapi/v2') {
      if (!accept.includes('proto-openapi')) return sendJson(response, openApiV2(kinds.all()));
      return sendText(response, openApiV2Protobuf(kinds.all()), 200, 'application/com.github.proto-openapi.spec.v2.v1.0+protobuf');
    }
    if (path === '/openapi/v3') return sendJson(response, { paths: {} });
    const description = discovery.describe(path, accept);
    if (!description) throw noSuchResource();
    sendText(response, `${JSON.stringify(description.body)}\n`, 200, description.contentType ?? 'application/json');
  };
}
