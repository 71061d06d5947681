import { Duplex } from 'node:stream';
import type { Frame } from './frames';
import { resets } from './frames';
import type { Headers } from './headers';
import { createWindow, type Window } from './window';

/** One stream of a connection. */
export interface SpdyStream {
  readonly id: number;
  /** What it was opened with. */
  readonly headers: Headers;
  /** What the peer answered when it took the stream; resolves at once for streams the peer opened. */
  readonly accepted: Promise<Headers>;
  /** Its bytes, both ways. Ending it sends FIN; destroying it sends RST_STREAM. */
  readonly body: Duplex;
}

/** The stream as its connection drives it. */
export interface StreamEnd extends SpdyStream {
  readonly sendWindow: Window;
  replied(headers: Headers): void;
  received(payload: Buffer): void;
  finished(): void;
  /** The peer reset it, or the connection is gone. */
  failed(error: Error): void;
}

/** What a stream needs of its connection. */
export interface Link {
  readonly flowControl: boolean;
  readonly connectionWindow: Window;
  /** Resolves when the bytes have left. */
  send(frame: Frame): Promise<void>;
  /** The reader took bytes: the peer may send as many again. */
  consumed(streamId: number, bytes: number): void;
  /** No credit can stop a peer that keeps no windows: while a reader is slow nothing more is read. */
  stalled(streamId: number, isStalled: boolean): void;
  closed(streamId: number): void;
}

/** Small enough that streams take turns. */
const largestPayload = 32 * 1024;
/** What may wait for a slow reader where no credit holds the peer back. */
const mostUnread = 1024 * 1024;

export function createStream(link: Link, id: number, headers: Headers, initialWindow: number, isOurs: boolean): StreamEnd {
  const sendWindow = createWindow(initialWindow);
  let replied: (headers: Headers) => void = () => undefined;
  let refused: (error: Error) => void = () => undefined;
  const accepted = isOurs
    ? new Promise<Headers>((resolve, reject) => {
        replied = resolve;
        refused = reject;
      })
    : Promise.resolve({});
  // Whoever only uses the body is told of a failure there.
  accepted.catch(() => undefined);
  const unread: (Buffer | null)[] = [];
  let unreadBytes = 0;
  let isWanted = false;
  let isOver = false;

  const deliver = () => {
    while (isWanted && unread.length > 0) {
      const payload = unread.shift() ?? null;
      isWanted = body.push(payload);
      if (payload === null) return;
      unreadBytes -= payload.length;
      link.consumed(id, payload.length);
    }
    if (unreadBytes < mostUnread) link.stalled(id, false);
  };

  const write = async (payload: Buffer): Promise<void> => {
    for (let at = 0; at < payload.length && !isOver; ) {
      await sendWindow.opened();
      await link.connectionWindow.opened();
      const size = Math.min(payload.length - at, largestPayload, sendWindow.left, link.connectionWindow.left);
      if (size <= 0) continue;
      sendWindow.take(size);
      link.connectionWindow.take(size);
      await link.send({ type: 'data', streamId: id, fin: false, payload: payload.subarray(at, at + size) });
      at += size;
    }
  };

  const body = new Duplex({
    read() {
      isWanted = true;
      deliver();
    },
    write(chunk: Buffer, _encoding, done) {
      write(chunk).then(() => done(), done);
    },
    final(done) {
      link.send({ type: 'data', streamId: id, fin: true, payload: Buffer.alloc(0) }).then(() => done(), done);
    },
    destroy(error, done) {
      const isWhole = body.readableEnded && body.writableFinished;
      if (!isWhole && !isOver) void link.send({ type: 'rstStream', streamId: id, status: resets.cancel });
      isOver = true;
      sendWindow.close();
      link.stalled(id, false);
      link.closed(id);
      done(error);
    },
  });

  return {
    id,
    headers,
    accepted,
    body,
    sendWindow,
    replied: (answer) => replied(answer),
    received(payload) {
      if (body.destroyed) return;
      unread.push(payload);
      unreadBytes += payload.length;
      if (unreadBytes >= mostUnread) link.stalled(id, true);
      deliver();
    },
    finished() {
      unread.push(null);
      deliver();
    },
    failed(error) {
      refused(error);
      isOver = true;
      // Nobody may be listening to a stream that its user has done with.
      body.once('error', () => undefined);
      body.destroy(error);
    },
  };
}
