import { z } from 'zod';
import { bytes, call, stream } from '@shared/wire/define';

const read = { effect: 'read', scope: 'workstation' } as const;
const none = z.object({});
const countTo = z.object({ count: z.number(), size: z.number().default(0) });
const numbered = z.object({ n: z.number(), pad: z.string().default('') });
const windowBytes = 64 * 1024;

/** Procedures that provoke every case of the conformance suite (`reference/style.md` §4.4). */
export const testContract = {
  calls: {
    echo: call({ ...read, input: z.object({ text: z.string() }), output: z.object({ text: z.string() }) }),
    invalidOutput: call({ ...read, input: none, output: z.object({ n: z.number() }) }),
    throws: call({ ...read, input: z.object({ how: z.enum(['plain', 'declared', 'undeclared', 'universal']) }), output: none, errors: ['PRECONDITION'] }),
    unserializable: call({ ...read, input: none, output: z.object({ value: z.unknown() }) }),
    /** Never answers; ignores its signal. */
    hangs: call({ ...read, input: none, output: none }),
    /** What the server has seen: the number of producers that were told to end, and of items made. */
    witness: call({ ...read, input: none, output: z.object({ ended: z.number(), produced: z.number() }) }),
  },
  streams: {
    count: stream({ ...read, input: countTo, item: numbered, overflow: { policy: 'block' }, windowBytes }),
    newest: stream({ ...read, input: countTo, item: numbered, overflow: { policy: 'dropOldest', maxBytes: 4096 }, windowBytes }),
    sum: stream({ ...read, input: countTo, item: numbered, overflow: { policy: 'coalesce', merge: (older, newer) => ({ n: older.n + newer.n, pad: newer.pad }) }, windowBytes }),
    bytes: stream({ ...read, input: z.object({ chunks: z.number(), size: z.number() }), item: bytes, overflow: { policy: 'block' }, windowBytes }),
    throwsMidway: stream({ ...read, input: z.object({ how: z.enum(['plain', 'declared']) }), item: numbered, overflow: { policy: 'block' }, errors: ['PRECONDITION'] }),
    invalidItem: stream({ ...read, input: none, item: numbered, overflow: { policy: 'block' } }),
    /** Yields once, then waits for ever without looking at its signal. */
    stuck: stream({ ...read, input: none, item: numbered, overflow: { policy: 'block' } }),
    /** A ring of the last ten of a hundred items: what is older cannot be resumed from. */
    resumable: stream({ ...read, input: none, item: numbered, overflow: { policy: 'block' } }),
  },
};
export type TestContract = typeof testContract;
