import { request as httpRequest, type IncomingMessage } from 'node:http';
import { AppError } from '@shared/errors/appError';
import type { KubeClient, KubeRequest } from '@electron/engine/kube/types';

export interface PlainClientOptions {
  server: string;
  contextId?: string;
  /** Called when the server answered 401; the request is then sent once more. */
  refresh?: () => void;
}

const upstream = (status: number, reason: string, retryAfter: string | undefined): AppError =>
  new AppError('UPSTREAM', `${status} ${reason}`, { system: 'kubernetes', status, reason, ...(retryAfter && { retryAfterMs: Number(retryAfter) * 1000 }) });

const errorOf = (status: number, body: string, retryAfter: string | undefined): AppError => {
  const { reason = '', message = '' } = JSON.parse(body) as { reason?: string; message?: string };
  if (status === 401) return new AppError('UNAUTHENTICATED', message, {});
  if (status === 403) return new AppError('FORBIDDEN', message, {});
  if (status === 404) return new AppError('NOT_FOUND', message, {});
  return upstream(status, reason, retryAfter);
};

const read = async (response: AsyncIterable<Uint8Array>): Promise<string> => {
  const chunks: Uint8Array[] = [];
  for await (const chunk of response) chunks.push(chunk);
  return Buffer.concat(chunks).toString('utf8');
};

/** As much of a client as a cache needs, over bare HTTP: the tests of the watch must not wait for those of the client. */
export const createPlainClient = ({ server, contextId = 'context', refresh }: PlainClientOptions): KubeClient => {
  const unreachable = (error: Error): AppError => new AppError('UNREACHABLE', `${server} cannot be reached: ${error.message}`, { target: server });

  const send = ({ path, query = {}, signal }: KubeRequest): Promise<IncomingMessage> =>
    new Promise((resolve, reject) => {
      const url = new URL(path, server);
      for (const [name, value] of Object.entries(query)) if (value !== undefined) url.searchParams.set(name, String(value));
      const request = httpRequest(url, { signal, agent: false }, resolve);
      request.on('error', (error) => reject(signal?.aborted ? new AppError('ABORTED', 'aborted', {}) : unreachable(error)));
      request.end();
    });

  const accepted = async (request: KubeRequest, again = true): Promise<IncomingMessage> => {
    const response = await send(request);
    const status = response.statusCode ?? 0;
    if (status < 400) return response;
    const body = await read(response);
    if (status !== 401 || !again || !refresh) throw errorOf(status, body, response.headers['retry-after']);
    refresh();
    return accepted(request, false);
  };

  async function* translated(response: AsyncIterable<Uint8Array>): AsyncGenerator<Uint8Array, void, undefined> {
    try {
      yield* response;
    } catch (error) {
      throw unreachable(error as Error);
    }
  }

  const notHere = (): never => {
    throw new Error('the plain client only lists and watches');
  };
  const text = async (request: KubeRequest): Promise<string> => read(await accepted(request));
  return {
    contextId,
    server,
    text,
    request: async (request) => JSON.parse(await text(request)) as unknown,
    stream: async (request) => translated(await accepted(request)),
    resource: notHere,
    can: notHere,
    username: notHere,
    clockSkewMs: () => null,
  };
};
