import { setTimeout as delay } from 'node:timers/promises';
import type { IncomingMessage } from 'node:http';
import type { CredentialSource } from '../auth/credential';
import { failureError, notKubernetes, refusalError, type Asker } from '../errors';
import type { KubeClient, KubeRequest } from '../types';
import { byteStream, readBody } from './body';
import { createDeadline, type Deadline } from './deadline';
import type { Transport } from './transport';

const defaultTimeoutMs = 30_000;
const answerLimitBytes = 256 * 1024 * 1024;
/** How often a read is sent again when the server says how long to wait, and how long that may be. */
const busyRetries = 3;
const longestWaitMs = 10_000;

export interface ConnectionOptions {
  readonly transport: Transport;
  readonly credentials: CredentialSource;
  readonly asker: Asker;
  /** Of unpacked bytes in one answer. */
  readonly limitBytes?: number;
}

/** Requests to one API server: credential, retries and errors around the bare transport. */
export const createConnection = ({ transport, credentials, asker, limitBytes = answerLimitBytes }: ConnectionOptions): Pick<KubeClient, 'request' | 'text' | 'stream'> => {
  /** What is thrown to the caller: the abort's own error where there was one, since sockets then fail in many ways. */
  const translate = (error: unknown, deadline: Deadline): Error => deadline.error() ?? failureError(asker, error);

  const open = async (request: KubeRequest, defaults: Record<string, string>, { signal }: Deadline): Promise<IncomingMessage> => {
    const method = request.method ?? 'GET';
    let renewed = false;
    let waits = 0;
    for (;;) {
      const credential = await credentials.get(signal);
      const response = await transport.send({ method, signal, credential, ...encode(request, defaults) });
      const status = response.statusCode ?? 0;
      if (status < 300) return response;
      // Read whole, so that the socket goes back to the pool.
      const body = (await readBody(response, limitBytes, asker.server)).toString('utf8');
      const retryAfterMs = retryAfterOf(response);
      if (status === 401 && !renewed && credentials.refused(credential)) {
        renewed = true;
      } else if (mayWait(method, status, retryAfterMs) && waits < busyRetries) {
        waits += 1;
        await delay(retryAfterMs, undefined, { signal });
      } else {
        throw refusalError(asker, { status, body, method, path: request.path, retryAfterMs });
      }
    }
  };

  const read = async <T>(request: KubeRequest, accept: string, use: (body: Buffer, status: number) => T): Promise<T> => {
    const deadline = createDeadline(asker.server, request.timeoutMs ?? defaultTimeoutMs, request.signal);
    try {
      const response = await open(request, { accept, 'accept-encoding': 'gzip' }, deadline);
      return use(await readBody(response, limitBytes, asker.server), response.statusCode ?? 0);
    } catch (error) {
      throw translate(error, deadline);
    } finally {
      deadline.release();
    }
  };

  return {
    request: (request) =>
      read(request, 'application/json', (body, status): unknown => {
        try {
          return JSON.parse(body.toString('utf8'));
        } catch {
          // Some page that stands before the API server; what it says is not for the operator.
          throw notKubernetes(asker, status);
        }
      }),
    text: (request) => read(request, '*/*', (body) => body.toString('utf8')),
    async stream(request) {
      const deadline = createDeadline(asker.server, request.timeoutMs ?? defaultTimeoutMs, request.signal);
      try {
        // Not packed: a packer on the way would hold lines back until it has enough of them.
        const response = await open(request, { accept: 'application/json, */*' }, deadline);
        deadline.stopClock();
        return byteStream(response, (error) => translate(error, deadline), () => deadline.release());
      } catch (error) {
        deadline.release();
        throw translate(error, deadline);
      }
    },
  };
};

type Encoded = { path: string; headers: Record<string, string>; body: string | Uint8Array | undefined };

const encode = (request: KubeRequest, defaults: Record<string, string>): Encoded => {
  const query = new URLSearchParams();
  for (const [name, value] of Object.entries(request.query ?? {})) if (value !== undefined) query.set(name, String(value));
  const body = request.body === undefined || request.body instanceof Uint8Array ? request.body : JSON.stringify(request.body);
  const headers = {
    'user-agent': 'wheelhouse',
    ...defaults,
    ...(body === undefined ? {} : { 'content-type': request.contentType ?? 'application/json', 'content-length': String(Buffer.byteLength(body)) }),
    ...request.headers,
  };
  return { path: query.size > 0 ? `${request.path}?${query.toString()}` : request.path, headers, body };
};

/** Writes are not repeated by ourselves: who started them decides. */
const mayWait = (method: string, status: number, retryAfterMs: number | undefined): retryAfterMs is number =>
  method === 'GET' && (status === 429 || status === 503) && retryAfterMs !== undefined && retryAfterMs <= longestWaitMs;

/** `Retry-After` is a number of seconds or a date. */
const retryAfterOf = ({ headers }: IncomingMessage): number | undefined => {
  const value = headers['retry-after'];
  if (value === undefined) return undefined;
  const seconds = Number(value);
  const ms = Number.isNaN(seconds) ? Date.parse(value) - Date.now() : seconds * 1000;
  return Number.isNaN(ms) ? undefined : Math.max(0, ms);
};

