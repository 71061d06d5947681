import type { IncomingMessage } from 'node:http';
import type { Duplex } from 'node:stream';
import { createWebSocketStream } from 'ws';
import type { Pod } from '../objects/workloads';
import type { Site } from '../site';
import { kindNamed } from '../store/kinds';
import { serveAttach, serveExec } from '../streaming/execute';
import { channelForwardProtocols, serveChannelForward, serveSpdyForward, spdyForwardProtocol, tunnelProtocol } from '../streaming/forward';
import { readCommandRequest, type CommandChannels, type CommandRequest } from '../streaming/remoteCommand';
import { spdyChannels, spdyCommandProtocols } from '../streaming/spdyCommand';
import { createWebSocketAcceptor, isWebSocket, type WebSocketAcceptor } from '../streaming/webSocket';
import { commandProtocols, webSocketChannels } from '../streaming/webSocketCommand';
import { sendText } from './exchange';
import type { ApiExtension } from './extension';
import { containerOf } from './podContainer';
import { badRequest, notFound } from './status';
import type { Address } from './target';

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
const streams = new Set(['exec', 'attach', 'portforward']);

/** Serves exec, attach and port-forward over WebSocket and over SPDY. */
export function streamingSubresources(site: Site): ApiExtension {
  let sockets: WebSocketAcceptor | undefined;
  const isStream = ({ group, resource, subresource = '' }: Address) => group === '' && resource === kindNamed('Pod').plural && streams.has(subresource);
  return {
    serve({ address }) {
      if (isStream(address)) throw upgradeRequired();
      return false;
    },
    async upgrade({ exchange, address }, socket, head) {
      if (!isStream(address)) return false;
      const { namespace, name = '', subresource = '' } = address;
      const kind = kindNamed('Pod');
      const pod = site.store.get(kind, namespace, name) as Pod | undefined;
      if (!pod) throw notFound(kind, name);
      sockets ??= createWebSocketAcceptor();
      const upgrade: Upgrade = { request: exchange.request, socket, head, query: exchange.query, pod, sockets };
      try {
        await (subresource === 'portforward' ? servePortForward(site, upgrade) : serveCommand(site, upgrade, subresource));
      } catch (error) {
        if (!(error instanceof PlainRefusal)) throw error;
        sendText(exchange.response, error.message ? `${error.message}\n` : '', error.code, 'text/plain; charset=utf-8');
      }
      return true;
    },
  };
}

const upgradeRequired = () => badRequest('Upgrade request required');

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
  const served = subresource === 'exec' ? serveExec(site, running, request, channels) : serveAttach(site, running, channels);
  // The connection is a stream by now: there is no other way left to tell of a defect.
  await served.catch((error: unknown) => upgrade.socket.destroy(error instanceof Error ? error : new Error(String(error))));
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
