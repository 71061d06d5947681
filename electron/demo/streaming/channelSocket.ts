import type { RawData, WebSocket } from 'ws';

/** Numbered channels of bytes over one WebSocket, as Kubernetes' `channel.k8s.io` protocols carry them. */
export interface ChannelSocket {
  /** Resolves when the bytes have left. */
  send(channel: number, data: Buffer): Promise<void>;
  close(): Promise<void>;
}

/** In protocol v5 this channel says that another one is closed. */
const closeChannel = 255;

export interface ChannelListener {
  data(channel: number, data: Buffer): void;
  closed(channel: number): void;
  gone(): void;
}

/** @param protocol the negotiated name: those with base64 carry text */
export function createChannelSocket(socket: WebSocket, protocol: string, listener: ChannelListener): ChannelSocket {
  const isText = protocol.includes('base64');
  socket.on('message', (message: RawData) => {
    const bytes = Array.isArray(message) ? Buffer.concat(message) : Buffer.from(message as Buffer);
    const [first] = bytes;
    if (first === undefined) return;
    if (isText) listener.data(first - 0x30, Buffer.from(bytes.subarray(1).toString('latin1'), 'base64'));
    else if (first === closeChannel && protocol.startsWith('v5')) listener.closed(bytes[1] ?? 0);
    else listener.data(first, bytes.subarray(1));
  });
  // A broken connection is a client that has gone: `close` follows.
  socket.on('error', () => socket.terminate());
  socket.on('close', () => listener.gone());
  return {
    send: (channel, data) =>
      new Promise((resolve) => {
        const frame = isText ? `${channel}${data.toString('base64')}` : Buffer.concat([Buffer.of(channel), data]);
        // An error means that the socket is closing; the listener hears of that.
        socket.send(frame, () => resolve());
      }),
    close: () =>
      new Promise((resolve) => {
        if (socket.readyState === socket.CLOSED) return resolve();
        socket.once('close', () => resolve());
        socket.close(1000);
      }),
  };
}
