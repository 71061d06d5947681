import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import type { AppError } from '@shared/errors/appError';
import { connect } from './client';
import { testContract } from './testing/contract';
import { bundleWorker, overChannel, overSocket, overWorker, type Link, type Open } from './testing/links';
import type { Interceptor, StreamEvent } from './types';

let worker: { file: string; dispose(): void };
beforeAll(async () => {
  worker = await bundleWorker();
});
afterAll(() => worker.dispose());
const overThread = overWorker(() => worker.file);

const links: Link[] = [];
const unhandled: unknown[] = [];
const onUnhandled = (error: unknown): void => void unhandled.push(error);
beforeAll(() => process.on('unhandledRejection', onUnhandled));
afterAll(() => process.off('unhandledRejection', onUnhandled));
afterEach(async () => {
  for (const link of links.splice(0)) await link.dispose();
  expect(unhandled).toEqual([]);
});

const collect = async <T>(events: AsyncIterable<StreamEvent<T>>): Promise<{ events: StreamEvent<T>[]; values: T[]; error: AppError | null }> => {
  const seen: StreamEvent<T>[] = [];
  let error: AppError | null = null;
  try {
    for await (const event of events) seen.push(event);
  } catch (caught) {
    error = caught as AppError;
  }
  return { events: seen, values: seen.flatMap((event) => (event.type === 'item' ? [event.value] : [])), error };
};

