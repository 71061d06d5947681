import type { IncomingMessage, Server } from 'node:http';
import type { Duplex } from 'node:stream';
import { createWebSocketStream } from 'ws';
import type { Pod } from '../objects/workloads';
import { denied, type Authorizer, type User } from '../rbac/authorizer';
import type { Site } from '../site';
import { kindNamed } from '../store/kinds';
import { serveAttach, serveExec } from '../streaming/execute';
import { channelForwardProtocols, serveChannelForward, serveSpdyForward, spdyForwardProtocol, tunnelProtocol } from '../streaming/forward';
import { readCommandRequest, type CommandChannels, type CommandRequest } from '../streaming/remoteCommand';
import { spdyChannels, spdyCommandProtocols } from '../streaming/spdyCommand';
import { createWebSocketAcceptor, isWebSocket, type WebSocketAcceptor } from '../streaming/webSocket';
import { commandProtocols, webSocketChannels } from '../streaming/webSocketCommand';
import { authenticate } from './authenticate';
import { containerOf } from './podContainer';
import { badRequest, noSuchResource, notFound, StatusError } from './status';
import { parseAddress, type Address } from './target';

interface Deps {
  site: Site;
  authorizer: Authorizer;
  tokens: ReadonlyMap<string, User>;
}

/** One request to upgrade, before it is answered. */
interface Upgrade {
  request: IncomingMessage;
  socket: Duplex;
  head: Buffer;
  query: URLSearchParams;
  pod: Pod;
  sockets: WebSocketAcceptor;
}

/** A refusal in plain text: what the kubelet and not the API server says. */
class PlainRefusal extends Error {
  constructor(
    readonly code: number,
    message: string,
  ) {
    super(message);
  }
}

/** The subresources of pods that are streams. */
export const streamingSubresources: readonly string[] = ['exec', 'attach', 'portforward'];

/** What a request for one of them gets that does not ask for an upgrade. */
export const upgradeRequired = () => badRequest('Upgrade request required');

const reasons: Record<number, string> = { 400: 'Bad Request', 401: 'Unauthorized', 403: 'Forbidden', 404: 'Not Found', 500: 'Internal Server Error' };

/** Serves exec, attach and port-forward over WebSocket and over SPDY. @param closing ends what is open with the server */
export function acceptUpgrades(server: Pick<Server, 'on'>, deps: Deps, closing: AbortSignal): void {
  let sockets: WebSocketAcceptor | undefined;
  server.on('upgrade', (request: IncomingMessage, socket: Duplex, head: Buffer) => {
    // A client that goes in the middle closes the socket; whoever serves it hears of that.
    socket.on('error', () => socket.destroy());
    // The server no longer counts a socket that it has handed over.
    const end = () => socket.destroy();
    closing.addEventListener('abort', end);
    socket.once('close', () => closing.removeEventListener('abort', end));
    sockets ??= createWebSocketAcceptor();
    serveUpgrade(deps, sockets, request, socket, head).catch((error: unknown) => refuse(socket, error));
  });
}

function refuse(socket: Duplex, error: unknown): void {
  if (!socket.writable) return void socket.destroy();
  const isPlain = error instanceof PlainRefusal;
  const status = error instanceof StatusError ? error : new StatusError(500, 'InternalError', `Internal error occurred: ${error instanceof Error ? error.message : String(error)}`);
  const code = isPlain ? error.code : status.code;
  const body = isPlain ? (error.message ? `${error.message}\n` : '') : `${JSON.stringify(status.body())}\n`;
  const type = isPlain ? 'text/plain; charset=utf-8' : 'application/json';
  socket.end(`HTTP/1.1 ${code} ${reasons[code] ?? 'Error'}\r\nContent-Type: ${type}\r\nContent-Length: ${Buffer.byteLength(body)}\r\nConnection: close\r\n\r\n${body}`);
}

async function serveUpgrade({ site, authorizer, tokens }: Deps, sockets: WebSocketAcceptor, request: IncomingMessage, socket: Duplex, head: Buffer): Promise<void> {
  const url = new URL(request.url ?? '/', 'https://127.0.0.1');
  const user = authenticate(request, tokens);
  const address = parseAddress(url.pathname);
  if (!address) throw noSuchResource();
  authorize(authorizer, user, address, request);
  const { subresource = '', namespace, name = '' } = address;
  const kind = kindNamed('Pod');
  if (address.group !== '' || address.resource !== kind.plural || !streamingSubresources.includes(subresource)) throw noSuchResource();
  const pod = site.store.get(kind, namespace, name) as Pod | undefined;
  if (!pod) throw notFound(kind, name);
  const upgrade: Upgrade = { request, socket, head, query: url.searchParams, pod, sockets };
  if (subresource === 'portforward') return servePortForward(site, upgrade);
  return serveCommand(site, upgrade, subresource);
}

