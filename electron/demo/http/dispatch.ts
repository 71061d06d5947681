import type { IncomingMessage, ServerResponse } from 'node:http';
import type { Duplex } from 'node:stream';
import type { Authorizer, User } from '../rbac/authorizer';
import type { Site } from '../site';
import { authenticate } from './authenticate';
import { authorize } from './authorize';
import { createDescription } from './description';
import type { Exchange } from './exchange';
import type { ApiExtension } from './extension';
import type { Interception } from './interception';
import { serveResource } from './resources';
import { badRequest } from './status';
import { parseAddress } from './target';

export interface DispatchDeps {
  site: Site;
  authorizer: Authorizer;
  tokens: ReadonlyMap<string, User>;
  extensions?: readonly ApiExtension[];
  /** For tests: what stands between the server and its clients. */
  interception?: Interception | undefined;
}

/** Who is asked for what: authenticates, authorizes, and hands each request to the part of the API that answers it. */
export interface Dispatch {
  answer(request: IncomingMessage, response: ServerResponse): Promise<void>;
  upgrade(request: IncomingMessage, response: ServerResponse, socket: Duplex, head: Buffer): Promise<void>;
}

export function createDispatch({ site, authorizer, tokens, extensions = [], interception }: DispatchDeps, closing: AbortSignal): Dispatch {
  const describe = createDescription(site.kinds, extensions.flatMap(({ resources }) => resources ?? []));
  const open = (request: IncomingMessage, response: ServerResponse): Exchange => {
    const url = new URL(request.url ?? '/', 'https://127.0.0.1');
    const { headers } = request;
    return {
      method: request.method ?? 'GET',
      path: url.pathname.length > 1 ? url.pathname.replace(/\/$/, '') : url.pathname,
      query: url.searchParams,
      user: authenticate(request, tokens),
      accept: headers.accept ?? '',
      contentType: headers['content-type'] ?? 'application/json',
      userAgent: headers['user-agent'] ?? '',
      request,
      response,
      interception,
    };
  };

  return {
    async answer(request, response) {
      const exchange = open(request, response);
      const address = parseAddress(exchange.path);
      authorize(authorizer, exchange, address);
      if (!address) return describe(exchange);
      const call = { exchange, address, closing };
      for (const extension of extensions) if (await extension.serve?.(call)) return;
      await serveResource(site, authorizer, call);
    },
    async upgrade(request, response, socket, head) {
      const exchange = open(request, response);
      const address = parseAddress(exchange.path);
      authorize(authorizer, exchange, address);
      if (address) for (const extension of extensions) if (await extension.upgrade?.({ exchange, address, closing }, socket, head)) return;
      throw badRequest('Upgrade request required');
    },
  };
}
