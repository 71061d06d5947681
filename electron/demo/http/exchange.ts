import type { IncomingMessage, ServerResponse } from 'node:http';
import { gzipSync } from 'node:zlib';
import { parse } from 'yaml';
import type { JsonObject } from '../objects/json';
import type { User } from '../rbac/authorizer';
import type { Interception } from './interception';
import { decodeProtobuf, protobufType } from './protobuf/decode';
import { badRequest, unsupportedMediaType } from './status';

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

/** The body as text. One in protobuf is translated to JSON. */
export async function readBody({ request, contentType }: Pick<Exchange, 'request' | 'contentType'>): Promise<string> {
  const chunks: Buffer[] = [];
  let size = 0;
  for await (const chunk of request) {
    size += (chunk as Buffer).length;
    if (size > largestBody) throw badRequest(`limit is ${largestBody}`);
    chunks.push(chunk as Buffer);
  }
  const body = Buffer.concat(chunks);
  return contentType.startsWith(protobufType) ? fromProtobuf(body) : body.toString('utf8');
}

function fromProtobuf(body: Buffer): string {
  let object: JsonObject | null;
  try {
    object = decodeProtobuf(body);
  } catch (error) {
    if (!(error instanceof RangeError)) throw error;
    throw badRequest(error.message);
  }
  if (!object) throw unsupportedMediaType(['application/json', 'application/yaml']);
  return JSON.stringify(object);
}

/** Parses JSON, and YAML where the content type says so (JSON is YAML too). */
export function parseBody(text: string, contentType: string): unknown {
  try {
    return contentType.includes('yaml') ? (parse(text) as unknown) : (JSON.parse(text) as unknown);
  } catch (error) {
    const said = error instanceof Error ? error.message : String(error);
    throw badRequest(contentType.includes('yaml') ? `error decoding YAML: error converting YAML to JSON: yaml: ${said}` : goMessage(text, said));
  }
}

/** What Go's decoder says of a text that is no JSON, from what V8 says. */
function goMessage(text: string, said: string): string {
  const position = Number(/position (\d+)/.exec(said)?.[1] ?? NaN);
  const character = Number.isNaN(position) ? /Unexpected token '(.+?)'/.exec(said)?.[1] : text[position];
  if (character === undefined) return 'unexpected end of JSON input';
  const where = said.includes('after property value') ? 'after object key:value pair' : said.includes('after array element') ? 'after array element' : said.includes('property name') ? 'looking for beginning of object key string' : 'looking for beginning of value';
  return `invalid character '${character}' ${where}`;
}

/** Answers from this size on are compressed for clients that ask for it, as the real server's are. */
const compressFrom = 128 * 1024;

export function sendJson(response: ServerResponse, body: unknown, code = 200): void {
  const text = `${JSON.stringify(body)}\n`;
  const compresses = text.length >= compressFrom && /\bgzip\b/.test(String(response.req.headers['accept-encoding'] ?? ''));
  if (!compresses) return sendText(response, text, code, 'application/json');
  response.setHeader('Content-Encoding', 'gzip').setHeader('Vary', 'Accept-Encoding');
  sendText(response, gzipSync(text, { level: 1 }), code, 'application/json');
}

export function sendText(response: ServerResponse, text: string | Buffer, code = 200, contentType = 'text/plain'): void {
  response.writeHead(code, { 'Content-Type': contentType, 'Content-Length': Buffer.byteLength(text), 'Cache-Control': 'no-cache, private' });
  response.end(text);
}

/** The field manager of a write: as asked for, else the program's name in the user agent. */
export function managerOf(exchange: Exchange): string {
  return exchange.query.get('fieldManager') || exchange.userAgent.split('/')[0] || 'unknown';
}
