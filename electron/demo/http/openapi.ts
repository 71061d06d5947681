import { createHash } from 'node:crypto';
import { gunzipSync, gzipSync } from 'node:zlib';
import { toGnostic } from '../schema/gnostic';
import { openApiV2, openApiV3 } from '../schema/openapi';
import type { KindRegistry } from '../store/registry';
import type { Exchange } from './exchange';
import { sendJson } from './exchange';
import { noSuchResource } from './status';

const protobuf = 'application/com.github.proto-openapi.spec.v2.v1.0+protobuf';

/** `api/v1`, `apis/apps/v1`: how the index of OpenAPI v3 names a group version. */
const placeOf = (apiVersion: string) => (apiVersion.includes('/') ? `apis/${apiVersion}` : `api/${apiVersion}`);

/**
 * Serves OpenAPI. Documents are made at the first question and kept compressed, since kubectl asks with every command while most
 * demos are never asked at all; they are made anew when kinds come or go.
 */
export function createOpenApi(kinds: KindRegistry): (exchange: Exchange) => boolean {
  const kept = new Map<string, Buffer>();
  let generation = kinds.generation;

  const document = (key: string, make: () => string | Buffer): Buffer => {
    if (generation !== kinds.generation) {
      generation = kinds.generation;
      kept.clear();
    }
    const known = kept.get(key);
    if (known) return known;
    const made = gzipSync(make());
    kept.set(key, made);
    return made;
  };

  const send = ({ request, response }: Exchange, compressed: Buffer, contentType: string) => {
    const etag = `"${createHash('sha256').update(compressed).digest('hex').slice(0, 32)}"`;
    const takesGzip = /\bgzip\b/.test(String(request.headers['accept-encoding'] ?? ''));
    const body = takesGzip ? compressed : gunzipSync(compressed);
    response.writeHead(200, { 'Content-Type': contentType, 'Content-Length': body.length, Etag: etag, Vary: 'Accept, Accept-Encoding', ...(takesGzip && { 'Content-Encoding': 'gzip' }) });
    response.end(body);
  };

  const index = () => {
    const places = [...new Set(kinds.all().map(({ apiVersion }) => placeOf(apiVersion)))];
    const hash = createHash('sha256').update(JSON.stringify(kinds.all())).digest('hex').slice(0, 32).toUpperCase();
    return { paths: Object.fromEntries(places.map((place) => [place, { serverRelativeURL: `/openapi/v3/${place}?hash=${hash}` }])) };
  };

  return (exchange) => {
    const { path, accept, response } = exchange;
    if (path === '/openapi/v2') {
      const asProtobuf = accept.includes('proto-openapi');
      const make = () => (asProtobuf ? toGnostic(openApiV2(kinds.all())) : JSON.stringify(openApiV2(kinds.all())));
      send(exchange, document(asProtobuf ? 'v2 protobuf' : 'v2', make), asProtobuf ? protobuf : 'application/json');
      return true;
    }
    if (path === '/openapi/v3') {
      sendJson(response, index());
      return true;
    }
    if (!path.startsWith('/openapi/v3/')) return false;
    const place = path.slice('/openapi/v3/'.length);
    const served = kinds.all().filter(({ apiVersion }) => placeOf(apiVersion) === place);
    if (served.length === 0) throw noSuchResource();
    send(exchange, document(place, () => JSON.stringify(openApiV3(served))), 'application/json');
    return true;
  };
}
