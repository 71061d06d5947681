import { setMaxListeners } from 'node:events';
import { createServer, type Server } from 'node:https';
import { ServerResponse, type IncomingMessage } from 'node:http';
import type { AddressInfo, Socket } from 'node:net';
import type { Duplex } from 'node:stream';
import type { Identity } from '../pki/certificates';
import { createDispatch, type DispatchDeps } from './dispatch';
import { sendJson } from './exchange';
import type { Middleware } from './extension';
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
  middleware?: Middleware;
}

/** The API server of the site: loopback only, TLS, client certificates asked for and tokens taken. */
export async function listen(deps: Deps): Promise<ApiServer> {
  const closing = new AbortController();
  // One listener per open watch, taken off with it: Node would warn of a leak from the eleventh on.
  setMaxListeners(0, closing.signal);
  const dispatch = createDispatch(deps, closing.signal);
  const middleware: Middleware = deps.middleware ?? ((_exchange, next) => next());
  const { certificate: cert, key } = deps.identity;
  const server = createServer({ cert, key, ca: deps.clientAuthority, requestCert: true, rejectUnauthorized: false }, (request, response) => {
    middleware({ request, response }, () => dispatch.answer(request, response)).catch((error: unknown) => fail(response, error));
  });
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
    const answer = () => dispatch.upgrade(request, refusal, socket, head);
    middleware({ request, response: refusal }, answer).catch((error: unknown) => {
      refusal.assignSocket(socket as Socket);
      refusal.on('finish', () => socket.end());
      fail(refusal, error);
    });
  });

  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    server.listen(deps.port, '127.0.0.1', resolve);
  });
  const close = async () => {
    closing.abort();
    for (const socket of upgraded) socket.destroy();
    await closeServer(server);
  };
  return { port: (server.address() as AddressInfo).port, close };
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
