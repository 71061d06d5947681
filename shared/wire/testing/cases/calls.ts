import type { AppError } from '@shared/errors/appError';
import { connect } from '@shared/wire/client';
import { testContract } from '@shared/wire/testing/contract';
import type { Interceptor } from '@shared/wire/types';
import { collect, type WireCase } from './wireCase';

export const callCases: readonly WireCase[] = [
  {
    title: 'answers a call with its value',
    async run(open, expect) {
      const { connected } = await open();
      expect(await connected.client.calls.echo({ text: 'héllo ☸ 你好 \u0000' })).toEqual({ ok: true, value: { text: 'héllo ☸ 你好 \u0000' } });
    },
  },
  {
    title: 'answers an unknown procedure with NOT_FOUND, also one named like a property of every object',
    async run(open, expect) {
      const { connected, raw } = await open();
      const unknown = connected.client.calls as unknown as Record<string, typeof connected.client.calls.echo>;
      expect(unknown['nothing']).toBeUndefined();
      const stranger = connect({ transport: raw, contract: { calls: { constructor: testContract.calls.echo, missing: testContract.calls.echo, 'echo.more': testContract.calls.echo } } });
      expect(await stranger.client.calls.missing({ text: '' })).toMatchObject({ ok: false, error: { code: 'NOT_FOUND' } });
      expect(await stranger.client.calls.constructor({ text: '' })).toMatchObject({ ok: false, error: { code: 'NOT_FOUND' } });
      expect(await stranger.client.calls['echo.more']({ text: '' })).toMatchObject({ ok: false, error: { code: 'NOT_FOUND' } });
    },
  },
  {
    title: 'refuses input that is not of the schema and says where',
    async run(open, expect) {
      const { connected } = await open();
      const outcome = await connected.client.calls.echo({ text: 5 as unknown as string });
      expect(outcome).toMatchObject({ ok: false, error: { code: 'INVALID_INPUT', data: { issues: [{ path: 'text' }] } } });
    },
  },
  {
    title: 'turns output that is not of the schema into INTERNAL',
    async run(open, expect) {
      const { connected, defects } = await open();
      expect(await connected.client.calls.invalidOutput({})).toMatchObject({ ok: false, error: { code: 'INTERNAL' } });
      if (defects) expect(defects).toHaveLength(1);
    },
  },
  {
    title: 'keeps declared and universal errors and masks all others',
    async run(open, expect) {
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
    },
  },
  {
    title: 'answers a value that cannot be serialized with INTERNAL',
    async run(open, expect) {
      const { connected } = await open();
      expect(await connected.client.calls.unserializable({})).toMatchObject({ ok: false, error: { code: 'INTERNAL' } });
    },
  },
  {
    title: 'answers a throwing interceptor, which makes the context, with INTERNAL',
    looksInside: true,
    async run(open, expect) {
      const { connected } = await open({
        interceptors: [
          async () => {
            throw new Error('no context');
          },
        ],
      });
      expect(await connected.client.calls.echo({ text: '' })).toMatchObject({ ok: false, error: { code: 'INTERNAL' } });
      expect((await collect(connected.client.streams.count({ count: 1 }))).error).toMatchObject({ code: 'INTERNAL' });
    },
  },
  {
    title: 'runs interceptors outermost first, around the whole life of a stream',
    looksInside: true,
    async run(open, expect) {
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
    },
  },
  {
    title: 'aborts before, during and after a call',
    async run(open, expect) {
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
    },
  },
];
