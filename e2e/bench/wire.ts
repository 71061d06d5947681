import { MessageChannel, Worker } from 'node:worker_threads';
import { z } from 'zod';
import { connect } from '@shared/wire/client';
import { call, stream } from '@shared/wire/define';
import { serve } from '@shared/wire/server';
import { portTransport } from '@shared/wire/transports/port';
import { figure, type BenchFigure } from './figures';

const read = { effect: 'read', scope: 'workstation' } as const;
const contract = {
  bench: {
    echo: call({ ...read, input: z.object({ text: z.string() }), output: z.object({ text: z.string() }) }),
    lines: stream({ ...read, input: z.object({ batches: z.number(), text: z.string() }), item: z.object({ text: z.string() }), overflow: { policy: 'block' } }),
  },
};

const line = `${'x'.repeat(118)}\n`;
/** One batch of log lines, as the log pipeline sends them (`reference/style.md` §3.8: 64 KiB). */
const batch = line.repeat(550);
const batches = 3000;
const rounds = 5;

const best = async (measureOnce: () => Promise<number>): Promise<number> => {
  const results: number[] = [];
  for (let round = 0; round < rounds; round++) results.push(await measureOnce());
  return Math.max(...results);
};

/** A thread that posts the batches to a port as bare strings: what the wire can at best come near to. */
const bareThread = `
  const { parentPort } = require('node:worker_threads');
  parentPort.on('message', ({ port, batches, text }) => {
    for (let n = 0; n < batches; n++) port.postMessage(text);
    port.postMessage(null);
  });`;

const bareLinesPerSecond = async (): Promise<number> => {
  const worker = new Worker(bareThread, { eval: true });
  const { port1, port2 } = new MessageChannel();
  const started = performance.now();
  let received = 0;
  await new Promise<void>((resolve) => {
    port2.on('message', (text: string | null) => {
      if (text === null) resolve();
      else received += text.length / line.length;
    });
    worker.postMessage({ port: port1, batches, text: batch }, [port1]);
  });
  const seconds = (performance.now() - started) / 1000;
  port2.close();
  await worker.terminate();
  return received / seconds;
};

/** Both ends in this thread, so that the wire's own work is measured without a second core to hide it on. */
const wireLinesPerSecond = async (): Promise<number> => {
  const { port1, port2 } = new MessageChannel();
  const server = serve({
    transport: portTransport(port1),
    contract,
    handlers: {
      bench: {
        echo: ({ text }) => ({ text }),
        async *lines({ batches: count, text }) {
          for (let n = 0; n < count; n++) yield { text };
        },
      },
    },
    peer: { id: 'bench', kind: 'test' },
  });
  const { client, close } = connect({ transport: portTransport(port2), contract });
  const started = performance.now();
  let received = 0;
  for await (const event of client.bench.lines({ batches, text: batch })) if (event.type === 'item') received += event.value.text.length / line.length;
  const seconds = (performance.now() - started) / 1000;
  close();
  await server.closed;
  return received / seconds;
};

const bareRoundTripMicros = async (): Promise<number> => {
  const { port1, port2 } = new MessageChannel();
  port1.on('message', (text: string) => port1.postMessage(text));
  const once = (): Promise<void> =>
    new Promise((resolve) => {
      port2.once('message', () => resolve());
      port2.postMessage('ping');
    });
  const micros = await perCall(once);
  port1.close();
  return micros;
};

const wireRoundTripMicros = async (): Promise<number> => {
  const { port1, port2 } = new MessageChannel();
  const handlers = { bench: { echo: ({ text }: { text: string }) => ({ text }), lines: async function* () {} } };
  const server = serve({ transport: portTransport(port1), contract, handlers, peer: { id: 'bench', kind: 'test' } });
  const { client, close } = connect({ transport: portTransport(port2), contract });
  const micros = await perCall(async () => void (await client.bench.echo({ text: 'ping' })));
  close();
  await server.closed;
  return micros;
};

const perCall = async (once: () => Promise<void>): Promise<number> => {
  const calls = 5000;
  for (let n = 0; n < 500; n++) await once();
  const started = performance.now();
  for (let n = 0; n < calls; n++) await once();
  return ((performance.now() - started) * 1000) / calls;
};

/** Heap that a consumer of 200 µs per batch lets grow, against what it would be if everything waited in memory. */
const slowConsumerHeapMiB = async (): Promise<{ value: number; control: number }> => {
  globalThis.gc?.();
  const before = process.memoryUsage().heapUsed;
  const { port1, port2 } = new MessageChannel();
  const handlers = {
    bench: {
      echo: ({ text }: { text: string }) => ({ text }),
      async *lines({ batches: count }: { batches: number }) {
        for (let n = 0; n < count; n++) yield { text: `${n}${batch}`.slice(0, batch.length) };
      },
    },
  };
  const server = serve({ transport: portTransport(port1), contract, handlers, peer: { id: 'bench', kind: 'test' } });
  const { client, close } = connect({ transport: portTransport(port2), contract });
  let highest = 0;
  let read_ = 0;
  for await (const event of client.bench.lines({ batches: 2000, text: '' })) {
    if (event.type !== 'item' || ++read_ % 100 !== 0) continue;
    await new Promise((resolve) => setTimeout(resolve, 20));
    globalThis.gc?.();
    highest = Math.max(highest, process.memoryUsage().heapUsed - before);
  }
  close();
  await server.closed;
  return { value: highest / 2 ** 20, control: (2000 * batch.length) / 2 ** 20 };
};

/** Throughput, round trip and memory of the wire, each against the bare port. */
export const measure = async (): Promise<BenchFigure[]> => {
  const heap = await slowConsumerHeapMiB();
  return [
    figure('wire.throughput', await best(wireLinesPerSecond), 'lines/s', await best(bareLinesPerSecond)),
    figure('wire.roundTrip', await wireRoundTripMicros(), 'µs', await bareRoundTripMicros()),
    figure('wire.slowConsumerHeap', heap.value, 'MiB', heap.control),
  ];
};
