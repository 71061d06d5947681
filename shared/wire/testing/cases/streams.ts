import { testContract } from '@shared/wire/testing/contract';
import { collect, eventually, type WireCase } from './wireCase';

export const streamCases: readonly WireCase[] = [
  {
    title: 'streams items in order, numbered from 0, and ends',
    async run(open, expect) {
      const { connected } = await open();
      const { events, error } = await collect(connected.client.streams.count({ count: 500, size: 10 }));
      expect(error).toBeNull();
      expect(events.map((event) => (event.type === 'item' ? event.seq : event.type))).toEqual([...Array(500).keys()]);
    },
  },
  {
    title: 'delivers what came before an error in mid-stream, then the error',
    async run(open, expect) {
      const { connected } = await open();
      const declared = await collect(connected.client.streams.throwsMidway({ how: 'declared' }));
      expect(declared.values).toEqual([{ n: 1, pad: '' }]);
      expect(declared.error).toMatchObject({ code: 'PRECONDITION' });
      const plain = await collect(connected.client.streams.throwsMidway({ how: 'plain' }));
      expect(plain.error).toMatchObject({ code: 'INTERNAL' });
      const invalid = await collect(connected.client.streams.invalidItem({}));
      expect(invalid.values).toHaveLength(1);
      expect(invalid.error).toMatchObject({ code: 'INTERNAL' });
    },
  },
  {
    title: 'ends the producer when the consumer breaks out of the loop',
    async run(open, expect) {
      const { connected } = await open();
      for await (const event of connected.client.streams.count({ count: 1_000_000, size: 1000 })) if (event.type === 'item' && event.value.n === 3) break;
      await eventually(async () => expect(await connected.client.calls.witness({})).toMatchObject({ ok: true, value: { ended: 1 } }));
    },
  },
  {
    title: 'lets go of a producer that waits for ever and ignores its signal',
    async run(open, expect) {
      const { connected } = await open();
      const abort = new AbortController();
      const stream = connected.client.streams.stuck({}, { signal: abort.signal })[Symbol.asyncIterator]();
      expect(await stream.next()).toMatchObject({ value: { type: 'item' } });
      const next = stream.next();
      abort.abort();
      await expect(next).rejects.toMatchObject({ code: 'ABORTED' });
      expect(await connected.client.calls.echo({ text: 'still there' })).toMatchObject({ ok: true });
    },
  },
  {
    title: 'lets a producer run ahead of a slow consumer by no more than the window',
    async run(open, expect) {
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
    },
  },
  {
    title: 'passes items larger than the whole window',
    async run(open, expect) {
      const { connected } = await open();
      const { values } = await collect(connected.client.streams.count({ count: 5, size: 200_000 }));
      expect(values.map(({ n, pad }) => [n, pad.length])).toEqual([0, 1, 2, 3, 4].map((n) => [n, 200_000]));
    },
  },
  {
    title: 'loses no credit over many windows',
    async run(open, expect) {
      const { connected } = await open();
      const { values } = await collect(connected.client.streams.count({ count: 3000, size: 1024 }));
      expect(values).toHaveLength(3000);
    },
  },
  {
    title: 'drops the oldest with a visible gap where the contract says so',
    async run(open, expect) {
      const { connected } = await open();
      const iterator = connected.client.streams.newest({ count: 2000, size: 1000 })[Symbol.asyncIterator]();
      await iterator.next();
      await eventually(async () => expect(await connected.client.calls.witness({})).toMatchObject({ value: { produced: 2000 } }));
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
    },
  },
  {
    title: 'merges what waits where the contract says so',
    async run(open, expect) {
      const { connected } = await open();
      const iterator = connected.client.streams.sum({ count: 2000, size: 1000 })[Symbol.asyncIterator]();
      const values: number[] = [];
      for (let next = await iterator.next(); !next.done; next = await iterator.next()) {
        if (values.length === 0) await eventually(async () => expect(await connected.client.calls.witness({})).toMatchObject({ value: { produced: 2000 } }));
        if (next.value.type === 'item') values.push(next.value.value.n);
      }
      expect(values.length).toBeLessThan(2000);
      expect(values.reduce((sum, n) => sum + n, 0)).toBe((1999 * 2000) / 2);
    },
  },
  {
    title: 'resumes after a known item, and resets where the past is gone',
    async run(open, expect) {
      const { connected } = await open();
      const resumed = await collect(connected.client.streams.resumable({}, { afterSeq: 95 }));
      expect(resumed.events.map((event) => (event.type === 'item' ? event.seq : event.type))).toEqual([96, 97, 98, 99]);
      const tooOld = await collect(connected.client.streams.resumable({}, { afterSeq: 5 }));
      expect(tooOld.events[0]).toEqual({ type: 'reset' });
      expect(tooOld.values).toHaveLength(10);
    },
  },
  {
    title: 'carries raw bytes unchanged',
    async run(open, expect) {
      const { connected } = await open();
      const { values } = await collect(connected.client.streams.bytes({ chunks: 300, size: 1500 }));
      expect(values).toHaveLength(300);
      expect(values.every((chunk, n) => chunk instanceof Uint8Array && chunk.byteLength === 1500 && chunk.every((byte) => byte === n % 256))).toBe(true);
    },
  },
];
