import { AppError } from '@shared/errors/appError';
import { reset, Sequenced, type ContractHandlers } from '@shared/wire/types';
import type { TestContract } from './contract';

const failure = (how: 'plain' | 'declared' | 'undeclared' | 'universal'): Error => {
  switch (how) {
    case 'plain':
      return new Error('secret detail');
    case 'declared':
      return new AppError('PRECONDITION', 'not now', {});
    case 'undeclared':
      return new AppError('VAULT', 'not mine to answer', { state: 'locked' });
    case 'universal':
      return new AppError('NOT_FOUND', 'no such thing', { what: 'thing' });
  }
};

const ringSize = 10;
const ringEnd = 100;

/** Handlers of the test contract, which count what the suite asks about. */
export const createTestHandlers = (): ContractHandlers<TestContract> => {
  let ended = 0;
  let produced = 0;

  async function* numbers(count: number, size: number) {
    const pad = 'x'.repeat(size);
    try {
      for (let n = 0; n < count; n++) {
        produced += 1;
        yield { n, pad };
      }
    } finally {
      ended += 1;
    }
  }

  return {
    calls: {
      echo: ({ text }) => ({ text }),
      invalidOutput: () => ({ n: 'not a number' as unknown as number }),
      throws: ({ how }) => {
        throw failure(how);
      },
      unserializable: () => ({ value: 10n }),
      hangs: () => new Promise(() => undefined),
      witness: () => ({ ended, produced }),
    },
    streams: {
      count: ({ count, size }) => numbers(count, size),
      newest: ({ count, size }) => numbers(count, size),
      sum: ({ count, size }) => numbers(count, size),
      async *bytes({ chunks, size }) {
        for (let n = 0; n < chunks; n++) yield new Uint8Array(size).fill(n % 256);
      },
      async *throwsMidway({ how }) {
        yield { n: 1, pad: '' };
        throw failure(how);
      },
      async *invalidItem() {
        yield { n: 1, pad: '' };
        yield { n: 'two' as unknown as number, pad: '' };
      },
      async *stuck() {
        try {
          yield { n: 1, pad: '' };
          await new Promise(() => undefined);
        } finally {
          ended += 1;
        }
      },
      async *resumable(_, { afterSeq = -1 }) {
        const oldest = ringEnd - ringSize;
        if (afterSeq + 1 < oldest) yield reset;
        for (let seq = Math.max(afterSeq + 1, oldest); seq < ringEnd; seq++) yield new Sequenced(seq, { n: seq, pad: '' });
      },
    },
  };
};
