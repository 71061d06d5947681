import { collect, eventually, type WireCase } from './wireCase';

export const connectionCases: readonly WireCase[] = [
  {
    title: 'answers a thousand calls at once',
    async run(open, expect) {
      const { connected } = await open();
      const outcomes = await Promise.all(Array.from({ length: 1000 }, (_, n) => connected.client.calls.echo({ text: String(n) })));
      expect(outcomes.map((outcome) => outcome.ok && outcome.value.text)).toEqual(Array.from({ length: 1000 }, (_, n) => String(n)));
    },
  },
  {
    title: 'refuses more streams at once than a peer may have, and serves again when some ended',
    async run(open, expect) {
      const { connected } = await open();
      const streams = Array.from({ length: 64 }, () => connected.client.streams.stuck({})[Symbol.asyncIterator]());
      await Promise.all(streams.map((stream) => stream.next()));
      expect((await collect(connected.client.streams.count({ count: 1 }))).error).toMatchObject({ code: 'INVALID_INPUT' });
      await streams[0]?.return?.();
      await eventually(async () => expect((await collect(connected.client.streams.count({ count: 1 }))).values).toHaveLength(1));
      for (const stream of streams) await stream.return?.();
    },
  },
  {
    title: 'refuses to send an oversized message, and the server closes on one',
    async run(open, expect) {
      const { connected, raw } = await open();
      expect(await connected.client.calls.echo({ text: 'x'.repeat(1024 * 1024) })).toMatchObject({ ok: false, error: { code: 'INVALID_INPUT' } });
      expect(await connected.client.calls.echo({ text: 'fine' })).toMatchObject({ ok: true });
      raw.send(JSON.stringify({ t: 'call', id: 1, path: 'calls.echo', input: { text: 'x'.repeat(1024 * 1024) } }));
      await connected.closed;
    },
  },
  {
    title: 'closes on a message that is no request',
    async run(open, expect) {
      const { connected, raw } = await open();
      raw.send('{"t":"nonsense"}');
      await connected.closed;
      expect(await connected.client.calls.echo({ text: '' })).toMatchObject({ ok: false, error: { code: 'DISCONNECTED' } });
    },
  },
  {
    title: 'ends pending calls and streams with DISCONNECTED when the peer goes away',
    async run(open, expect) {
      const { connected, drop } = await open();
      const stream = connected.client.streams.stuck({})[Symbol.asyncIterator]();
      await stream.next();
      const next = stream.next();
      const pending = connected.client.calls.hangs({});
      drop();
      await expect(next).rejects.toMatchObject({ code: 'DISCONNECTED', retryable: true });
      expect(await pending).toMatchObject({ ok: false, error: { code: 'DISCONNECTED' } });
      await connected.closed;
    },
  },
  {
    title: 'ends what the server runs for a peer that goes away',
    looksInside: true,
    async run(open, expect) {
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
      await connected.client.calls.echo({ text: 'in order' });
      connected.close();
      await eventually(async () => expect(ended).toBeGreaterThanOrEqual(2));
      await expect(stream.next()).rejects.toMatchObject({ code: 'DISCONNECTED' });
    },
  },
];
