import { abortable } from './abortable';
import { createBacklog, type Waiting } from './backlog';
import type { Credit } from './credit';
import { bytes, type Overflow, type StreamDefinition } from './define';
import { encodeBytes } from './frame';
import { reset, Sequenced, type Produced } from './types';
import type { WireMessage } from './transport';

interface StreamRun {
  id: number;
  definition: StreamDefinition;
  produce(): AsyncIterable<Produced<unknown>>;
  credit: Credit;
  signal: AbortSignal;
  send(message: WireMessage): void;
  /** Told of an error of the producer's clean-up, which has nobody else to go to. */
  onLateError(error: unknown): void;
}

/** A validated item with what it costs, ready to be sent once its sequence number is known. */
interface Encoded {
  sizeBytes: number;
  message(id: number, seq: number, charge: number): WireMessage;
}

const encode = (definition: StreamDefinition, value: unknown): Encoded => {
  if (definition.item === bytes) {
    if (!(value instanceof Uint8Array)) throw new TypeError('A bytes stream yielded something else');
    return { sizeBytes: value.byteLength, message: (id, seq, charge) => encodeBytes({ id, seq, charge, value }) };
  }
  const json = JSON.stringify(definition.item.parse(value));
  return { sizeBytes: json.length, message: (id, seq, charge) => `{"t":"item","id":${id},"seq":${seq},"charge":${charge},"value":${json}}` };
};

/** The size that decides what `dropOldest` keeps. Other policies do not look at it, so it is not computed for them. */
const waitingSize = (definition: StreamDefinition, value: unknown): number => {
  if (definition.overflow.policy !== 'dropOldest') return 0;
  return value instanceof Uint8Array ? value.byteLength : JSON.stringify(value).length;
};

/**
 * Runs one stream to its end: takes from the producer into the backlog, and from the backlog to the peer as its credit
 * allows. Settles when the producer has ended and everything is sent; rejects with the producer's error (after what it
 * yielded before is sent) or ABORTED.
 */
export const runStream = async ({ id, definition, produce, credit, signal, send, onLateError }: StreamRun): Promise<void> => {
  const backlog = createBacklog(definition.overflow as Overflow<unknown>);
  let producing = true;
  let wake: () => void = () => undefined;

  const take = async (): Promise<void> => {
    const iterator = produce()[Symbol.asyncIterator]();
    let seq = 0;
    try {
      for (;;) {
        const next = await abortable(iterator.next(), signal);
        if (next.done) return;
        if (next.value === reset) {
          backlog.reset();
          wake();
          continue;
        }
        const item: Waiting<unknown> = next.value instanceof Sequenced ? next.value : { seq, value: next.value };
        seq = item.seq + 1;
        const pushed = backlog.push(item, waitingSize(definition, item.value));
        wake();
        await abortable(pushed, signal);
      }
    } finally {
      // Not awaited: a generator stuck in work that ignores the signal would answer only when that work is over.
      Promise.resolve(iterator.return?.()).catch(onLateError);
    }
  };

  const give = async (): Promise<void> => {
    for (;;) {
      const next = backlog.shift();
      if (!next) {
        if (!producing) return;
        await abortable(
          new Promise<void>((resolve) => {
            wake = resolve;
          }),
          signal,
        );
        continue;
      }
      if (next.resetFirst) send(JSON.stringify({ t: 'reset', id }));
      if (next.dropped > 0) send(JSON.stringify({ t: 'gap', id, dropped: next.dropped }));
      if (!next.item) continue;
      const { sizeBytes, message } = encode(definition, next.item.value);
      const charge = credit.cost(sizeBytes);
      await abortable(credit.take(charge), signal);
      send(message(id, next.item.seq, charge));
    }
  };

  const taking = take().finally(() => {
    producing = false;
    wake();
  });
  // `give` ends by itself only after `taking`; when it fails (an item that is not of the schema), the signal's owner aborts `taking`.
  taking.catch(() => undefined); // Reported by the await below, once what came before it is sent.
  await give();
  await taking;
};
