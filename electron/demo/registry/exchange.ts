import type { IncomingMessage, ServerResponse } from 'node:http';
import type { RegistryError } from './errors';

/** One request to the registry with its answer. */
export interface Exchange {
  readonly method: string;
  readonly path: string;
  readonly query: URLSearchParams;
  readonly request: IncomingMessage;
  readonly response: ServerResponse;
}

/** One of the APIs behind the registry's port. Answers false when the path is none of its own. */
export type Api = (exchange: Exchange) => Promise<boolean>;

export type Headers = Readonly<Record<string, string | number>>;

export function sendEmpty({ response }: Exchange, status: number, headers: Headers = {}): void {
  // 204 has no body, so no length either.
  response.writeHead(status, { ...(status !== 204 && { 'Content-Length': 0 }), ...headers });
  response.end();
}

export function sendJson(exchange: Exchange, status: number, body: unknown, headers: Headers = {}): void {
  sendBytes(exchange, status, Buffer.from(JSON.stringify(body)), { 'Content-Type': 'application/json; charset=utf-8', ...headers });
}

/** The body is left out of the answer to a HEAD, its length is not. */
export function sendBytes({ method, response }: Exchange, status: number, bytes: Buffer, headers: Headers): void {
  response.writeHead(status, { 'Content-Length': bytes.length, ...headers });
  response.end(method === 'HEAD' ? undefined : bytes);
}

export function sendError(exchange: Exchange, error: RegistryError): void {
  sendJson(exchange, error.status, error.body(), error.headers);
}

/** The whole body, or undefined when it is larger than that. */
export async function readBody(request: IncomingMessage, largest: number): Promise<Buffer | undefined> {
  const chunks: Buffer[] = [];
  let size = 0;
  for await (const chunk of request) {
    size += (chunk as Buffer).length;
    if (size > largest) return undefined;
    chunks.push(chunk as Buffer);
  }
  return Buffer.concat(chunks);
}
