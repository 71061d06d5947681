import { MessageChannel } from 'node:worker_threads';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { connect, type Connected } from './client';
import { testContract, type TestContract } from './testing/contract';
import { portTransport } from './transports/port';
import type { Transport } from './transport';

/** A server of another version: answers whatever the test says. */
let server: Transport;
let connected: Connected<TestContract>;
let answer: (id: number) => string;

beforeEach(() => {
  const { port1, port2 } = new MessageChannel();
  server = portTransport(port1);
  server.start({
    message: (message) => {
      if (typeof message === 'string') server.send(answer((JSON.parse(message) as { id: number }).id));
    },
    closed: () => undefined,
  });
  connected = connect({ transport: portTransport(port2), contract: testContract });
});
afterEach(() => connected.close());

it('ends a call and a stream whose error it does not know, and stays connected', async () => {
  answer = (id) => JSON.stringify({ t: 'error', id, error: { code: 'OF_THE_FUTURE' } });
  expect(await connected.client.calls.echo({ text: '' })).toMatchObject({ ok: false, error: { code: 'INTERNAL' } });
  await expect(connected.client.streams.count({ count: 1 })[Symbol.asyncIterator]().next()).rejects.toMatchObject({ code: 'INTERNAL' });
  answer = (id) => JSON.stringify({ t: 'ok', id, value: { text: 'still there' } });
  expect(await connected.client.calls.echo({ text: '' })).toMatchObject({ ok: true });
});

it('gives a connection up that brings what is no answer, rather than to wait for one', async () => {
  answer = () => '{"t":"nonsense"}';
  expect(await connected.client.calls.echo({ text: '' })).toMatchObject({ ok: false, error: { code: 'DISCONNECTED' } });
  await connected.closed;
});
