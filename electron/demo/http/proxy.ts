import { request as requestHttp } from 'node:http';
import type { Duplex } from 'node:stream';
import { endpointsOf } from '../kubelet/endpoints';
import type { KubeObject } from '../objects/meta';
import type { Pod } from '../objects/workloads';
import type { Site } from '../site';
import { kindNamed } from '../store/kinds';
import type { Exchange } from './exchange';
import type { ApiExtension } from './extension';
import { badRequest, notFound, StatusError } from './status';
import type { Target } from './target';

interface Service extends KubeObject {
  spec: { ports?: { name?: string; port: number }[] };
}

interface Address {
  scheme: 'http' | 'https';
  name: string;
  port: string;
}

const unavailable = (message: string) => new StatusError(503, 'ServiceUnavailable', message);
/** The server gives no reason with these. */
const unreachable = (why: string) => new StatusError(500, '', `error trying to reach service: ${why}`);

/** Serves `pods/NAME[:PORT]/proxy/…` and `services/[SCHEME:]NAME[:PORT]/proxy/…`: the request goes on to the program that listens there. */
export function proxies(site: Site): ApiExtension {
  return {
    serve({ exchange, address }) {
      const { group, resource, subresource, namespace, name } = address;
      const kind = group === '' && subresource === 'proxy' ? proxied.find(({ plural }) => plural === resource) : undefined;
      if (!kind) return false;
      serveProxy(site, { kind, namespace, name, subresource }, exchange);
      return true;
    },
  };
}

const proxied = [kindNamed('Pod'), kindNamed('Service')];

function serveProxy(site: Site, target: Target, exchange: Exchange): void {
  const { request, response } = exchange;
  const url = request.url ?? '/';
  const [, rest = ''] = /\/proxy([/?].*)?$/.exec(url) ?? [];
  const [before = ''] = url.split('?');
  const address = parseAddress(target);
  const connection = target.kind.kind === 'Pod' ? toPod(site, target, address) : toService(site, target, address);
  if (!rest.startsWith('/')) return void response.writeHead(301, { Location: `${before}/${rest}`, 'Content-Length': 0 }).end();
  const socket = connection();
  if (address.scheme === 'https') {
    socket.destroy();
    throw unreachable('tls: first record does not look like a TLS handshake');
  }
  const { host: _host, authorization: _authorization, connection: _connection, ...headers } = request.headers;
  const onward = requestHttp({ method: exchange.method, path: pathOf(url), headers: { ...headers, host: address.name, connection: 'close' }, createConnection: () => socket }, (answer) => {
    response.writeHead(answer.statusCode ?? 502, answer.headers);
    answer.pipe(response);
  });
  onward.on('error', (error) => {
    if (response.headersSent) response.destroy();
    else response.writeHead(502, { 'Content-Type': 'text/plain' }).end(`error trying to reach service: ${error.message}\n`);
  });
  response.on('close', () => onward.destroy());
  request.pipe(onward);
}

/** What follows `/proxy`: a path that has `/proxy` in itself is kept whole. */
const pathOf = (url: string) => /^\/api\/v1\/namespaces\/[^/]+\/(?:pods|services)\/[^/]+\/proxy(\/.*)$/.exec(url)?.[1] ?? '/';

function parseAddress({ kind, name: id = '' }: Target): Address {
  const parts = id.split(':');
  if (parts.length === 1) return { scheme: 'http', name: id, port: '' };
  if (parts.length === 2) return { scheme: 'http', name: parts[0] ?? '', port: parts[1] ?? '' };
  const [scheme = '', name = '', port = ''] = parts;
  if (parts.length > 3 || (scheme !== 'http' && scheme !== 'https')) throw badRequest(`invalid ${kind.singular} request ${JSON.stringify(id)}`);
  return { scheme, name, port };
}

function connectTo(site: Site, pod: Pod | undefined, ip: string, port: number): Duplex {
  const socket = pod && site.network.connect(pod, port);
  if (socket) return socket;
  throw unreachable(`dial tcp ${ip}:${port}: connect: ${pod?.status.phase === 'Running' ? 'connection refused' : 'no route to host'}`);
}

function toPod(site: Site, target: Target, { name, port }: Address): () => Duplex {
  const pod = site.store.get(target.kind, target.namespace, name) as Pod | undefined;
  if (!pod) throw notFound(target.kind, name);
  const { podIP } = pod.status;
  if (!podIP) throw badRequest('address not allowed');
  const first = pod.spec.containers.flatMap(({ ports = [] }) => ports)[0]?.containerPort ?? 80;
  return () => connectTo(site, pod, podIP, port === '' ? first : Number(port));
}

/** A port by its number is looked up as its name; a Service's port without a name is the one that needs none. */
function toService(site: Site, target: Target, { name, port }: Address): () => Duplex {
  const { store } = site;
  const service = store.get(target.kind, target.namespace, name) as Service | undefined;
  if (!service) throw notFound(target.kind, name);
  const byNumber = /^\d+$/.test(port) ? service.spec.ports?.find((candidate) => candidate.port === Number(port)) : undefined;
  if (/^\d+$/.test(port) && !byNumber) throw unavailable(`no service port ${port} found for service "${name}"`);
  const portName = byNumber ? (byNumber.name ?? '') : port;
  for (const { addresses = [], ports = [] } of endpointsOf(store, target.namespace, name)) {
    const found = ports.find((candidate) => (candidate.name ?? '') === portName);
    const chosen = addresses[Math.floor(site.clock.elapsedMs()) % Math.max(1, addresses.length)];
    if (!found || !chosen) continue;
    const pod = (store.list(kindNamed('Pod'), target.namespace) as Pod[]).find(({ status }) => status.podIP === chosen.ip && status.phase === 'Running');
    return () => connectTo(site, pod, chosen.ip, found.port);
  }
  throw unavailable(`no endpoints available for service ${JSON.stringify(target.name)}`);
}
