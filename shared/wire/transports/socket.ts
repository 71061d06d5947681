import type { Transport, WireMessage } from '@shared/wire/transport';

/** What a browser's `WebSocket` and the one of `ws` have in common. */
interface Socket {
  binaryType: string;
  readonly readyState: number;
  send(data: string | Uint8Array<ArrayBuffer>): void;
  close(): void;
  addEventListener(type: 'message', listener: (event: { data: unknown }) => void): void;
  addEventListener(type: 'close', listener: () => void): void;
  addEventListener(type: 'error', listener: () => void): void;
}
const openState = 1;

const toWireMessage = (data: unknown): WireMessage | null => {
  if (typeof data === 'string') return data;
  return data instanceof ArrayBuffer ? new Uint8Array(data) : null;
};

/** A transport over an open WebSocket, in a browser or of `ws`. */
export const socketTransport = (socket: Socket): Transport => {
  socket.binaryType = 'arraybuffer';
  return {
    send(message) {
      if (socket.readyState === openState) socket.send(message as string | Uint8Array<ArrayBuffer>);
    },
    start(receiver) {
      socket.addEventListener('message', (event) => {
        const message = toWireMessage(event.data);
        if (message !== null) receiver.message(message);
      });
      // `ws` emits 'error' (message too big, reset) before 'close'; without a listener it would end the process.
      socket.addEventListener('error', () => socket.close());
      socket.addEventListener('close', () => receiver.closed());
    },
    close() {
      socket.close();
    },
  };
};
