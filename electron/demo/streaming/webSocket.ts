import type { IncomingMessage } from 'node:http';
import type { Duplex } from 'node:stream';
import { WebSocketServer, type WebSocket } from 'ws';

/** Takes upgrades to WebSocket in one of the subprotocols that a resource speaks. */
export interface WebSocketAcceptor {
  /** The first of the client's protocols that is spoken; null where none is, '' where it named none. */
  negotiate(request: IncomingMessage, spoken: readonly string[]): string | null;
  accept(request: IncomingMessage, socket: Duplex, head: Buffer, protocol: string): Promise<WebSocket>;
}

export function createWebSocketAcceptor(): WebSocketAcceptor {
  const server = new WebSocketServer({ noServer: true, clientTracking: false, perMessageDeflate: false });
  const chosen = new WeakMap<IncomingMessage, string>();
  server.on('headers', (headers, request) => {
    const protocol = chosen.get(request);
    if (protocol) headers.push(`Sec-WebSocket-Protocol: ${protocol}`);
  });
  return {
    negotiate(request, spoken) {
      const offered = (request.headers['sec-websocket-protocol'] ?? '').split(',').map((name) => name.trim()).filter(Boolean);
      if (offered.length === 0) return '';
      return offered.find((name) => spoken.includes(name)) ?? null;
    },
    accept(request, socket, head, protocol) {
      chosen.set(request, protocol);
      // The package refuses names with a slash (SPDY/3.1+portforward.k8s.io), so it is not shown them.
      delete request.headers['sec-websocket-protocol'];
      return new Promise((resolve) => server.handleUpgrade(request, socket, head, resolve));
    },
  };
}

export const isWebSocket = ({ headers }: IncomingMessage) => headers.upgrade?.toLowerCase() === 'websocket';
