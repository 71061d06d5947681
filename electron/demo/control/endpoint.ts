import { randomBytes, timingSafeEqual } from 'node:crypto';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { z } from 'zod';
import { readBody, sendJson } from '../http/exchange';
import type { ControlAddress } from './client';
import { commands, digestQuerySchema, type CommandName, type Commands } from './contract';
import type { DigestQuery } from './contract';

/** A command that cannot be carried out; the message is for the person who wrote the test. */
export class Refusal extends Error {
  constructor(
    message: string,
    readonly code = 400,
  ) {
    super(message);
  }
}

export type Handlers = { [Name in CommandName]: (input: z.output<Commands[Name]['input']>) => unknown };

export interface Endpoint extends ControlAddress {
  close(): Promise<void>;
}

/** Listens on loopback for commands of whoever has the token. @param digest lines of the answer to a query */
export async function openEndpoint(handlers: Handlers, digest: (query: DigestQuery) => Iterable<string>): Promise<Endpoint> {
  const token = randomBytes(24).toString('base64url');
  const expected = Buffer.from(`Bearer ${token}`);

  const isKnown = (request: IncomingMessage): boolean => {
    const shown = Buffer.from(request.headers.authorization ?? '');
    return shown.length === expected.length && timingSafeEqual(shown, expected);
  };

  const run = async (command: string, body: string): Promise<unknown> => {
    if (!Object.hasOwn(commands, command)) throw new Refusal(`There is no command "${command}"; there are ${Object.keys(commands).join(', ')}.`, 404);
    const name = command as CommandName;
    const handler = handlers[name] as (input: unknown) => unknown;
    return handler(parse(commands[name].input, parseJson(body), command));
  };

  const handle = async (request: IncomingMessage, response: ServerResponse): Promise<void> => {
    if (!isKnown(request)) throw new Refusal('The token of the control endpoint is missing or wrong.', 401);
    const url = new URL(request.url ?? '/', 'http://127.0.0.1');
    const command = url.pathname.slice(1);
    if (request.method === 'POST') return sendJson(response, await run(command, await readBody({ request, contentType: 'application/json' })));
    if (request.method !== 'GET' || command !== 'digest') throw new Refusal('Commands are sent with POST; with GET there is /digest.', 405);
    const lines = digest(parse(digestQuerySchema, Object.fromEntries(url.searchParams), 'digest'));
    response.writeHead(200, { 'Content-Type': 'application/x-ndjson' });
    for (const line of lines) if (!response.write(`${line}\n`)) await drained(response);
    response.end();
  };

  const server = createServer((request, response) => {
    handle(request, response).catch((error: unknown) => {
      if (response.headersSent) return void response.destroy();
      const message = error instanceof Error ? error.message : String(error);
      sendJson(response, { error: message }, error instanceof Refusal ? error.code : 500);
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));

  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    token,
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text || '{}') as unknown;
  } catch {
    throw new Refusal('The command is no JSON.');
  }
}

/** Throws a sentence that names each field that is wrong. */
function parse<Schema extends z.ZodType>(schema: Schema, value: unknown, command: string): z.output<Schema> {
  const result = schema.safeParse(value);
  if (result.success) return result.data;
  const problems = result.error.issues.map(({ path, message }) => (path.length > 0 ? `${path.join('.')}: ${message}` : message));
  throw new Refusal(`${command} is not as it should be: ${problems.join('; ')}.`);
}

async function drained(response: ServerResponse): Promise<void> {
  await new Promise<void>((resolve) => {
    const done = () => {
      response.off('drain', done);
      response.off('close', done);
      resolve();
    };
    response.on('drain', done);
    response.on('close', done);
  });
}