/** A GET over WebSocket is allowed to whoever may also `create` the subresource: it does the same as the POST. */
function authorize(authorizer: Authorizer, user: User, { group, resource, subresource, namespace, name }: Address, { method }: IncomingMessage): void {
  for (const verb of method === 'GET' ? ['get', 'create'] : ['create']) {
    const wanted = { verb, group, resource, ...(subresource && { subresource }), ...(namespace && { namespace }), ...(name && { name }) };
    if (!authorizer.decide(user, wanted).allowed) throw denied(user, wanted);
  }
}

const hostOf = ({ metadata, spec }: Pod) => {
  if (!spec.nodeName) throw badRequest(`pod ${metadata.name} does not have a host assigned`);
};

async function serveCommand(site: Site, upgrade: Upgrade, subresource: string): Promise<void> {
  const { pod, query } = upgrade;
  const name = containerOf(pod, query.get('container'));
  hostOf(pod);
  const request = readCommandRequest(query);
  if (!request.stdin && !request.stdout && !request.stderr) throw new PlainRefusal(400, 'you must specify at least 1 of stdin, stdout, stderr');
  const running = site.running.find(pod.metadata.uid, name);
  const { name: podName, namespace } = pod.metadata;
  if (!running) throw new PlainRefusal(500, subresource === 'exec' ? `container not found ("${name}")` : `container ${name} not found in pod ${podName}_${namespace}`);
  const channels = await openChannels(upgrade, request);
  await (subresource === 'exec' ? serveExec(site, running, request, channels) : serveAttach(site, running, channels));
}

async function openChannels({ request, socket, head, sockets }: Upgrade, command: CommandRequest): Promise<CommandChannels> {
  if (isWebSocket(request)) {
    const protocol = sockets.negotiate(request, commandProtocols);
    if (protocol === null) throw new PlainRefusal(403, '');
    return webSocketChannels(await sockets.accept(request, socket, head, protocol), protocol, command);
  }
  const protocol = upgradeToSpdy(request, socket, spdyCommandProtocols);
  if (head.length > 0) socket.unshift(head);
  return spdyChannels(socket, protocol, command);
}

/** Answers 101 and says which protocol it is. */
function upgradeToSpdy(request: IncomingMessage, socket: Duplex, spoken: readonly string[]): string {
  if (request.headers.upgrade?.toLowerCase() !== 'spdy/3.1') throw upgradeRequired();
  // Clients list their protocols in several headers of that name, which Node joins.
  const offered = (request.headers['x-stream-protocol-version'] as string | undefined)?.split(',').map((name) => name.trim()) ?? [];
  if (offered.length === 0) throw new PlainRefusal(400, 'unable to upgrade: X-Stream-Protocol-Version is required');
  const protocol = offered.find((name) => spoken.includes(name));
  if (!protocol) throw new PlainRefusal(403, `unable to upgrade: unable to negotiate protocol: client supports [${offered.join(' ')}], server accepts [${spoken.join(' ')}]`);
  socket.write(`HTTP/1.1 101 Switching Protocols\r\nConnection: Upgrade\r\nUpgrade: SPDY/3.1\r\nX-Stream-Protocol-Version: ${protocol}\r\n\r\n`);
  return protocol;
}

async function servePortForward(site: Site, { request, socket, head, pod, query, sockets }: Upgrade): Promise<void> {
  hostOf(pod);
  const { name, namespace } = pod.metadata;
  const isGone = pod.status.phase === 'Succeeded' || pod.status.phase === 'Failed';
  if (isGone) throw new PlainRefusal(500, `pod not found ("${name}_${namespace}")`);
  if (!isWebSocket(request)) {
    upgradeToSpdy(request, socket, [spdyForwardProtocol]);
    if (head.length > 0) socket.unshift(head);
    return serveSpdyForward(site, pod, socket);
  }
  const protocol = sockets.negotiate(request, [tunnelProtocol, ...channelForwardProtocols]);
  if (protocol === null) throw new PlainRefusal(403, '');
  if (protocol === tunnelProtocol) return serveSpdyForward(site, pod, createWebSocketStream(await sockets.accept(request, socket, head, protocol)));
  const ports = portsOf(query);
  return serveChannelForward(site, pod, ports, await sockets.accept(request, socket, head, protocol), protocol);
}

function portsOf(query: URLSearchParams): number[] {
  const asked = query.getAll('ports').flatMap((text) => text.split(','));
  if (asked.length === 0) throw new PlainRefusal(400, 'query parameter "port" is required');
  return asked.map((text) => {
    if (!/^\d+$/.test(text)) throw badRequest(`cannot convert to []int32: strconv.ParseUint: parsing ${JSON.stringify(text)}: invalid syntax`);
    if (Number(text) === 0) throw new PlainRefusal(400, `port "${text}" must be > 0`);
    return Number(text);
  });
}
