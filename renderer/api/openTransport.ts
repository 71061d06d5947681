import { portTransport } from '@shared/wire/transports/port';
import { socketTransport } from '@shared/wire/transports/socket';
import type { Transport } from '@shared/wire/transport';
import type { HostKind } from './host';

const openTimeoutMs = 10_000;

/** The preload script takes the port and hands it to the engine. A port is open at once; whether anybody answers is for the caller to find out. */
const openPort = (): Transport => {
  const { port1, port2 } = new MessageChannel();
  window.postMessage({ type: 'wheelhouse:connect' }, location.origin, [port2]);
  return portTransport(port1);
};

const openSocket = async (): Promise<Transport> => {
  const url = new URL('/wire', location.href);
  url.protocol = location.protocol === 'https:' ? 'wss:' : 'ws:';
  const socket = new WebSocket(url);
  await new Promise<void>((resolve, reject) => {
    const timer = setTimeout(() => fail('timed out'), openTimeoutMs);
    const fail = (why: string): void => {
      clearTimeout(timer);
      socket.close();
      reject(new Error(`WebSocket: ${why}`));
    };
    socket.addEventListener('open', () => {
      clearTimeout(timer);
      resolve();
    });
    socket.addEventListener('close', () => fail('refused'));
  });
  return socketTransport(socket);
};

/** Opens one connection to the engine the way the serving host offers it. Rejects when nobody listens. */
export const openTransport = async (host: HostKind): Promise<Transport> => (host === 'desktop' ? openPort() : openSocket());
