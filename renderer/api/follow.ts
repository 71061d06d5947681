import type { StoreApi } from 'zustand/vanilla';
import { AppError, isAppError } from '@shared/errors/appError';
import type { StreamEvent, StreamOptions } from '@shared/wire/types';
import { backoffDelay, streamRetryPolicy } from './backoff';
import { waitFor, type Connection, type ConnectionState } from './connection';

export interface FollowListener<T> {
  item(value: T): void;
  /** What was seen before is void, a snapshot follows. Comes with the first new item, so the old value can stay on screen until then. */
  reset(): void;
  gap?(dropped: number): void;
  /** Null when items flow again. `DISCONNECTED` is never told: the connection state says that better. */
  error?(error: AppError | null): void;
  ended?(): void;
}

export interface FollowOptions {
  /** Ask the same engine for what follows the last item instead of everything anew. */
  resume?: boolean;
  /** While this is false the stream is let go. */
  visible?: StoreApi<boolean>;
}

export interface Following {
  stop(): void;
  /** Try now instead of after the back-off. */
  retry(): void;
}

/** Resolves as soon as `holds` is true of the store, or the signal aborts. */
const until = async <S>(store: StoreApi<S>, holds: (state: S) => boolean, signal: AbortSignal): Promise<void> => {
  if (holds(store.getState()) || signal.aborted) return;
  await new Promise<void>((resolve) => {
    const done = (): void => {
      unsubscribe();
      resolve();
    };
    const unsubscribe = store.subscribe((state) => {
      if (holds(state)) done();
    });
    signal.addEventListener('abort', done, { once: true });
  });
};

const toAppError = (error: unknown): AppError => (isAppError(error) ? error : new AppError('INTERNAL', String(error), {}));

/**
 * Keeps a stream alive: subscribes when connected, again after a reconnect, lets go while the page is hidden, and
 * tries again after errors that may pass. Errors that will not pass wait for `retry`.
 */
export const follow = <T>(
  connection: Connection,
  open: (options: StreamOptions) => AsyncIterable<StreamEvent<T>>,
  listener: FollowListener<T>,
  { resume = false, visible }: FollowOptions = {},
): Following => {
  const stopped = new AbortController();
  let retryNow = new AbortController();
  let lastSeq: number | undefined;
  let lastEngine: string | undefined;
  let failures = 0;

  const consume = async (signal: AbortSignal): Promise<void> => {
    const state = connection.state.getState();
    const engine = state.kind === 'connected' ? state.info.engineId : undefined;
    const afterSeq = resume && engine === lastEngine ? lastSeq : undefined;
    let fresh = afterSeq === undefined;
    for await (const event of open({ signal, afterSeq })) {
      if (signal.aborted) return;
      if (fresh || event.type === 'reset') listener.reset();
      if (fresh || failures > 0) listener.error?.(null);
      fresh = false;
      failures = 0;
      lastEngine = engine;
      if (event.type === 'item') {
        lastSeq = event.seq;
        listener.item(event.value);
      } else if (event.type === 'gap') listener.gap?.(event.dropped);
    }
    if (!signal.aborted) {
      stopped.abort();
      listener.ended?.();
    }
  };

  /** Subscribes once and ends with the subscription; a hidden page ends it too. */
  const subscribe = async (): Promise<void> => {
    const hidden = new AbortController();
    const session = connection.state.getState();
    const unwatch = visible?.subscribe((shown) => {
      if (!shown) hidden.abort();
    });
    try {
      await consume(AbortSignal.any([stopped.signal, hidden.signal]));
    } catch (error) {
      if (stopped.signal.aborted || hidden.signal.aborted) return;
      await settle(toAppError(error), session);
    } finally {
      unwatch?.();
    }
  };

  const settle = async (error: AppError, session: ConnectionState): Promise<void> => {
    // The connection may learn of its end a moment after its streams do.
    if (error.code === 'DISCONNECTED') return until(connection.state, (state) => state !== session, stopped.signal);
    failures += 1;
    retryNow = new AbortController();
    const signal = AbortSignal.any([stopped.signal, retryNow.signal]);
    listener.error?.(error);
    if (!error.retryable) return until(connection.state, (state) => state !== session, signal);
    await waitFor(backoffDelay(streamRetryPolicy, failures), signal);
  };

  const run = async (): Promise<void> => {
    while (!stopped.signal.aborted) {
      await until(connection.state, (state) => state.kind === 'connected', stopped.signal);
      if (visible) await until(visible, (shown) => shown, stopped.signal);
      if (!stopped.signal.aborted && connection.state.getState().kind === 'connected') await subscribe();
    }
  };
  void run();

  return { stop: () => stopped.abort(), retry: () => retryNow.abort() };
};
