import { setMaxListeners } from 'node:events';
import { createServer, type Server } from 'node:https';
import { ServerResponse, type IncomingMessage } from 'node:http';
import type { AddressInfo, Socket } from 'node:net';
import type { Duplex } from 'node:stream';
import type { Identity } from '../pki/certificates';
import { authenticate } from './authenticate';
import { createDispatch, type DispatchDeps } from './dispatch';
import { sendJson } from './exchange';
import { StatusError } from './status';

export interface ApiServer {
  readonly port: number;
  close(): Promise<void>;
}

interface Deps extends DispatchDeps {
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
  const dispatch = createDispatch(deps, closing.signal);
  const { interception } = deps;
  const userName = (request: IncomingMessage) => () => authenticate(request, deps.tokens).name;
  const { certificate: cert, key } = deps.identity;
  const server = createServer({ cert, key, ca: deps.clientAuthority, requestCert: true, rejectUnauthorized: false }, (request, response) => {
    const answer = () => dispatch.answer(request, response);
    (interception ? interception.request(request, response, userName(request), answer) : answer()).catch((error: unknown) => fail(response, error));
  });
  // The idle time of the real server: clients that use a connection again must not find it closed after Node's 5 s.
  server.keepAliveTimeout = 90_000;
  const upgraded = new Set<Duplex>();
  server.on('upgrade', (request: IncomingMessage, socket: Duplex, head: Buffer) => {
    // The server forgets a connection once it is upgraded: it has to be closed by hand.
    upgraded.add(socket);
    socket.on('close', () => upgraded.delete(socket));
    // A client that goes in the middle of a stream is no failure of the server.
    socket.on('error', () => socket.destroy());
    // Nothing is written through it but a refusal: whoever takes the connection over owns the socket.
    const refusal = new ServerResponse(request);
    refusal.shouldKeepAlive = false;
    refusal.on('finish', () => socket.end());
    const refuse = (error: unknown) => fail(refusal, error);
    // A refusal waits in memory until it is given the socket, which until then may have been taken over.
    const send = () => {
      if (refusal.writableEnded && socket.writable) refusal.assignSocket(socket as Socket);
    };
    const answer = () => void dispatch.upgrade(request, refusal, socket, head).catch(refuse).then(send);
    const failed = (error: unknown) => {
      refuse(error);
      send();
    };
    // Not `send` once more when it has done: the answer has been sent by then.
    if (interception) void interception.upgrade(request, socket, userName(request), answer).catch(failed);
    else answer();
  });

  const port = await (interception ? interception.listen(server, deps.port) : openPort(server, deps.port));
  return {
    port,
    async close() {
      await interception?.close();
      closing.abort();
      for (const socket of upgraded) socket.destroy();
      await closeServer(server);
    },
  };
}

async function openPort(server: Server, port: number): Promise<number> {
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    server.listen(port, '127.0.0.1', resolve);
  });
  return (server.address() as AddressInfo).port;
}

async function closeServer(server: Server): Promise<void> {
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
