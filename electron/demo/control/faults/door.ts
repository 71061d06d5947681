import { once } from 'node:events';
import type { Server } from 'node:https';
import { createServer, type AddressInfo, type Socket } from 'node:net';
import type { Faults } from './registry';

/** The port of an API server, in front of TLS: it can refuse, keep waiting or accept and say nothing. */
export interface Door {
  listen(server: Server, port: number): Promise<number>;
  close(): Promise<void>;
  /** Settles when the port is as the faults want it. */
  settled(): Promise<void>;
}

const keyOf = (socket: Socket): string => `${socket.localPort}:${socket.remotePort}`;

/** @param onSecure told of each connection once TLS stands; the one below it alone can send RST */
export function createDoor(faults: Faults, site: string, onSecure: (socket: Socket, below: Socket) => void): Door {
  const open = new Map<string, Socket>();
  let port = 0;
  let isClosed = false;
  let work: Promise<void> = Promise.resolve();

  const admit = (server: Server, socket: Socket): void => {
    const key = keyOf(socket);
    open.set(key, socket);
    // Clients go as they like; the TLS socket above hears of it too.
    socket.on('error', () => undefined);
    socket.on('close', () => open.delete(key));
    // Read, so that its end is noticed, but never answered.
    if (faults.onConnections('halfOpen', site)) return void socket.resume();
    const slow = faults.onConnections('slowTls', site);
    if (!slow) return void server.emit('connection', socket);
    const timer = setTimeout(() => server.emit('connection', socket), slow.ms);
    socket.on('close', () => clearTimeout(timer));
  };

  let front: ReturnType<typeof createServer> | undefined;
  let listening = false;
  const start = async () => {
    if (listening || isClosed || !front) return;
    front.listen(port, '127.0.0.1');
    await once(front, 'listening');
    port = (front.address() as AddressInfo).port;
    listening = true;
  };
  const stop = () => {
    if (!listening) return;
    listening = false;
    // The port is free at once; the callback would wait for connections that are kept.
    front?.close();
  };
  const cut = () => open.forEach((socket) => socket.destroy());

  faults.onChange(() => {
    const refuse = faults.onConnections('refuse', site);
    work = work.then(async () => {
      if (!refuse) return start();
      stop();
      if (refuse.open === 'cut') cut();
    });
  });

  return {
    async listen(server, wanted) {
      port = wanted;
      // A TLS socket does not say which connection is below it: the ports do.
      server.prependListener('secureConnection', (socket) => {
        const below = open.get(keyOf(socket));
        if (below) onSecure(socket, below);
      });
      front = createServer({ noDelay: true }, (socket) => admit(server, socket));
      await start();
      return port;
    },
    async close() {
      isClosed = true;
      await work;
      stop();
      cut();
    },
    settled: () => work,
  };
}
