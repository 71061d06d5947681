import { AppError, appErrorSchema } from '@shared/errors/appError';
import { abortedError } from './abortable';
import { CreditReturn } from './credit';
import type { CallDefinition, Contract, Procedure, StreamDefinition } from './define';
import { bytes } from './define';
import { decodeBytes, maxRequestChars, parseFrame, responseSchema, type Response } from './frame';
import { StreamReader } from './streamReader';
import type { Transport } from './transport';
import type { CallOptions, Client, Outcome, StreamEvent, StreamOptions } from './types';

export interface Connected<C extends Contract> {
  client: Client<C>;
  close(): void;
  /** Settles when the connection is over, whoever ended it. */
  readonly closed: Promise<void>;
}

/** What answers to one id go to. */
interface Exchange {
  receive(response: Response): void;
  receiveBytes?(seq: number, charge: number, value: Uint8Array): void;
  /** The connection is gone. */
  disconnect(): void;
}

const disconnected = (): AppError => new AppError('DISCONNECTED', 'The connection to the engine was lost', {});
const invalidAnswer = (path: string): AppError => new AppError('INTERNAL', `${path} answered something that its contract does not know`, {});
const errorOf = (answer: unknown, path: string): AppError => {
  const shape = appErrorSchema.safeParse(answer);
  return shape.success ? AppError.fromShape(shape.data) : invalidAnswer(path);
};
const tooLong = (path: string): AppError =>
  new AppError('INVALID_INPUT', `The input of ${path} is too long: at most ${maxRequestChars} characters`, { issues: [] });

/** Speaks to the server at the other end of the transport, in the contract's types. */
export const connect = <C extends Contract>({ transport, contract }: { transport: Transport; contract: C }): Connected<C> => {
  const exchanges = new Map<number, Exchange>();
  let nextId = 1;
  let open = true;
  let settleClosed: () => void = () => undefined;
  const closed = new Promise<void>((resolve) => {
    settleClosed = resolve;
  });

  const end = (): void => {
    if (!open) return;
    open = false;
    const abandoned = [...exchanges.values()];
    exchanges.clear();
    for (const exchange of abandoned) exchange.disconnect();
    settleClosed();
  };

  const sendRequest = (request: object): boolean => {
    const text = JSON.stringify(request);
    if (text.length > maxRequestChars) return false;
    transport.send(text);
    return true;
  };

  const callProcedure = (path: string, definition: CallDefinition, input: unknown, { signal }: CallOptions = {}): Promise<Outcome<unknown>> =>
    new Promise((resolve) => {
      if (signal?.aborted) return resolve({ ok: false, error: abortedError() });
      if (!open) return resolve({ ok: false, error: disconnected() });
      const id = nextId++;
      const settle = (outcome: Outcome<unknown>): void => {
        exchanges.delete(id);
        signal?.removeEventListener('abort', onAbort);
        resolve(outcome);
      };
      const onAbort = (): void => {
        sendRequest({ t: 'cancel', id });
        settle({ ok: false, error: abortedError() });
      };
      exchanges.set(id, {
        receive(response) {
          if (response.t === 'error') return settle({ ok: false, error: errorOf(response.error, path) });
          const output = response.t === 'ok' ? definition.output.safeParse(response.value) : null;
          settle(output?.success ? { ok: true, value: output.data } : { ok: false, error: invalidAnswer(path) });
        },
        disconnect: () => settle({ ok: false, error: disconnected() }),
      });
      signal?.addEventListener('abort', onAbort, { once: true });
      if (!sendRequest({ t: 'call', id, path, input })) settle({ ok: false, error: tooLong(path) });
    });

  const openStream = (path: string, definition: StreamDefinition, input: unknown, { signal, afterSeq }: StreamOptions = {}): AsyncIterable<StreamEvent<unknown>> => ({
    [Symbol.asyncIterator]() {
      const id = nextId++;
      const credit = new CreditReturn(definition.windowBytes, (used) => open && sendRequest({ t: 'credit', id, bytes: used }));
      const forget = (): void => {
        exchanges.delete(id);
        signal?.removeEventListener('abort', onAbort);
      };
      const reader = new StreamReader(credit, () => {
        if (!exchanges.has(id)) return;
        forget();
        sendRequest({ t: 'cancel', id });
      });
      const finish = (error: AppError | null): void => {
        forget();
        reader.finish(error);
      };
      const onAbort = (): void => {
        reader.cancel();
        finish(abortedError());
      };
      exchanges.set(id, {
        receive(response) {
          switch (response.t) {
            case 'item': {
              const item = definition.item === bytes ? null : definition.item.safeParse(response.value);
              if (item?.success) return reader.push({ type: 'item', seq: response.seq, value: item.data }, response.charge);
              reader.cancel();
              return finish(invalidAnswer(path));
            }
            case 'gap':
              return reader.push({ type: 'gap', dropped: response.dropped }, 0);
            case 'reset':
              return reader.push({ type: 'reset' }, 0);
            case 'end':
              return finish(null);
            case 'error':
              return finish(errorOf(response.error, path));
            case 'ok':
              return finish(invalidAnswer(path));
          }
        },
        receiveBytes: (seq, charge, value) => reader.push({ type: 'item', seq, value }, charge),
        disconnect: () => finish(disconnected()),
      });
      if (signal?.aborted) finish(abortedError());
      else if (!open) finish(disconnected());
      else {
        signal?.addEventListener('abort', onAbort, { once: true });
        if (!sendRequest({ t: 'open', id, path, input, afterSeq })) finish(tooLong(path));
      }
      return reader;
    },
  });

  const method = (path: string, procedure: Procedure): unknown =>
    procedure.type === 'call'
      ? (input: unknown, options?: CallOptions) => callProcedure(path, procedure, input, options)
      : (input: unknown, options?: StreamOptions) => openStream(path, procedure, input, options);

  const close = (): void => {
    end();
    transport.close();
  };

  transport.start({
    message(message) {
      // An answer to an id that was cancelled meanwhile is dropped.
      if (typeof message === 'string') {
        const response = parseFrame(responseSchema, message);
        // What it was meant to answer cannot be told: whoever waits would wait for ever.
        if (!response) return close();
        exchanges.get(response.id)?.receive(response);
      } else {
        const item = decodeBytes(message);
        if (item) exchanges.get(item.id)?.receiveBytes?.(item.seq, item.charge, item.value);
      }
    },
    closed: end,
  });

  const client = Object.fromEntries(
    Object.entries(contract).map(([domain, procedures]) => [
      domain,
      Object.fromEntries(Object.entries(procedures).map(([verb, procedure]) => [verb, method(`${domain}.${verb}`, procedure)])),
    ]),
  ) as Client<C>;

  return { client, close, closed };
};
