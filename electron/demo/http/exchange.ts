import type { IncomingMessage, ServerResponse } from 'node:http';
import { parse } from 'yaml';
import type { User } from '../rbac/authorizer';
import type { Interception } from './interception';
import { badRequest } from './status';

/** One request with its answer. */
export interface Exchange {
  readonly method: string;
  readonly path: string;
  readonly query: URLSearchParams;
  readonly user: User;
  readonly accept: string;
  readonly contentType: string;
  readonly userAgent: string;
  readonly request: IncomingMessage;
  readonly response: ServerResponse;
  /** Tests only. */
  readonly interception?: Interception | undefined;
}

const largestBody = 3 * 1024 * 1024;

export async function readBody(request: IncomingMessage): Promise<string> {
  const chunks: Buffer[] = [];
  let size = 0;
  for await (const chunk of request) {
    size += (chunk as Buffer).length;
    if (size > largestBody) throw badRequest(`limit is ${largestBody}`);
    chunks.push(chunk as Buffer);
  }
  return Buffer.concat(chunks).toString('utf8');
}

/** Parses JSON, and YAML where the content type says so (JSON is YAML too). */
export function parseBody(text: string, contentType: string): unknown {
  try {
    return contentType.includes('yaml') ? (parse(text) as unknown) : (JSON.parse(text) as unknown);
  } catch (error) {
    throw badRequest(`error decoding the body: ${error instanceof Error ? error.message : String(error)}`);
  }
}

export function sendJson(response: ServerResponse, body: unknown, code = 200): void {
  sendText(response, `${JSON.stringify(body)}\n`, code, 'application/json');
}

export function sendText(response: ServerResponse, text: string | Buffer, code = 200, contentType = 'text/plain'): void {
  response.writeHead(code, { 'Content-Type': contentType, 'Content-Length': Buffer.byteLength(text), 'Cache-Control': 'no-cache, private' });
  response.end(text);
}

/** The field manager of a write: as asked for, else the program's name in the user agent. */
export function managerOf(exchange: Exchange): string {
  return exchange.query.get('fieldManager') || exchange.userAgent.split('/')[0] || 'unknown';
}
