import http from 'node:http';
import https from 'node:https';
import tls from 'node:tls';
import type { Credential } from '../auth/credential';
import { AppError } from '@shared/errors/appError';
import { sentence } from '@shared/sentences/sentence';
import type { Target } from '../network';
import { createAgent } from './agent';

export interface TransportOptions {
  readonly server: URL;
  readonly proxy: string | null;
  /** PEM of the only authorities to be trusted; undefined: those of this machine. */
  readonly ca: string | undefined;
  readonly insecure: boolean;
  /** Name to be found in the server's certificate instead of the address's. */
  readonly tlsServerName: string | undefined;
  readonly target: Target;
}

export interface Sent {
  readonly method: string;
  /** With the query. */
  readonly path: string;
  readonly headers: http.OutgoingHttpHeaders;
  readonly body: string | Uint8Array | undefined;
  readonly credential: Credential;
  readonly signal: AbortSignal;
}

/** HTTP to one server over a pool of sockets. */
export interface Transport {
  /** Resolves with the head of the answer. Rejects with Node's own errors. */
  send(request: Sent): Promise<http.IncomingMessage>;
  clockSkewMs(): number | null;
  /** Expiry of the certificate the server showed last; null before the first and without TLS. */
  serverCertificateExpiresAt(): number | null;
  /** Closes all sockets, those in use too. */
  close(): void;
}

export const createTransport = (options: TransportOptions): Transport => {
  const { server, target } = options;
  const agent = createAgent(server, options.proxy);
  const base = server.pathname.replace(/\/$/, '');
  const trust = server.protocol === 'https:' ? trustOf(options) : {};
  const seen = { clockSkewMs: null as number | null, certificateExpiresAt: null as number | null };

  const attempt = (sent: Sent): Promise<http.IncomingMessage> =>
    new Promise((resolve, reject) => {
      const startedAt = Date.now();
      const request = (server.protocol === 'https:' ? https : http).request({
        agent,
        // Without it the proxy agents take a kept tunnel for one to another kind of server and open a new one each time.
        protocol: server.protocol,
        host: server.hostname.replaceAll(/^\[|\]$/g, ''),
        port: server.port || undefined,
        method: sent.method,
        path: base + sent.path,
        headers: { ...sent.headers, ...sent.credential.headers },
        signal: sent.signal,
        ...trust,
        ...sent.credential.certificate,
      });
      request.on('error', (error) => reject(request.reusedSocket ? new StaleSocketError(error) : error));
      request.once('proxyConnect', ({ statusCode }: { statusCode: number }) => {
        if (statusCode !== 200) request.destroy(proxyRefused(target, statusCode));
      });
      request.once('response', (response) => {
        seen.clockSkewMs = skewOf(response.headers.date, startedAt, Date.now()) ?? seen.clockSkewMs;
        seen.certificateExpiresAt = expiryOf(response) ?? seen.certificateExpiresAt;
        resolve(response);
      });
      request.end(sent.body);
    });

  return {
    async send(sent) {
      try {
        return await attempt(sent);
      } catch (error) {
        // The server closed an idle socket just when we took it from the pool: nothing was done, as nothing was read.
        const again = error instanceof StaleSocketError && sent.method === 'GET' && !sent.signal.aborted;
        if (again) return await attempt(sent).catch(unwrap);
        return unwrap(error);
      }
    },
    clockSkewMs: () => seen.clockSkewMs,
    serverCertificateExpiresAt: () => seen.certificateExpiresAt,
    close: () => agent.destroy(),
  };
};

class StaleSocketError extends Error {
  constructor(override readonly cause: Error) {
    super(cause.message);
  }
}
const unwrap = (error: unknown): never => {
  throw error instanceof StaleSocketError ? error.cause : error;
};

const trustOf = ({ server, ca, insecure, tlsServerName }: TransportOptions): https.RequestOptions => ({
  ca,
  rejectUnauthorized: !insecure,
  servername: tlsServerName,
  // Said outright, since behind a proxy Node would compare a certificate for an IP address with `localhost`.
  checkServerIdentity: (_, certificate) => tls.checkServerIdentity(tlsServerName ?? server.hostname.replaceAll(/^\[|\]$/g, ''), certificate),
});

const proxyRefused = ({ proxy, server }: Target, status: number): AppError =>
  new AppError(
    'UNREACHABLE',
    status === 407
      ? sentence('connection.proxyLogin', { proxy: proxy ?? '' })
      : sentence('connection.proxyRefused', { proxy: proxy ?? '', target: server, status }),
    { target: server },
  );

/** The Date header has whole seconds and was written somewhere between the request and the answer. */
const skewOf = (date: string | undefined, sentAt: number, receivedAt: number): number | null => {
  const server = Date.parse(date ?? '');
  return Number.isNaN(server) ? null : Math.round(server + 500 - (sentAt + receivedAt) / 2);
};

const expiryOf = ({ socket }: http.IncomingMessage): number | null => {
  if (!(socket instanceof tls.TLSSocket)) return null;
  // Empty after a resumed session; the types say otherwise.
  const { valid_to: validTo } = socket.getPeerCertificate() as { valid_to?: string };
  return validTo === undefined ? null : Date.parse(validTo);
};
