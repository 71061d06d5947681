import type { IncomingMessage } from 'node:http';
import type { Duplex } from 'node:stream';
import { WebSocketServer, type WebSocket } from 'ws';
import { socketTransport } from '@shared/wire/transports/socket';
import type { Transport } from '@shared/wire/transport';

/** A message of the wire holds at most a million characters, of up to four bytes. */
const maxPayload = 4 * 1024 * 1024 + 1024;
const pingMs = 20_000;
/** Close codes from 4000 are ours. */
const sessionOver = 4401;
const goingAway = 1001;

export interface WireSockets {
  /** Takes an upgrade that was found to be in order. The socket is closed when the session ends. */
  accept(request: IncomingMessage, socket: Duplex, head: Buffer, sessionLeftMs: number): void;
  closeAll(): void;
}

/** The WebSockets that carry the wire to browsers. */
export const createWireSockets = (serve: (transport: Transport) => void): WireSockets => {
  const server = new WebSocketServer({ noServer: true, maxPayload, perMessageDeflate: false, clientTracking: true });

  /** A laptop that was closed says no goodbye: who misses a whole round of pings is gone. */
  const watchLife = (socket: WebSocket): void => {
    let answered = true;
    socket.on('pong', () => (answered = true));
    const timer = setInterval(() => {
      if (!answered) return socket.terminate();
      answered = false;
      socket.ping();
    }, pingMs);
    socket.once('close', () => clearInterval(timer));
  };

  return {
    accept(request, socket, head, sessionLeftMs) {
      server.handleUpgrade(request, socket, head, (opened) => {
        watchLife(opened);
        const session = setTimeout(() => opened.close(sessionOver), sessionLeftMs);
        opened.once('close', () => clearTimeout(session));
        serve(socketTransport(opened));
      });
    },
    closeAll() {
      for (const client of server.clients) client.close(goingAway);
    },
  };
};
