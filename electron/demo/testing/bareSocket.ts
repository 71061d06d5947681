import { readFile } from 'node:fs/promises';
import WebSocket from 'ws';
import { parse } from 'yaml';
import { credentialsOf, type Kubeconfig } from './bareClient';

/** What came over one WebSocket of the `channel.k8s.io` protocols. */
export interface ChannelTalk {
  /** The subprotocol the server chose; null where it did not upgrade. */
  readonly protocol: string | null;
  /** Without an upgrade: the code and text of the answer. */
  readonly refusal: { code: number; text: string } | null;
  /** Bytes of each channel so far, as text. */
  channel(number: number): string;
  send(channel: number, data: string): void;
  /** Resolves when a channel holds what is looked for. Rejects when the socket closes before. */
  seen(channel: number, pattern: RegExp): Promise<void>;
  /** Resolves when the server has closed. */
  readonly closed: Promise<void>;
  close(): void;
}

/** Opens a WebSocket as the user of a kubeconfig. */
export async function openChannels(kubeconfig: string, path: string, protocols: readonly string[] = ['v4.channel.k8s.io']): Promise<ChannelTalk> {
  const { server, token, ...tls } = credentialsOf(parse(await readFile(kubeconfig, 'utf8')) as Kubeconfig);
  const socket = new WebSocket(`${server.replace(/^http/, 'ws')}${path}`, [...protocols], { ...tls, headers: token ? { authorization: `Bearer ${token}` } : {} });
  const channels = new Map<number, Buffer>();
  const channel = (number: number) => (channels.get(number) ?? Buffer.alloc(0)).toString('utf8');
  let refusal: ChannelTalk['refusal'] = null;
  const waiting = new Set<() => void>();
  const wake = () => {
    for (const check of [...waiting]) check();
  };
  socket.on('message', (message: Buffer) => {
    const number = message[0] ?? 0;
    channels.set(number, Buffer.concat([channels.get(number) ?? Buffer.alloc(0), message.subarray(1)]));
    wake();
  });
  const closed = new Promise<void>((resolve) => socket.once('close', () => resolve()));
  void closed.then(wake);
  await new Promise<void>((resolve, reject) => {
    socket.once('open', resolve);
    socket.once('error', reject);
    socket.once('unexpected-response', (_request, response) => {
      let text = '';
      response.setEncoding('utf8').on('data', (chunk: string) => (text += chunk));
      response.on('end', () => {
        refusal = { code: response.statusCode ?? 0, text };
        resolve();
      });
    });
  });
  return {
    protocol: refusal ? null : socket.protocol,
    refusal,
    channel,
    send: (number, data) => socket.send(Buffer.concat([Buffer.of(number), Buffer.from(data, 'utf8')])),
    seen: (number, pattern) =>
      new Promise((resolve, reject) => {
        const check = () => {
          if (pattern.test(channel(number))) resolve();
          else if (socket.readyState === socket.CLOSED) reject(new Error(`Channel ${number} ended with ${JSON.stringify(channel(number))}`));
          else return;
          waiting.delete(check);
        };
        waiting.add(check);
        check();
      }),
    closed,
    close: () => socket.terminate(),
  };
}
