import { randomUUID } from 'node:crypto';
import { createServer as createHttpServer, type IncomingMessage, type RequestListener, type Server, type ServerResponse } from 'node:http';
import { createServer as createHttpsServer } from 'node:https';
import type { AddressInfo } from 'node:net';
import type { Duplex } from 'node:stream';
import { AppError } from '@shared/errors/appError';
import { sentence } from '@shared/sentences/sentence';
import type { Transport } from '@shared/wire/transport';
import type { Peer } from '@shared/wire/types';
import type { PageFiles } from '@electron/page/pageFiles';
import { allowedHosts, hostAndPort, isLoopback } from './allowedHosts';
import { answers } from './answers';
import { createRateLimit } from './rateLimit';
import { sessionCookie } from './sessionCookie';
import { createTokens } from './tokens';
import { createWireSockets } from './wireSockets';

export interface BastionServerOptions {
  host: string;
  /** Null: the usual one, or any free one when it is taken. */
  port: number | null;
  /** PEM texts; needed unless `host` is loopback. */
  tls: { cert: string; key: string } | null;
  names?: readonly string[];
  pages: PageFiles;
  serve(transport: Transport, peer: Peer): void;
  /** Told of requests that failed by a fault of ours. */
  onDefect(error: unknown): void;
  now?: () => number;
}

export interface BastionServer {
  readonly url: string;
  /** An address that logs one browser in, once, within five minutes. It is a secret: print it, never log it. */
  loginLink(): string;
  close(): Promise<void>;
}

const usualPort = 7391;
const linkLifetimeMs = 5 * 60_000;
const sessionLifetimeMs = 12 * 60 * 60_000;
const failedLoginLimit = { attempts: 10, windowMs: 60_000 };

const listen = (server: Server, host: string, port: number): Promise<number> =>
  new Promise((resolve, reject) => {
    server.once('error', reject);
    server.listen(port, host, () => {
      server.off('error', reject);
      resolve((server.address() as AddressInfo).port);
    });
  });

const listenOrExplain = async (server: Server, host: string, port: number | null): Promise<number> => {
  try {
    return await listen(server, host, port ?? usualPort);
  } catch (error) {
    const { code = String(error) } = error as NodeJS.ErrnoException;
    if (code === 'EADDRINUSE' && port === null) return listen(server, host, 0);
    const where = { host, port: port ?? usualPort };
    const what = code === 'EADDRINUSE' ? sentence('host.portTaken', where) : sentence('host.portRefused', { ...where, reason: code });
    throw new AppError('UPSTREAM', what, { system: 'network', reason: code }, { cause: error });
  }
};

const makeServer = (tls: BastionServerOptions['tls'], onRequest: RequestListener): Server =>
  tls ? createHttpsServer({ cert: tls.cert, key: tls.key, minVersion: 'TLSv1.2' }, onRequest) : createHttpServer(onRequest);

/** Node's parser lets a request target through that is no path, such as `http://elsewhere/`. */
const addressOf = (request: IncomingMessage): URL | null => {
  const target = request.url ?? '';
  return target.startsWith('/') && URL.canParse(target, 'http://bastion') ? new URL(target, 'http://bastion') : null;
};

const refuseUpgrade = (socket: Duplex, status: string): void => {
  socket.end(`HTTP/1.1 ${status}\r\nConnection: close\r\nContent-Length: 0\r\n\r\n`);
};

/** Throws PRECONDITION when other machines could listen to what is said. */
export const demandTls = (host: string, hasTls: boolean): void => {
  if (!hasTls && !isLoopback(host)) throw new AppError('PRECONDITION', sentence('host.tlsRequired', { host }), {});
};

/**
 * Serves the page and the wire to browsers that came by a login link.
 * Throws UPSTREAM when the port cannot be had, PRECONDITION when the host needs TLS.
 */
export const startBastionServer = async ({ host, port: askedPort, tls, names = [], pages, serve, onDefect, now = Date.now }: BastionServerOptions): Promise<BastionServer> => {
  demandTls(host, tls !== null);
  const links = createTokens({ lifetimeMs: linkLifetimeMs, atMost: 20, now });
  const sessions = createTokens({ lifetimeMs: sessionLifetimeMs, atMost: 1000, now });
  const failedLogins = createRateLimit({ ...failedLoginLimit, now });
  const sockets = createWireSockets((transport) => serve(transport, { id: `browser-${randomUUID()}`, kind: 'browser' }));

  const server = makeServer(tls, (request, response) => {
    respond(request, response).catch((error: unknown) => {
      onDefect(error);
      answers.failed(response);
    });
  });
  const port = await listenOrExplain(server, host, askedPort);
  const scheme = tls ? 'https' : 'http';
  const hosts = allowedHosts(host, names, port, tls !== null);
  const cookie = sessionCookie(port, tls !== null, sessionLifetimeMs);

  const isForUs = ({ headers }: IncomingMessage): boolean => hosts.has(headers.host?.toLowerCase() ?? '');
  const sessionEnd = ({ headers }: IncomingMessage): number | null => {
    const session = cookie.read(headers.cookie);
    return session === null ? null : sessions.expiry(session);
  };

  const logIn = (request: IncomingMessage, response: ServerResponse, token: string): void => {
    if (links.redeem(token) === null) {
      // Only failures count: on loopback everybody shares one address, and a guesser must not lock the operator out.
      const admitted = failedLogins.admit(request.socket.remoteAddress ?? '');
      return admitted ? answers.linkUsed(response) : answers.tooManyAttempts(response);
    }
    answers.loggedIn(response, cookie.make(sessions.issue()));
  };

  const respond = async (request: IncomingMessage, response: ServerResponse): Promise<void> => {
    const address = addressOf(request);
    if (!address || !isForUs(request)) return answers.refused(response, 403);
    if (request.method !== 'GET') return answers.refused(response, 405);
    if (address.pathname === '/login') return logIn(request, response, address.searchParams.get('token') ?? '');
    if (sessionEnd(request) === null) return answers.loginNeeded(response);
    const file = await pages.read(address.pathname);
    if (!file) return answers.refused(response, 404);
    response.writeHead(200, { ...file.headers, ...(tls && { 'Strict-Transport-Security': 'max-age=31536000' }) });
    response.end(file.body);
  };

  server.on('upgrade', (request: IncomingMessage, socket: Duplex, head: Buffer) => {
    // A peer that resets the connection now must not end the process.
    socket.on('error', () => socket.destroy());
    if (addressOf(request)?.pathname !== '/wire') return refuseUpgrade(socket, '404 Not Found');
    // Browsers send cookies along with a WebSocket from any page, and only `Origin` tells which page it was.
    const isOurPage = request.headers.origin === `${scheme}://${request.headers.host ?? ''}`;
    if (!isForUs(request) || !isOurPage) return refuseUpgrade(socket, '403 Forbidden');
    const endsAt = sessionEnd(request);
    if (endsAt === null) return refuseUpgrade(socket, '401 Unauthorized');
    sockets.accept(request, socket, head, endsAt - now());
  });

  const shownHost = names[0] ?? (host === '0.0.0.0' || host === '::' ? 'localhost' : host);
  const url = `${scheme}://${hostAndPort(shownHost, port)}/`;
  return {
    url,
    loginLink: () => `${url}login?token=${links.issue()}`,
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        sockets.closeAll();
        server.closeIdleConnections();
        // Whoever does not answer the goodbye is cut off.
        setTimeout(() => server.closeAllConnections(), 1000).unref();
      }),
  };
};
