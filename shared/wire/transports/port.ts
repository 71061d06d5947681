import type { Transport, WireMessage } from '@shared/wire/transport';

/** DOM `MessagePort` (page, worker). */
interface DomPort {
  postMessage(message: unknown): void;
  addEventListener(type: 'message' | 'close', listener: (event: { data?: unknown }) => void): void;
  start(): void;
  close(): void;
}
/** `MessagePort` of node:worker_threads: the value itself, not an event. `MessagePortMain` of Electron: an event. */
interface EmitterPort {
  postMessage(message: unknown): void;
  on(type: 'message' | 'close', listener: (value: unknown) => void): unknown;
  start(): void;
  close(): void;
}

const isWireMessage = (value: unknown): value is WireMessage => typeof value === 'string' || value instanceof Uint8Array;

/** Electron and the DOM wrap the message into an event; worker_threads hands it over bare. */
const unwrap = (value: unknown): unknown =>
  typeof value === 'object' && value !== null && !(value instanceof Uint8Array) && 'data' in value ? value.data : value;

/**
 * A transport over any of the four kinds of message port. A port closes when its other end is closed, or when the
 * process that holds it dies. A port has no other sign of life, so whoever must notice a hung peer pings (`app.ping`).
 */
export const portTransport = (port: DomPort | EmitterPort): Transport => {
  let open = true;
  return {
    send(message) {
      if (open) port.postMessage(message);
    },
    start(receiver) {
      const onMessage = (value: unknown): void => {
        const message = unwrap(value);
        if (open && isWireMessage(message)) receiver.message(message);
      };
      const onClose = (): void => {
        if (!open) return;
        open = false;
        receiver.closed();
      };
      if ('on' in port) {
        port.on('message', onMessage);
        port.on('close', onClose);
      } else {
        port.addEventListener('message', onMessage);
        port.addEventListener('close', onClose);
      }
      port.start();
    },
    close() {
      open = false;
      port.close();
    },
  };
};
