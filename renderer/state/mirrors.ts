import type { StoreApi } from 'zustand/vanilla';
import type { Operation } from '@shared/model/operation';
import { follow, type Following } from '@renderer/api/follow';
import { streamAt, type InputAt, type ItemAt, type StreamPath } from '@renderer/api/paths';
import type { Connection } from '@renderer/api/connection';
import type { Mirror, Stores } from './stores';

/** Several items within this time become one change of the store. */
const batchMs = 16;

const mirrorLatest = <P extends StreamPath>(connection: Connection, path: P, input: InputAt<P>, store: StoreApi<Mirror<ItemAt<P>>>): Following =>
  follow<ItemAt<P>>(connection, (options) => streamAt(connection.client, path)(input, options), {
    item: (value) => store.setState({ value, error: null }),
    reset: () => undefined,
    error: (error) => store.setState({ error }),
  });

/** Newest start first is how people look for an operation; the map keeps that order. */
export const withOperations = (before: ReadonlyMap<string, Operation>, changed: readonly Operation[]): ReadonlyMap<string, Operation> => {
  const all = new Map(before);
  for (const operation of changed) all.set(operation.id, operation);
  return new Map([...all].sort(([, a], [, b]) => b.startedAt - a.startedAt));
};

const mirrorOperations = (connection: Connection, store: StoreApi<Mirror<ReadonlyMap<string, Operation>>>): Following => {
  let waiting: Operation[] = [];
  let base: ReadonlyMap<string, Operation> = new Map();
  let timer: ReturnType<typeof setTimeout> | undefined;
  const flush = (): void => {
    timer = undefined;
    base = withOperations(base, waiting);
    waiting = [];
    store.setState({ value: base, error: null });
  };
  return follow<Operation>(
    connection,
    (options) => connection.client.operations.watch({}, options),
    {
      item: (operation) => {
        waiting.push(operation);
        timer ??= setTimeout(flush, batchMs);
      },
      reset: () => {
        base = new Map();
        waiting = [];
      },
      error: (error) => store.setState({ error }),
    },
    { resume: true },
  );
};

/** Keeps the stores of shared things in step with the engine until the page goes away. */
export const startMirrors = (connection: Connection, stores: Stores): (() => void) => {
  const running = [
    mirrorLatest(connection, 'settings.watch', {}, stores.preferences),
    mirrorLatest(connection, 'environments.watch', {}, stores.environments),
    mirrorLatest(connection, 'app.notices', {}, stores.notices),
    mirrorLatest(connection, 'vault.watch', {}, stores.vault),
    mirrorLatest(connection, 'demo.watch', {}, stores.demo),
    mirrorOperations(connection, stores.operations),
  ];
  return () => running.forEach((one) => one.stop());
};
