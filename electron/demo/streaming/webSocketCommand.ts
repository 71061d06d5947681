import type { WebSocket } from 'ws';
import { createPipe, type Output } from '../shell/pipe';
import { createChannelSocket } from './channelSocket';
import { readSize, statusText, type CommandChannels, type CommandRequest } from './remoteCommand';

/** What exec and attach speak over WebSocket, best first. */
export const commandProtocols = ['v5.channel.k8s.io', 'v4.channel.k8s.io', 'v4.base64.channel.k8s.io', 'channel.k8s.io', 'base64.channel.k8s.io'] as const;

const channels = { stdin: 0, stdout: 1, stderr: 2, error: 3, resize: 4 } as const;

export function webSocketChannels(socket: WebSocket, protocol: string, request: CommandRequest): CommandChannels {
  const gone = new AbortController();
  const stdin = createPipe();
  const sizes: { columns: number; rows: number }[] = [];
  let resized = (columns: number, rows: number): void => void sizes.push({ columns, rows });
  // Bytes of a client that is quicker than the command wait in the socket.
  let pending = Promise.resolve();
  const channelSocket = createChannelSocket(socket, protocol, {
    data(channel, data) {
      if (channel === channels.stdin && request.stdin) {
        socket.pause();
        pending = pending.then(() => stdin.output.write(data)).then(
          () => socket.resume(),
          () => socket.resume(),
        );
      }
      const size = channel === channels.resize ? readSize(data.toString('utf8')) : null;
      if (size) resized(size.columns, size.rows);
    },
    closed(channel) {
      if (channel === channels.stdin) void pending.then(() => stdin.output.close());
    },
    gone() {
      gone.abort();
      stdin.output.close();
    },
  });
  const output = (channel: number): Output => ({
    write: (data) => channelSocket.send(channel, Buffer.from(data)),
    close: () => undefined,
  });
  // An empty message on the first channel that can be read: the client knows that it is through.
  void channelSocket.send(request.stdout ? channels.stdout : request.stderr ? channels.stderr : channels.error, Buffer.alloc(0));
  return {
    stdin: request.stdin ? stdin.input : null,
    stdout: request.stdout ? output(channels.stdout) : null,
    stderr: request.stderr ? output(channels.stderr) : null,
    gone: gone.signal,
    onResize(listener) {
      resized = listener;
      for (const { columns, rows } of sizes.splice(0)) listener(columns, rows);
    },
    async finish(status) {
      stdin.input.close();
      socket.resume();
      const text = statusText(status, /^v[45]\./.test(protocol));
      if (text) await channelSocket.send(channels.error, Buffer.from(text, 'utf8'));
      await channelSocket.close();
    },
  };
}
