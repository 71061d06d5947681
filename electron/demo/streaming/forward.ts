import { pipeline } from 'node:stream/promises';
import type { Duplex } from 'node:stream';
import type { WebSocket } from 'ws';
import type { Pod } from '../objects/workloads';
import type { Site } from '../site';
import { createChannelSocket } from './channelSocket';
import { createConnection } from './spdy/connection';
import type { SpdyStream } from './spdy/stream';

/** What port-forward speaks over WebSocket: channels of its own, or SPDY in it (kubectl from 1.31 on). */
export const channelForwardProtocols = ['v4.channel.k8s.io', 'v4.base64.channel.k8s.io'] as const;
export const tunnelProtocol = 'SPDY/3.1+portforward.k8s.io';
export const spdyForwardProtocol = 'portforward.k8s.io';

/** Why a port cannot be reached, as kubelet and containerd say it. */
function refusal(pod: Pod, port: number): string {
  const id = pod.metadata.uid.replaceAll('-', '');
  return `error forwarding port ${port} to pod ${id}, uid : failed to execute portforward in network namespace "/var/run/netns/cni-${pod.metadata.uid}": failed to connect to localhost:${port} inside namespace "${id}", IPv4: dial tcp4 127.0.0.1:${port}: connect: connection refused IPv6 dial tcp6 [::1]:${port}: connect: connection refused `;
}

/** Copies both ways until both have ended; a side that breaks takes the other with it. */
async function join(a: Duplex, b: Duplex): Promise<void> {
  await Promise.allSettled([pipeline(a, b), pipeline(b, a)]);
}

/** A pair of streams for each connection, told apart by its request id: `error` and `data`. */
export async function serveSpdyForward({ network }: Site, pod: Pod, socket: Duplex): Promise<void> {
  const errors = new Map<string, SpdyStream>();
  const connection = createConnection(socket, {
    role: 'server',
    flowControl: false,
    onStream(stream) {
      stream.body.on('error', () => stream.body.destroy());
      const { streamtype, requestid = stream.headers['port'] ?? '' } = stream.headers;
      if (streamtype === 'error') errors.set(requestid, stream);
      else void forward(stream, requestid);
    },
  });
  const forward = async (data: SpdyStream, requestId: string) => {
    const error = errors.get(requestId);
    errors.delete(requestId);
    const port = Number(data.headers['port']);
    const target = network.connect(pod, port);
    if (target) await join(data.body, target);
    else {
      error?.body.write(refusal(pod, port));
      data.body.end();
    }
    error?.body.end();
  };
  await connection.closed;
}

/** Two channels for each port asked for: data on the even one, what went wrong on the odd one. Each begins with the port. */
export async function serveChannelForward({ network }: Site, pod: Pod, ports: readonly number[], socket: WebSocket, protocol: string): Promise<void> {
  const targets = new Map<number, Duplex>();
  const gone = new Promise<void>((resolve) => socket.once('close', () => resolve()));
  const channels = createChannelSocket(socket, protocol, {
    data: (channel, data) => void targets.get(channel)?.write(data),
    closed: (channel) => void targets.get(channel)?.end(),
    gone() {
      for (const target of targets.values()) target.destroy();
    },
  });
  const begin = async (port: number, index: number) => {
    const target = network.connect(pod, port);
    if (target) targets.set(index * 2, target);
    const number = Buffer.alloc(2);
    number.writeUInt16LE(port);
    await channels.send(index * 2, number);
    await channels.send(index * 2 + 1, number);
    if (!target) return channels.send(index * 2 + 1, Buffer.from(refusal(pod, port), 'utf8'));
    try {
      for await (const chunk of target.iterator({ destroyOnReturn: false })) await channels.send(index * 2, chunk as Buffer);
    } catch (error) {
      // The target was destroyed because the client or the container has gone.
      if (!target.destroyed) throw error;
    }
  };
  await Promise.race([gone, Promise.all(ports.map(begin))]);
  await channels.close();
}
