import { useMemo, useSyncExternalStore } from 'react';
import type { AppError } from '@shared/errors/appError';
import { useEngine, type Engine } from './context';
import { follow, type Following } from './follow';
import { streamAt, type InputAt, type ItemAt, type StreamPath } from './paths';

export interface StreamView<T> {
  /** The last value; kept while reconnecting. Undefined until the first item. */
  value: T | undefined;
  error: AppError | null;
  ended: boolean;
  /** Subscribes again now. */
  retry: () => void;
}

interface FoldOptions<P extends StreamPath, T> {
  /** Must be a stable function: a new one starts the stream anew. `state` is undefined for the first item and after a reset. */
  fold: (state: T | undefined, item: ItemAt<P>) => T;
  enabled?: boolean;
  /** Only for streams that say so in the contract. */
  resume?: boolean;
}

/** Renders at most once per frame however many items come. */
const notifyIntervalMs = 16;

interface StreamSource<T> {
  subscribe(listener: () => void): () => void;
  snapshot(): StreamView<T>;
}

const createSource = <P extends StreamPath, T>(engine: Engine, path: P, input: InputAt<P>, { fold, enabled = true, resume = false }: FoldOptions<P, T>): StreamSource<T> => {
  let following: Following | null = null;
  let notifyTimer: ReturnType<typeof setTimeout> | undefined;
  const listeners = new Set<() => void>();
  let view: StreamView<T> = { value: undefined, error: null, ended: false, retry: () => following?.retry() };
  let folded: T | undefined;

  const change = (part: Partial<StreamView<T>>): void => {
    view = { ...view, ...part };
    notifyTimer ??= setTimeout(() => {
      notifyTimer = undefined;
      for (const listener of listeners) listener();
    }, notifyIntervalMs);
  };
  const start = (): Following =>
    follow<ItemAt<P>>(
      engine.connection,
      (options) => streamAt(engine.connection.client, path)(input, options),
      {
        item: (item) => {
          folded = fold(folded, item);
          change({ value: folded });
        },
        reset: () => {
          folded = undefined;
        },
        error: (error) => change({ error }),
        ended: () => change({ ended: true }),
      },
      { resume, visible: engine.visible },
    );

  return {
    subscribe(listener) {
      listeners.add(listener);
      if (enabled) following ??= start();
      return () => {
        listeners.delete(listener);
        if (listeners.size > 0) return;
        following?.stop();
        following = null;
      };
    },
    snapshot: () => view,
  };
};

/** Follows a stream and folds its items into one value. The stream lives as long as the component. */
export const useStreamFold = <P extends StreamPath, T>(path: P, input: InputAt<P>, { fold, enabled = true, resume = false }: FoldOptions<P, T>): StreamView<T> => {
  const engine = useEngine();
  const key = JSON.stringify(input);
  const source = useMemo(
    () => createSource<P, T>(engine, path, JSON.parse(key) as InputAt<P>, { fold, enabled, resume }),
    [engine, path, key, fold, enabled, resume],
  );
  return useSyncExternalStore(source.subscribe, source.snapshot);
};

const latest = <T>(_: T | undefined, item: T): T => item;

/** Follows a stream of which only the last item counts. */
export const useStream = <P extends StreamPath>(path: P, input: InputAt<P>, { enabled = true }: { enabled?: boolean } = {}): StreamView<ItemAt<P>> =>
  useStreamFold<P, ItemAt<P>>(path, input, { fold: latest, enabled });
