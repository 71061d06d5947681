import type { Socket } from 'node:net';
import type { EndingKind } from './fault';

/** What decides about the bytes that leave on a connection at the moment. */
export interface Pace {
  /** Wait before each piece. */
  readonly chunkMs: number;
  readonly bytesPerSecond: number | null;
}

/** One connection of a client, whose bytes can be held back, slowed down or lost. */
export interface Line {
  /** Never sends again, while the connection stays open. */
  readonly isDead: boolean;
  kill(): void;
  /** Ends the connection without having said all. */
  breakOff(how: Exclude<EndingKind, 'end'>): void;
  /** Who is asked about each piece that leaves, and told its size; null: nobody. */
  watcher: { pace(): Pace | null; sent(bytes: number): void } | null;
}

/** What trickles, trickles in this many pieces a second. */
const piecesPerSecond = 20;

type Callback = (error?: Error | null) => void;

/**
 * Works below HTTP and the protocols of exec, at what the stream does with its pieces: its own buffer, `drain` and `finish` stay
 * right, so that a writer feels a slow line as it would feel a slow network.
 * @param socket of TLS
 * @param below its TCP connection
 */
export function createLine(socket: Socket, below: Socket): Line {
  const send = socket._write.bind(socket);
  let isDead = false;
  const line: Line = {
    get isDead() {
      return isDead;
    },
    kill() {
      isDead = true;
      // HTTP would close a connection that has been idle, or whose last answer it takes to be sent.
      socket.setTimeout(0);
      socket.setTimeout = () => socket;
      socket.destroySoon = () => undefined;
    },
    breakOff(how) {
      if (how === 'reset') below.resetAndDestroy();
      else socket.destroy();
    },
    watcher: null,
  };

  const pass = (chunk: Buffer, callback: Callback): void => {
    if (isDead) return callback();
    line.watcher?.sent(chunk.length);
    send(chunk, 'buffer' as BufferEncoding, callback);
  };
  const later = (ms: number, run: () => void, callback: Callback): void => {
    // A connection that is gone takes its waiting pieces with it.
    const gone = () => {
      clearTimeout(timer);
      callback();
    };
    const timer = setTimeout(() => {
      socket.off('close', gone);
      run();
    }, ms);
    socket.once('close', gone);
  };
  const trickle = (chunk: Buffer, bytesPerSecond: number, callback: Callback): void => {
    const size = Math.max(1, Math.floor(bytesPerSecond / piecesPerSecond));
    const rest = chunk.subarray(size);
    pass(chunk.subarray(0, size), (error) => {
      if (error) return callback(error);
      later((Math.min(size, chunk.length) * 1000) / bytesPerSecond, () => (rest.length === 0 ? callback() : leave(rest, callback)), callback);
    });
  };
  /** Asked anew for each piece: a fault that is cleared lets the rest go at once. */
  const leave = (chunk: Buffer, callback: Callback): void => {
    const bytesPerSecond = isDead ? null : (line.watcher?.pace()?.bytesPerSecond ?? null);
    if (bytesPerSecond === null) pass(chunk, callback);
    else trickle(chunk, bytesPerSecond, callback);
  };
  const take = (chunk: Buffer, callback: Callback): void => {
    const chunkMs = isDead ? 0 : (line.watcher?.pace()?.chunkMs ?? 0);
    if (chunkMs > 0) later(chunkMs, () => leave(chunk, callback), callback);
    else leave(chunk, callback);
  };

  const toBuffer = (chunk: unknown, encoding: BufferEncoding) => (typeof chunk === 'string' ? Buffer.from(chunk, encoding) : (chunk as Buffer));
  socket._write = (chunk, encoding, callback) => take(toBuffer(chunk, encoding), callback);
  socket._writev = (chunks, callback) => take(Buffer.concat(chunks.map(({ chunk, encoding }) => toBuffer(chunk, encoding))), callback);
  return line;
}
