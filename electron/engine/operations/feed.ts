import type { Operation } from '@shared/model/operation';
import { reset, Sequenced, type Produced } from '@shared/wire/types';
import { createBell } from '@electron/engine/streams/bell';

/** Changes of operations, numbered, so that a window that was away can go on where it was. */
export interface Feed {
  publish(operation: Operation): void;
  /** A snapshot, then what changes; with `afterSeq` only what changed since, or `reset` and a snapshot when that is gone. */
  watch(afterSeq: number | undefined, signal: AbortSignal): AsyncGenerator<Produced<Operation>>;
}

export interface FeedOptions {
  /** Newest last. */
  snapshot(): readonly Operation[];
  /** Changes that are remembered for windows that come back. */
  capacity?: number;
  now?: () => number;
}

export const createFeed = ({ snapshot, capacity = 1000, now = Date.now }: FeedOptions): Feed => {
  // Numbers of an earlier engine must never be taken for ours: they are far below, as long as less than one change a ms is made.
  const firstSeq = now();
  let lastSeq = firstSeq;
  let recent: Sequenced<Operation>[] = [];
  const bell = createBell();

  const isRemembered = (seq: number): boolean => seq <= lastSeq && seq >= (recent[0]?.seq ?? lastSeq + 1) - 1;

  return {
    publish: (operation) => {
      lastSeq += 1;
      recent.push(new Sequenced(lastSeq, operation));
      if (recent.length > capacity) recent = recent.slice(-Math.ceil(capacity / 2));
      bell.ring();
    },

    async *watch(afterSeq, signal) {
      let cursor = afterSeq;
      while (!signal.aborted) {
        const seen = bell.rings;
        if (cursor === undefined || !isRemembered(cursor)) {
          if (cursor !== undefined) yield reset;
          const [all, seq] = [snapshot(), lastSeq];
          // Only the last one carries a number worth coming back with: who leaves in the middle needs the whole again.
          for (const [index, operation] of all.entries()) yield new Sequenced(index === all.length - 1 ? seq : index, operation);
          cursor = seq;
        }
        for (const item of recent.filter(({ seq }) => seq > (cursor ?? 0))) {
          yield item;
          cursor = item.seq;
        }
        await bell.beyond(seen, signal);
      }
    },
  };
};
