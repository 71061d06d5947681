import type { AppError } from '@shared/errors/appError';
import type { Open } from '@shared/wire/testing/links';
import type { StreamEvent } from '@shared/wire/types';

/** As much of `expect` as the cases use: Vitest's and Playwright's both have it. */
export interface Matchers {
  toBe(expected: unknown): void;
  toEqual(expected: unknown): void;
  toMatchObject(expected: object): void;
  toHaveLength(expected: number): void;
  toBeNull(): void;
  toBeUndefined(): void;
  toBeGreaterThan(expected: number): void;
  toBeGreaterThanOrEqual(expected: number): void;
  toBeLessThan(expected: number): void;
  toBeLessThanOrEqual(expected: number): void;
}
type Expectation = Matchers & {
  not: Matchers & { toContain(expected: string): void };
  rejects: { toMatchObject(expected: object): Promise<void> };
};
export type Expect = (actual: unknown) => Expectation;

/** What must hold over every transport (`reference/style.md` §4.4), whoever runs it: Vitest, or the main process of Electron. */
export interface WireCase {
  title: string;
  /** Looks into the server or gives it functions, which the one of another thread or process does not allow. */
  looksInside?: boolean;
  run(open: Open, expect: Expect): Promise<void>;
}

/** Everything that a stream brings, and the error that it ends with. */
export const collect = async <T>(events: AsyncIterable<StreamEvent<T>>): Promise<{ events: StreamEvent<T>[]; values: T[]; error: AppError | null }> => {
  const seen: StreamEvent<T>[] = [];
  let error: AppError | null = null;
  try {
    for await (const event of events) seen.push(event);
  } catch (caught) {
    error = caught as AppError;
  }
  return { events: seen, values: seen.flatMap((event) => (event.type === 'item' ? [event.value] : [])), error };
};

const patienceMs = 5_000;

/** Asserts again and again until it holds: nothing tells this side when the other one is done. */
export const eventually = async (assertion: () => Promise<void>): Promise<void> => {
  const deadline = Date.now() + patienceMs;
  for (;;) {
    try {
      return await assertion();
    } catch (error) {
      if (Date.now() > deadline) throw error;
      await new Promise((resolve) => setTimeout(resolve, 10));
    }
  }
};
