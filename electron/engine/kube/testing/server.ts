import http from 'node:http';
import https from 'node:https';
import type { AddressInfo, Socket } from 'node:net';
import { onTestFinished } from 'vitest';
import type { KeyPair } from './certificates';

export interface Received {
  readonly method: string;
  readonly url: string;
  readonly headers: http.IncomingHttpHeaders;
  readonly body: Buffer;
}
export type Answer = (request: Received, response: http.ServerResponse) => void;

export interface TestServer {
  readonly url: string;
  readonly port: number;
  readonly received: Received[];
  /** How many sockets were opened to it so far. */
  readonly opened: () => number;
  readonly sockets: ReadonlySet<Socket>;
  answer: Answer;
}

/** An HTTP(S) server on a free port for one test; `answer` may be replaced at any time. */
export const startServer = async (answer: Answer, tls?: KeyPair): Promise<TestServer> => {
  const sockets = new Set<Socket>();
  let opened = 0;
  const listener: http.RequestListener = (request, response) => {
    const parts: Buffer[] = [];
    request.on('data', (part: Buffer) => parts.push(part));
    request.on('end', () => {
      const received = { method: request.method ?? '', url: request.url ?? '', headers: request.headers, body: Buffer.concat(parts) };
      started.received.push(received);
      started.answer(received, response);
    });
  };
  const server = tls ? https.createServer(tls, listener) : http.createServer(listener);
  server.on('connection', (socket: Socket) => {
    opened += 1;
    sockets.add(socket);
    socket.on('close', () => sockets.delete(socket));
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  onTestFinished(
    () =>
      new Promise<void>((resolve) => {
        server.close(() => resolve());
        sockets.forEach((socket) => socket.destroy());
      }),
  );
  const { port } = server.address() as AddressInfo;
  const started: TestServer = { url: `${tls ? 'https' : 'http'}://127.0.0.1:${port}`, port, received: [], opened: () => opened, sockets, answer };
  return started;
};

export const sendJson = (response: http.ServerResponse, status: number, body: unknown, headers: http.OutgoingHttpHeaders = {}): void => {
  response.writeHead(status, { 'content-type': 'application/json', ...headers }).end(JSON.stringify(body));
};

/** A `Status` as the API server sends it. */
export const sendStatus = (response: http.ServerResponse, code: number, status: { reason?: string; message?: string; details?: unknown } = {}, headers = {}): void =>
  sendJson(response, code, { kind: 'Status', apiVersion: 'v1', status: 'Failure', code, ...status }, headers);
