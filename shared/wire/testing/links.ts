import { once } from 'node:events';
import { createServer } from 'node:http';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { MessageChannel, Worker } from 'node:worker_threads';
import { build } from 'esbuild';
import { WebSocket, WebSocketServer } from 'ws';
import { connect, type Connected } from '@shared/wire/client';
import { serve } from '@shared/wire/server';
import type { Transport } from '@shared/wire/transport';
import { portTransport } from '@shared/wire/transports/port';
import { socketTransport } from '@shared/wire/transports/socket';
import type { Interceptor } from '@shared/wire/types';
import { testContract, type TestContract } from './contract';
import { createTestHandlers } from './handlers';

/** A client and a server of the test contract, joined by a real transport. */
export interface Link {
  connected: Connected<TestContract>;
  /** The client's transport, to send what no honest client sends. */
  raw: Transport;
  /** Ends the connection at the server's side. */
  drop(): void;
  /** What the server's `onDefect` was told; null where the server is not in this thread. */
  defects: string[] | null;
  dispose(): Promise<void>;
}
interface Options {
  interceptors?: Interceptor[];
}
export type Open = (options?: Options) => Promise<Link>;

const peer = { id: 'test', kind: 'test' } as const;

export const overChannel: Open = async ({ interceptors } = {}) => {
  const { port1, port2 } = new MessageChannel();
  const defects: string[] = [];
  const server = serve({
    transport: portTransport(port1),
    contract: testContract,
    handlers: createTestHandlers(),
    interceptors,
    peer,
    onDefect: (_, path, error) => defects.push(`${path}: ${String(error)}`),
  });
  const raw = portTransport(port2);
  const connected = connect({ transport: raw, contract: testContract });
  return {
    connected,
    raw,
    drop: () => server.close(),
    defects,
    async dispose() {
      connected.close();
      await server.closed;
    },
  };
};

export const overSocket: Open = async ({ interceptors } = {}) => {
  const defects: string[] = [];
  const http = createServer();
  const sockets = new WebSocketServer({ server: http, maxPayload: 4 * 1024 * 1024 });
  let drop = (): void => undefined;
  const served = new Promise<{ closed: Promise<void> }>((resolveServed) => {
    sockets.on('connection', (socket) => {
      const server = serve({
        transport: socketTransport(socket),
        contract: testContract,
        handlers: createTestHandlers(),
        interceptors,
        peer,
        onDefect: (_, path, error) => defects.push(`${path}: ${String(error)}`),
      });
      drop = () => server.close();
      resolveServed(server);
    });
  });
  http.listen(0, '127.0.0.1');
  await once(http, 'listening');
  const socket = new WebSocket(`ws://127.0.0.1:${(http.address() as { port: number }).port}`);
  await once(socket, 'open');
  const raw = socketTransport(socket);
  const connected = connect({ transport: raw, contract: testContract });
  const server = await served;
  return {
    connected,
    raw,
    drop: () => drop(),
    defects,
    async dispose() {
      connected.close();
      await server.closed;
      sockets.close();
      http.close();
      await once(http, 'close');
    },
  };
};

/** The server's end in a thread of its own, with the same code, bundled into a folder that `dispose` removes. */
export const bundleWorker = async (): Promise<{ file: string; dispose(): void }> => {
  const dir = mkdtempSync(join(tmpdir(), 'wheelhouse-wire-'));
  const file = join(dir, 'worker.mjs');
  await build({
    stdin: {
      contents: `
        import { parentPort } from 'node:worker_threads';
        import { serve } from './shared/wire/server';
        import { portTransport } from './shared/wire/transports/port';
        import { testContract } from './shared/wire/testing/contract';
        import { createTestHandlers } from './shared/wire/testing/handlers';
        parentPort.once('message', ({ port }) => {
          serve({ transport: portTransport(port), contract: testContract, handlers: createTestHandlers(), peer: { id: 'test', kind: 'test' } });
        });`,
      resolveDir: resolve(import.meta.dirname, '../../..'),
    },
    bundle: true,
    platform: 'node',
    format: 'esm',
    outfile: file,
    logLevel: 'error',
  });
  return { file, dispose: () => rmSync(dir, { recursive: true, force: true }) };
};

export const overWorker = (workerFile: () => string): Open => async () => {
  const worker = new Worker(workerFile());
  const { port1, port2 } = new MessageChannel();
  worker.postMessage({ port: port1 }, [port1]);
  const raw = portTransport(port2);
  const connected = connect({ transport: raw, contract: testContract });
  return {
    connected,
    raw,
    drop: () => void worker.terminate(),
    defects: null,
    async dispose() {
      connected.close();
      await worker.terminate();
    },
  };
};
