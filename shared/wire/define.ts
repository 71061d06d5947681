import type { z } from 'zod';
import type { DeclaredErrorCode } from '@shared/errors/codes';

/**
 * How a contract is written. Features and services import `call` and `stream` from here and nothing else
 * of the wire, so that another transport library could be put below them.
 */

/** What a procedure does to the world. The interceptors enforce policy and audit from it. */
export type Effect = 'read' | 'write' | 'dangerous';

/**
 * What it acts on. Procedures that change an environment must carry `environmentId` in their input;
 * dangerous ones `confirmName` too. `workstation` is everything of this machine: settings, vault, list of environments.
 */
export type Scope = 'environment' | 'workstation';

interface Common {
  effect: Effect;
  scope: Scope;
  /** Codes beyond the universal ones that the procedure can answer. */
  errors?: readonly DeclaredErrorCode[];
  /** The input holds a secret: it is never logged nor digested into the audit. */
  sensitive?: boolean;
}

export interface CallDefinition<I extends z.ZodType = z.ZodType, O extends z.ZodType = z.ZodType> extends Common {
  readonly type: 'call';
  input: I;
  output: O;
}

/**
 * What happens to items the consumer has no credit for yet.
 * - `block`: the producer waits; nothing is lost.
 * - `dropOldest`: at most `maxBytes` wait; older ones go and a `gap` with their number appears in their place.
 * - `coalesce`: what waits is merged into one item.
 */
export type Overflow<T> =
  | { policy: 'block' }
  | { policy: 'dropOldest'; maxBytes: number }
  | { policy: 'coalesce'; merge: (older: T, newer: T) => T };

/** Marks a stream of raw bytes: items are `Uint8Array` and never pass JSON. */
export const bytes = Symbol('bytes');

export interface StreamDefinition<I extends z.ZodType = z.ZodType, T extends z.ZodType | typeof bytes = z.ZodType | typeof bytes> extends Common {
  readonly type: 'stream';
  input: I;
  item: T;
  // A method, so that definitions of different items stay assignable to the general type.
  overflow: Overflow<never> | Overflow<ItemOf<T>>;
  /** Bytes the consumer lets wait unread. */
  windowBytes: number;
}

export type ItemOf<T> = T extends z.ZodType ? z.output<T> : Uint8Array;

export const call = <I extends z.ZodType, O extends z.ZodType>(definition: Common & { input: I; output: O }): CallDefinition<I, O> => ({
  type: 'call',
  ...definition,
});

/** Window for anything that ends in a terminal, and for everything else (`reference/style.md` §3.8). */
export const terminalWindowBytes = 512 * 1024;
const defaultWindowBytes = 1024 * 1024;

export const stream = <I extends z.ZodType, T extends z.ZodType | typeof bytes>(
  definition: Common & { input: I; item: T; overflow: Overflow<ItemOf<T>>; windowBytes?: number },
): StreamDefinition<I, T> => ({ type: 'stream', windowBytes: defaultWindowBytes, ...definition });

export type Procedure = CallDefinition | StreamDefinition;
/** Two levels: `domain.verb`. */
export type Contract = Record<string, Record<string, Procedure>>;