describe.each([
  ['a message port', overChannel],
  ['a message port of another thread', overThread],
  ['a WebSocket', overSocket],
])('the wire over %s', (name, openLink) => {
  const open: Open = async (options) => {
    const link = await openLink(options);
    links.push(link);
    return link;
  };
  const inThisThread = openLink !== overThread;
  /** For cases that look inside the server, which another thread's cannot be looked into. */
  const itHere = (title: string, test: () => Promise<void>): void => {
    if (inThisThread) it(title, test);
  };

  it('answers a call with its value', async () => {
    const { connected } = await open();
    expect(await connected.client.calls.echo({ text: 'héllo ☸ 你好 \u0000' })).toEqual({ ok: true, value: { text: 'héllo ☸ 你好 \u0000' } });
  });

  it('answers an unknown procedure with NOT_FOUND, also one named like a property of every object', async () => {
    const { connected, raw } = await open();
    const unknown = connected.client.calls as unknown as Record<string, typeof connected.client.calls.echo>;
    expect(unknown['nothing']).toBeUndefined();
    const stranger = connect({ transport: raw, contract: { calls: { constructor: testContract.calls.echo, missing: testContract.calls.echo, 'echo.more': testContract.calls.echo } } });
    expect(await stranger.client.calls.missing({ text: '' })).toMatchObject({ ok: false, error: { code: 'NOT_FOUND' } });
    expect(await stranger.client.calls.constructor({ text: '' })).toMatchObject({ ok: false, error: { code: 'NOT_FOUND' } });
    expect(await stranger.client.calls['echo.more']({ text: '' })).toMatchObject({ ok: false, error: { code: 'NOT_FOUND' } });
  });

  it('refuses input that is not of the schema and says where', async () => {
    const { connected } = await open();
    const outcome = await connected.client.calls.echo({ text: 5 as unknown as string });
    expect(outcome).toMatchObject({ ok: false, error: { code: 'INVALID_INPUT', data: { issues: [{ path: 'text' }] } } });
  });

  it('turns output that is not of the schema into INTERNAL', async () => {
    const { connected, defects } = await open();
    expect(await connected.client.calls.invalidOutput({})).toMatchObject({ ok: false, error: { code: 'INTERNAL' } });
    if (inThisThread) expect(defects).toHaveLength(1);
  });

  it('keeps declared and universal errors and masks all others', async () => {
    const { connected } = await open();
    const throws = async (how: 'plain' | 'declared' | 'undeclared' | 'universal'): Promise<AppError | null> => {
      const outcome = await connected.client.calls.throws({ how });
      return outcome.ok ? null : outcome.error;
    };
    expect(await throws('declared')).toMatchObject({ code: 'PRECONDITION', message: 'not now' });
    expect(await throws('universal')).toMatchObject({ code: 'NOT_FOUND', data: { what: 'thing' } });
    expect(await throws('undeclared')).toMatchObject({ code: 'INTERNAL' });
    const plain = await throws('plain');
    expect(plain).toMatchObject({ code: 'INTERNAL' });
    expect(JSON.stringify(plain?.toShape())).not.toContain('secret detail');
    expect(plain?.ref).not.toBe('');
  });

  it('answers a value that cannot be serialized with INTERNAL', async () => {
    const { connected } = await open();
    expect(await connected.client.calls.unserializable({})).toMatchObject({ ok: false, error: { code: 'INTERNAL' } });
  });

  itHere('answers a throwing interceptor, which makes the context, with INTERNAL', async () => {
    const { connected } = await open({
      interceptors: [
        async () => {
          throw new Error('no context');
        },
      ],
    });
    expect(await connected.client.calls.echo({ text: '' })).toMatchObject({ ok: false, error: { code: 'INTERNAL' } });
    expect((await collect(connected.client.streams.count({ count: 1 }))).error).toMatchObject({ code: 'INTERNAL' });
  });

  itHere('runs interceptors outermost first, around the whole life of a stream', async () => {
    const order: string[] = [];
    const note =
      (mark: string): Interceptor =>
      async ({ path }, next) => {
        order.push(`${mark} ${path}`);
        const result = await next();
        order.push(`${mark} done`);
        return result;
      };
    const { connected } = await open({ interceptors: [note('outer'), note('inner')] });
    await collect(connected.client.streams.count({ count: 3 }));
    expect(order).toEqual(['outer streams.count', 'inner streams.count', 'inner done', 'outer done']);
  });

  it('aborts before, during and after a call', async () => {
    const { connected } = await open();
    expect(await connected.client.calls.echo({ text: '' }, { signal: AbortSignal.abort() })).toMatchObject({ ok: false, error: { code: 'ABORTED' } });
    const during = new AbortController();
    const pending = connected.client.calls.hangs({}, { signal: during.signal });
    during.abort();
    expect(await pending).toMatchObject({ ok: false, error: { code: 'ABORTED' } });
    const after = new AbortController();
    expect(await connected.client.calls.echo({ text: 'done' }, { signal: after.signal })).toMatchObject({ ok: true });
    after.abort();
    expect(await connected.client.calls.echo({ text: 'still there' })).toMatchObject({ ok: true });
  });

  it('streams items in order, numbered from 0, and ends', async () => {
    const { connected } = await open();
    const { events, error } = await collect(connected.client.streams.count({ count: 500, size: 10 }));
    expect(error).toBeNull();
    expect(events.map((event) => (event.type === 'item' ? event.seq : event.type))).toEqual([...Array(500).keys()]);
  });

  it('delivers what came before an error in mid-stream, then the error', async () => {
    const { connected } = await open();
    const declared = await collect(connected.client.streams.throwsMidway({ how: 'declared' }));
    expect(declared.values).toEqual([{ n: 1, pad: '' }]);
    expect(declared.error).toMatchObject({ code: 'PRECONDITION' });
    const plain = await collect(connected.client.streams.throwsMidway({ how: 'plain' }));
    expect(plain.error).toMatchObject({ code: 'INTERNAL' });
    const invalid = await collect(connected.client.streams.invalidItem({}));
    expect(invalid.values).toHaveLength(1);
    expect(invalid.error).toMatchObject({ code: 'INTERNAL' });
  });

  it('ends the producer when the consumer breaks out of the loop', async () => {
    const { connected } = await open();
    for await (const event of connected.client.streams.count({ count: 1_000_000, size: 1000 })) if (event.type === 'item' && event.value.n === 3) break;
    await expect.poll(async () => connected.client.calls.witness({})).toMatchObject({ ok: true, value: { ended: 1 } });
  });

  it('lets go of a producer that waits for ever and ignores its signal', async () => {
    const { connected } = await open();
    const abort = new AbortController();
    const stream = connected.client.streams.stuck({}, { signal: abort.signal })[Symbol.asyncIterator]();
    expect(await stream.next()).toMatchObject({ value: { type: 'item' } });
    const next = stream.next();
    abort.abort();
    await expect(next).rejects.toMatchObject({ code: 'ABORTED' });
    expect(await connected.client.calls.echo({ text: 'still there' })).toMatchObject({ ok: true });
  });

  it('lets a producer run ahead of a slow consumer by no more than the window', async () => {
    const { connected } = await open();
    const size = 8 * 1024;
    const stream = connected.client.streams.count({ count: 10_000, size })[Symbol.asyncIterator]();
    for (let read = 1; read <= 20; read++) {
      await stream.next();
      const witness = await connected.client.calls.witness({});
      const produced = witness.ok ? witness.value.produced : Infinity;
      expect(produced - read).toBeLessThanOrEqual(2 * Math.ceil(testContract.streams.count.windowBytes / size));
    }
    await stream.return?.();
  });

  it('passes items larger than the whole window', async () => {
    const { connected } = await open();
    const { values } = await collect(connected.client.streams.count({ count: 5, size: 200_000 }));
    expect(values.map(({ n, pad }) => [n, pad.length])).toEqual([0, 1, 2, 3, 4].map((n) => [n, 200_000]));
  });

  it('loses no credit over many windows', async () => {
    const { connected } = await open();
    const { values } = await collect(connected.client.streams.count({ count: 3000, size: 1024 }));
    expect(values).toHaveLength(3000);
  });

  it('drops the oldest with a visible gap where the contract says so', async () => {
    const { connected } = await open();
    const iterator = connected.client.streams.newest({ count: 2000, size: 1000 })[Symbol.asyncIterator]();
    await iterator.next();
    await expect.poll(async () => connected.client.calls.witness({})).toMatchObject({ value: { produced: 2000 } });
    let dropped = 0;
    let values = 1;
    let last = -1;
    for (let next = await iterator.next(); !next.done; next = await iterator.next()) {
      if (next.value.type === 'gap') dropped += next.value.dropped;
      else if (next.value.type === 'item') {
        values += 1;
        last = next.value.value.n;
      }
    }
    expect(dropped).toBeGreaterThan(0);
    expect(values + dropped).toBe(2000);
    expect(last).toBe(1999);
  });

  it('merges what waits where the contract says so', async () => {
    const { connected } = await open();
    const iterator = connected.client.streams.sum({ count: 2000, size: 1000 })[Symbol.asyncIterator]();
    const values: number[] = [];
    for (let next = await iterator.next(); !next.done; next = await iterator.next()) {
      if (values.length === 0) await expect.poll(async () => connected.client.calls.witness({})).toMatchObject({ value: { produced: 2000 } });
      if (next.value.type === 'item') values.push(next.value.value.n);
    }
    expect(values.length).toBeLessThan(2000);
    expect(values.reduce((sum, n) => sum + n, 0)).toBe((1999 * 2000) / 2);
  });

  it('resumes after a known item, and resets where the past is gone', async () => {
    const { connected } = await open();
    const resumed = await collect(connected.client.streams.resumable({}, { afterSeq: 95 }));
    expect(resumed.events.map((event) => (event.type === 'item' ? event.seq : event.type))).toEqual([96, 97, 98, 99]);
    const tooOld = await collect(connected.client.streams.resumable({}, { afterSeq: 5 }));
    expect(tooOld.events[0]).toEqual({ type: 'reset' });
    expect(tooOld.values).toHaveLength(10);
  });

  it('carries raw bytes unchanged', async () => {
    const { connected } = await open();
    const { values } = await collect(connected.client.streams.bytes({ chunks: 300, size: 1500 }));
    expect(values).toHaveLength(300);
    expect(values.every((chunk, n) => chunk instanceof Uint8Array && chunk.byteLength === 1500 && chunk.every((byte) => byte === n % 256))).toBe(true);
  });

  it('answers a thousand calls at once', async () => {
    const { connected } = await open();
    const outcomes = await Promise.all(Array.from({ length: 1000 }, (_, n) => connected.client.calls.echo({ text: String(n) })));
    expect(outcomes.map((outcome) => outcome.ok && outcome.value.text)).toEqual(Array.from({ length: 1000 }, (_, n) => String(n)));
  });

  it('refuses more streams at once than a peer may have, and serves again when some ended', async () => {
    const { connected } = await open();
    const streams = Array.from({ length: 64 }, () => connected.client.streams.stuck({})[Symbol.asyncIterator]());
    await Promise.all(streams.map((stream) => stream.next()));
    expect((await collect(connected.client.streams.count({ count: 1 }))).error).toMatchObject({ code: 'INVALID_INPUT' });
    await streams[0]?.return?.();
    await expect.poll(async () => (await collect(connected.client.streams.count({ count: 1 }))).values.length).toBe(1);
    for (const stream of streams) await stream.return?.();
  });

  it('refuses to send an oversized message, and the server closes on one', async () => {
    const { connected, raw } = await open();
    expect(await connected.client.calls.echo({ text: 'x'.repeat(1024 * 1024) })).toMatchObject({ ok: false, error: { code: 'INVALID_INPUT' } });
    expect(await connected.client.calls.echo({ text: 'fine' })).toMatchObject({ ok: true });
    raw.send(JSON.stringify({ t: 'call', id: 1, path: 'calls.echo', input: { text: 'x'.repeat(1024 * 1024) } }));
    await connected.closed;
  });

  it('closes on a message that is no request', async () => {
    const { connected, raw } = await open();
    raw.send('{"t":"nonsense"}');
    await connected.closed;
    expect(await connected.client.calls.echo({ text: '' })).toMatchObject({ ok: false, error: { code: 'DISCONNECTED' } });
  });

  it('ends pending calls and streams with DISCONNECTED when the peer goes away', async () => {
    const { connected, drop } = await open();
    const stream = connected.client.streams.stuck({})[Symbol.asyncIterator]();
    await stream.next();
    const next = stream.next();
    const pending = connected.client.calls.hangs({});
    drop();
    await expect(next).rejects.toMatchObject({ code: 'DISCONNECTED', retryable: true });
    expect(await pending).toMatchObject({ ok: false, error: { code: 'DISCONNECTED' } });
    await connected.closed;
  });

  itHere('ends what the server runs for a peer that goes away', async () => {
    let ended = 0;
    const { connected } = await open({
      interceptors: [
        async ({ context }, next) => {
          context.signal.addEventListener('abort', () => (ended += 1));
          return next();
        },
      ],
    });
    const stream = connected.client.streams.stuck({})[Symbol.asyncIterator]();
    await stream.next();
    void connected.client.calls.hangs({});
    await connected.client.calls.echo({ text: name });
    connected.close();
    await expect.poll(() => ended).toBeGreaterThanOrEqual(2);
    await expect(stream.next()).rejects.toMatchObject({ code: 'DISCONNECTED' });
  });
});
