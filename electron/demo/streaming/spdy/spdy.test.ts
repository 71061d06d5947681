import { once } from 'node:events';
import { duplexPair } from 'node:stream';
import { describe, expect, it } from 'vitest';
import { createConnection, type SpdyConnection, type SpdyOptions } from './connection';
import { createFrameReader, encodeFrame, type Frame } from './frames';
import type { SpdyStream } from './stream';

const frames: Frame[] = [
  { type: 'synStream', streamId: 5, fin: true, block: Buffer.from('block') },
  { type: 'synReply', streamId: 5, fin: false, block: Buffer.from('reply') },
  { type: 'headers', streamId: 5, fin: true, block: Buffer.from('more') },
  { type: 'data', streamId: 5, fin: false, payload: Buffer.from('payload') },
  { type: 'rstStream', streamId: 5, status: 5 },
  { type: 'settings', values: new Map([[7, 1000], [4, 100]]) },
  { type: 'ping', id: 4_000_000_001 },
  { type: 'goAway', lastStreamId: 7, status: 1 },
  { type: 'windowUpdate', streamId: 0, delta: 65_536 },
];

interface Pair {
  client: SpdyConnection;
  server: SpdyConnection;
  /** Streams the client opened, as the server sees them. */
  next(): Promise<SpdyStream>;
}

function connect(options: Pick<SpdyOptions, 'flowControl'>): Pair {
  const [a, b] = duplexPair();
  const arrived: SpdyStream[] = [];
  let wake = () => {};
  const client = createConnection(a, { role: 'client', ...options });
  const server = createConnection(b, {
    role: 'server',
    ...options,
    onStream: (stream) => {
      arrived.push(stream);
      wake();
    },
  });
  const next = async () => {
    while (arrived.length === 0) await new Promise<void>((resolve) => (wake = resolve));
    return arrived.shift() as SpdyStream;
  };
  return { client, server, next };
}

const textOf = async (stream: SpdyStream): Promise<string> => {
  const chunks: Buffer[] = [];
  // Iterating it would destroy it, and with it the half that still writes.
  stream.body.on('data', (chunk: Buffer) => chunks.push(chunk));
  await once(stream.body, 'end');
  return Buffer.concat(chunks).toString();
};

describe('SPDY frames', () => {
  it('come out as they went in, however the bytes are cut', () => {
    const bytes = Buffer.concat(frames.map(encodeFrame));
    const read = createFrameReader();
    const seen = [...bytes].flatMap((byte) => read(Buffer.of(byte)));
    expect(seen).toEqual(frames);
    expect(createFrameReader()(bytes)).toEqual(frames);
  });

  it('of unknown types are skipped, and those of another version refused', () => {
    const unknown = Buffer.from('8003000a00000002ffff', 'hex');
    expect(createFrameReader()(Buffer.concat([unknown, encodeFrame({ type: 'ping', id: 1 })]))).toEqual([{ type: 'ping', id: 1 }]);
    expect(() => createFrameReader()(Buffer.from('80020006000000040000000', 'hex').subarray(0, 8))).not.toThrow();
    expect(() => createFrameReader()(Buffer.from('800200060000000400000001', 'hex'))).toThrow('SPDY frame of version 2');
  });
});

describe('a SPDY connection', () => {
  it('carries headers and bytes both ways and tells their ends apart', async () => {
    const { client, next } = connect({ flowControl: true });
    const ours = client.open({ streamType: 'stdin', port: '80' });
    ours.body.end('hello');
    const theirs = await next();
    expect(theirs.headers).toEqual({ streamtype: 'stdin', port: '80' });
    expect(await ours.accepted).toEqual({});
    expect(await textOf(theirs)).toBe('hello');
    theirs.body.end('and back');
    expect(await textOf(ours)).toBe('and back');
    await client.close();
  });

  it('compresses the headers of many streams in one context', async () => {
    const { client, next } = connect({ flowControl: true });
    for (let n = 0; n < 20; n += 1) client.open({ requestid: String(n), streamtype: 'data' });
    for (let n = 0; n < 20; n += 1) expect((await next()).headers['requestid']).toBe(String(n));
    await client.close();
  });

  it('sends no more than the window while nobody reads, and all of it in the end', async () => {
    const { client, next } = connect({ flowControl: true });
    const ours = client.open({});
    const sent = 300_000;
    ours.body.write(Buffer.alloc(64 * 1024, 'x'));
    ours.body.end(Buffer.alloc(sent - 64 * 1024, 'x'));
    const theirs = await next();
    await client.ping();
    expect(ours.body.writableLength).toBe(sent - 64 * 1024);
    expect(theirs.body.readableLength).toBe(0);
    expect((await textOf(theirs)).length).toBe(sent);
    expect(ours.body.writableLength).toBe(0);
    await client.close();
  });

  it('does not wait for credit from a peer that keeps no windows', async () => {
    const { client, next } = connect({ flowControl: false });
    const ours = client.open({});
    ours.body.end(Buffer.alloc(2_000_000, 'x'));
    expect((await textOf(await next())).length).toBe(2_000_000);
    await client.close();
  });

  it('resets a stream that is destroyed, and only that one', async () => {
    const { client, next } = connect({ flowControl: true });
    const doomed = client.open({ name: 'doomed' });
    const kept = client.open({ name: 'kept' });
    const theirs = await next();
    const failed = once(theirs.body, 'error');
    doomed.body.destroy();
    expect(String((await failed)[0])).toContain('reset the stream (5)');
    kept.body.end('still here');
    expect(await textOf(await next())).toBe('still here');
    await client.close();
  });

  it('answers pings and fails its streams when the bytes end', async () => {
    const { client, server, next } = connect({ flowControl: true });
    await client.ping();
    await server.ping();
    const ours = client.open({});
    const failed = once(ours.body, 'error');
    await next();
    await server.close();
    expect(String((await failed)[0])).toContain('The connection is gone');
    await client.closed;
  });
});
