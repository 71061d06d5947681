import type { Duplex } from 'node:stream';
import { createFrameReader, encodeFrame, initialWindowSetting, resets, type Frame } from './frames';
import { createHeaderDeflater, createHeaderInflater, decodeHeaders, encodeHeaders, type Headers } from './headers';
import { createStream, type Link, type SpdyStream, type StreamEnd } from './stream';
import { createWindow } from './window';

export interface SpdyOptions {
  role: 'client' | 'server';
  /**
   * Count windows and return credit, as the protocol wants it. Off for Kubernetes: its Go peers never send a WINDOW_UPDATE, so
   * that whoever counts stands still after 64 KiB.
   */
  flowControl: boolean;
  /** The peer opened a stream; it is taken with this call. */
  onStream?: (stream: SpdyStream) => void;
}

/** A SPDY/3.1 connection over bytes: a socket, or a WebSocket that carries them. */
export interface SpdyConnection {
  open(headers: Headers): SpdyStream;
  /** Resolves with the peer's answer. */
  ping(): Promise<void>;
  /** Says GOAWAY and ends once all that was written has left. */
  close(): Promise<void>;
  /** Resolves when the bytes have ended, from whichever side. */
  readonly closed: Promise<void>;
}

const specifiedWindow = 64 * 1024;

export function createConnection(socket: Duplex, { role, flowControl, onStream }: SpdyOptions): SpdyConnection {
  const deflater = createHeaderDeflater();
  const inflater = createHeaderInflater();
  const readFrames = createFrameReader();
  const streams = new Map<number, StreamEnd>();
  const stalled = new Set<number>();
  const pings = new Map<number, () => void>();
  const connectionWindow = createWindow(flowControl ? specifiedWindow : Infinity);
  let initialWindow = flowControl ? specifiedWindow : Infinity;
  let nextId = role === 'client' ? 1 : 2;
  let nextPing = role === 'client' ? 1 : 2;
  let outgoing: Promise<void> = Promise.resolve();
  let incoming: Promise<void> = Promise.resolve();
  let isClosed = false;

  const write = (bytes: Buffer) =>
    new Promise<void>((resolve) => {
      if (socket.destroyed || socket.writableEnded) return resolve();
      // A socket that fails says so by closing; whoever waits for its bytes is let go.
      socket.write(bytes, () => resolve());
    });
  /** In order, because a frame may have to wait for its headers to be compressed. */
  const enqueue = (make: () => Buffer | Promise<Buffer>): Promise<void> => {
    outgoing = outgoing.then(async () => write(await make())).catch(() => void socket.destroy());
    return outgoing;
  };
  const send = (frame: Frame) => enqueue(() => encodeFrame(frame));

  const link: Link = {
    flowControl,
    connectionWindow,
    send,
    consumed(streamId, bytes) {
      if (!flowControl) return;
      void send({ type: 'windowUpdate', streamId, delta: bytes });
      void send({ type: 'windowUpdate', streamId: 0, delta: bytes });
    },
    stalled(streamId, isStalled) {
      if (flowControl) return;
      if (isStalled) stalled.add(streamId);
      else stalled.delete(streamId);
      if (stalled.size > 0) socket.pause();
      else if (socket.isPaused()) socket.resume();
    },
    closed: (streamId) => void streams.delete(streamId),
  };

  const begin = (id: number, headers: Headers, isOurs: boolean): StreamEnd => {
    const stream = createStream(link, id, headers, initialWindow, isOurs);
    streams.set(id, stream);
    return stream;
  };

  const accept = async (frame: Extract<Frame, { type: 'synStream' }>) => {
    const headers = decodeHeaders(await inflater.code(frame.block));
    if (!onStream || streams.has(frame.streamId)) return void send({ type: 'rstStream', streamId: frame.streamId, status: onStream ? resets.protocolError : resets.refusedStream });
    const stream = begin(frame.streamId, headers, false);
    void enqueue(async () => encodeFrame({ type: 'synReply', streamId: frame.streamId, fin: false, block: await deflater.code(encodeHeaders({})) }));
    if (frame.fin) stream.finished();
    onStream(stream);
  };

  const handle = async (frame: Frame): Promise<void> => {
    switch (frame.type) {
      case 'synStream':
        return accept(frame);
      case 'synReply':
      case 'headers': {
        // Also of a stream that is gone: the compression goes on over all blocks.
        const headers = decodeHeaders(await inflater.code(frame.block));
        const stream = streams.get(frame.streamId);
        if (frame.type === 'synReply') stream?.replied(headers);
        if (frame.fin) stream?.finished();
        return;
      }
      case 'data': {
        const stream = streams.get(frame.streamId);
        if (!stream) return void send({ type: 'rstStream', streamId: frame.streamId, status: resets.invalidStream });
        if (frame.payload.length > 0) stream.received(frame.payload);
        if (frame.fin) stream.finished();
        return;
      }
      case 'rstStream':
        return streams.get(frame.streamId)?.failed(new Error(`The peer reset the stream (${frame.status})`));
      case 'settings': {
        const window = frame.values.get(initialWindowSetting);
        if (window === undefined || !flowControl) return;
        for (const stream of streams.values()) stream.sendWindow.grow(window - initialWindow);
        initialWindow = window;
        return;
      }
      case 'ping':
        if (frame.id % 2 !== nextPing % 2) return void send(frame);
        pings.get(frame.id)?.();
        pings.delete(frame.id);
        return;
      case 'goAway':
        return;
      case 'windowUpdate':
        if (!flowControl) return;
        return (frame.streamId === 0 ? connectionWindow : streams.get(frame.streamId)?.sendWindow)?.grow(frame.delta);
    }
  };

  const closed = new Promise<void>((resolve) => {
    const end = () => {
      if (isClosed) return;
      isClosed = true;
      connectionWindow.close();
      for (const stream of [...streams.values()]) stream.failed(new Error('The connection is gone'));
      deflater.close();
      inflater.close();
      socket.destroy();
      resolve();
    };
    socket.on('error', end).on('end', () => void incoming.then(end)).on('close', () => void incoming.then(end));
  });
  socket.on('data', (chunk: Buffer) => {
    incoming = incoming
      .then(async () => {
        for (const frame of readFrames(chunk)) if (!isClosed) await handle(frame);
      })
      .catch((error: unknown) => void socket.destroy(error instanceof Error ? error : new Error(String(error))));
  });

  return {
    open(headers) {
      const stream = begin(nextId, headers, true);
      nextId += 2;
      void enqueue(async () => encodeFrame({ type: 'synStream', streamId: stream.id, fin: false, block: await deflater.code(encodeHeaders(headers)) }));
      return stream;
    },
    ping() {
      const id = nextPing;
      nextPing += 2;
      return new Promise((resolve) => {
        pings.set(id, resolve);
        void send({ type: 'ping', id });
      });
    },
    async close() {
      await send({ type: 'goAway', lastStreamId: Math.max(0, ...streams.keys()), status: 0 });
      socket.end();
    },
    closed,
  };
}
