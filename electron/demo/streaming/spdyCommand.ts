import { once } from 'node:events';
import type { Duplex } from 'node:stream';
import { BrokenPipe, createPipe, type Output } from '../shell/pipe';
import { createConnection } from './spdy/connection';
import type { SpdyStream } from './spdy/stream';
import { readSize, statusText, type CommandChannels, type CommandRequest } from './remoteCommand';

/** What exec and attach speak over SPDY, best first. */
export const spdyCommandProtocols = ['v4.channel.k8s.io', 'v3.channel.k8s.io', 'v2.channel.k8s.io', 'channel.k8s.io'] as const;

/** How long a client has for opening its streams: as long as the kubelet gives it. */
const openingMs = 30_000;

/** Waits for the streams that the request needs. Rejects when they do not come. */
export async function spdyChannels(socket: Duplex, protocol: string, request: CommandRequest): Promise<CommandChannels> {
  const wanted = ['error', ...(['stdin', 'stdout', 'stderr'] as const).filter((name) => request[name])];
  if (request.tty && /^v[34]\./.test(protocol)) wanted.push('resize');
  const streams = new Map<string, SpdyStream>();
  let arrived: () => void = () => undefined;
  const connection = createConnection(socket, {
    role: 'server',
    flowControl: false,
    onStream(stream) {
      stream.body.on('error', () => stream.body.destroy());
      streams.set(stream.headers['streamtype'] ?? '', stream);
      if (wanted.every((name) => streams.has(name))) arrived();
    },
  });
  await new Promise<void>((resolve, reject) => {
    const give = (message: string) => () => {
      socket.destroy();
      reject(new Error(message));
    };
    const timer = setTimeout(give('timed out waiting for client to create streams'), openingMs);
    void connection.closed.then(() => clearTimeout(timer)).then(give('the client closed the connection'));
    arrived = () => {
      clearTimeout(timer);
      resolve();
    };
  });

  const gone = new AbortController();
  void connection.closed.then(() => gone.abort());
  const outputOf = (name: string): Output | null => {
    const body = streams.get(name)?.body;
    if (!body) return null;
    return {
      async write(data) {
        if (body.destroyed) throw new BrokenPipe();
        if (!body.write(data)) await Promise.race([once(body, 'drain'), once(body, 'close')]);
      },
      close: () => void body.end(),
    };
  };
  const stdin = createPipe();
  const input = streams.get('stdin')?.body;
  if (input) void pour(input, stdin.output);
  const sizes: { columns: number; rows: number }[] = [];
  let resized = (columns: number, rows: number): void => void sizes.push({ columns, rows });

  streams.get('resize')?.body.on('data', (chunk: Buffer) => {
    for (const text of chunk.toString('utf8').split('}')) {
      const size = readSize(text);
      if (size) resized(size.columns, size.rows);
    }
  });
  return {
    stdin: input ? stdin.input : null,
    stdout: outputOf('stdout'),
    stderr: outputOf('stderr'),
    gone: gone.signal,
    onResize(listener) {
      resized = listener;
      for (const { columns, rows } of sizes.splice(0)) listener(columns, rows);
    },
    async finish(status) {
      stdin.input.close();
      const text = statusText(status, protocol.startsWith('v4'));
      const error = streams.get('error')?.body;
      if (text) error?.write(text);
      for (const { body } of streams.values()) if (!body.destroyed) await new Promise<void>((resolve) => body.end(() => resolve()));
      await connection.close();
    },
  };
}

async function pour(source: Duplex, output: Output): Promise<void> {
  try {
    for await (const chunk of source.iterator({ destroyOnReturn: false })) await output.write(chunk as Buffer);
  } catch (error) {
    // The stream was reset, or the command has ended without reading it all: the client goes on either way.
    if (!(error instanceof BrokenPipe) && !source.destroyed) throw error;
  } finally {
    output.close();
  }
}
