import type { z } from 'zod';
import type { AppError } from '@shared/errors/appError';
import type { CallDefinition, Contract, ItemOf, Procedure, StreamDefinition } from './define';

/** The answer to a call: TypeScript forces the error branch. */
export type Outcome<T> = { ok: true; value: T } | { ok: false; error: AppError };

/**
 * What a stream yields to its consumer. `seq` rises by one per item that the producer made (more where items
 * were merged or dropped) and is what `afterSeq` continues from. After `reset` everything seen before is void:
 * a snapshot follows.
 */
export type StreamEvent<T> = { type: 'item'; seq: number; value: T } | { type: 'gap'; dropped: number } | { type: 'reset' };

/** Who is at the other end of a connection. */
export interface Peer {
  readonly id: string;
  readonly kind: 'window' | 'browser' | 'test';
}

export interface CallContext {
  readonly peer: Peer;
  /** Aborts when the caller cancels or goes away. */
  readonly signal: AbortSignal;
}

export interface StreamContext extends CallContext {
  /** Set when the consumer had this stream before and wants what follows that item. */
  readonly afterSeq: number | undefined;
}

/** What a stream's handler may yield: a plain item (numbered for it), an item with its own number, or `reset`. */
export type Produced<T> = T | Sequenced<T> | typeof reset;
export class Sequenced<T> {
  constructor(
    readonly seq: number,
    readonly value: T,
  ) {}
}
export const reset = Symbol('reset');

export type CallHandler<D extends CallDefinition> = (input: z.output<D['input']>, context: CallContext) => z.input<D['output']> | Promise<z.input<D['output']>>;
export type StreamHandler<D extends StreamDefinition> = (
  input: z.output<D['input']>,
  context: StreamContext,
) => AsyncIterable<Produced<ItemOf<D['item']>>>;

export type Handler<D> = D extends CallDefinition ? CallHandler<D> : D extends StreamDefinition ? StreamHandler<D> : never;

/** The handlers of one domain, and of a whole contract. */
export type DomainHandlers<D extends Record<string, Procedure>> = { [V in keyof D]: Handler<D[V]> };
export type ContractHandlers<C extends Contract> = { [D in keyof C]: DomainHandlers<C[D]> };

export interface CallOptions {
  signal?: AbortSignal;
}
export interface StreamOptions extends CallOptions {
  afterSeq?: number;
}
type ClientCall<D extends CallDefinition> = (input: z.input<D['input']>, options?: CallOptions) => Promise<Outcome<z.output<D['output']>>>;
/** Errors are thrown as `AppError` from the iterator. Asking for the next event gives back the credit of the last one. */
type ClientStream<D extends StreamDefinition> = (input: z.input<D['input']>, options?: StreamOptions) => AsyncIterable<StreamEvent<ItemOf<D['item']>>>;
export type ClientMethod<D> = D extends CallDefinition ? ClientCall<D> : D extends StreamDefinition ? ClientStream<D> : never;
/** `client.domain.verb(input)`, typed by the contract. */
export type Client<C extends Contract> = { [D in keyof C]: { [V in keyof C[D]]: ClientMethod<C[D][V]> } };

/** Runs around every call, and around the whole life of every stream (`next` settles when the stream ends). */
export type Interceptor = (invocation: Invocation, next: () => Promise<unknown>) => Promise<unknown>;
export interface Invocation {
  /** `domain.verb` */
  readonly path: string;
  readonly procedure: Procedure;
  /** Validated. */
  readonly input: unknown;
  readonly context: CallContext;
}
