import { randomBytes } from 'node:crypto';
import { appendFile } from 'node:fs/promises';
import { AppError } from '@shared/errors/appError';
import { isEnded, type Operation, type OperationLogLine } from '@shared/model/operation';
import { applyOperationEvent, type OperationEvent } from '@shared/model/operationEvents';
import { sentence } from '@shared/sentences/sentence';
import type { Produced } from '@shared/wire/types';
import { logFields } from '@electron/engine/log/fields';
import type { Logger } from '@electron/engine/log/logger';
import type { Redaction } from '@electron/engine/redaction/redaction';
import { createBell } from '@electron/engine/streams/bell';
import { createAppender } from './appender';
import { createFeed } from './feed';
import { createJournalFolder } from './journal';
import { readLogLines } from './operationLog';
import { startRunning, type Running } from './running';
import { createThrottle } from './throttle';
import type { Operations, OperationContext, OperationSpec } from './types';

export interface OperationsEngine extends Operations {
  /** Those that an earlier engine left running; they are `interrupted` now. */
  readonly interrupted: readonly Operation[];
  /** Journals with lines that could not be read. */
  readonly damagedJournals: readonly string[];
  /** Throws NOT_FOUND, or PRECONDITION past the point of no return. */
  cancel(id: string): Operation;
  watch(afterSeq: number | undefined, signal: AbortSignal): AsyncIterable<Produced<Operation>>;
  log(id: string, fromIndex: number, signal: AbortSignal): AsyncIterable<OperationLogLine[]>;
  /** Interrupts what runs and waits for it, but not for ever. */
  dispose(): Promise<void>;
}

export interface OperationsOptions {
  directory: string;
  redaction: Redaction;
  logger: Logger;
  now?: () => number;
  /** How many are kept, running ones included. */
  keep?: number;
}

/** One operation in memory, with what writes it down. */
interface Entry {
  operation: Operation;
  tell(event: OperationEvent): Operation;
  appendLog: OperationContext['log'];
  flush(): Promise<void>;
}

const newestInSnapshot = 200;
const maxLogTextLength = 8_000;
const shutdownPatienceMs = 3_000;
/** Events that come by the hundred: windows hear of them ten times a second, and the journal not at all. */
const frequent: ReadonlySet<OperationEvent['type']> = new Set(['progress', 'detail', 'logged']);

const cannotCancel = (operation: Operation): AppError =>
  new AppError('PRECONDITION', isEnded(operation.state) ? sentence('operation.ended') : sentence('operation.pastPointOfNoReturn'), {});

/** Reads the journals and answers when every earlier operation is known. */
export const createOperations = async ({ directory, redaction, logger, now = Date.now, keep = 500 }: OperationsOptions): Promise<OperationsEngine> => {
  const folder = createJournalFolder(directory);
  const entries = new Map<string, Entry>();
  const running = new Map<string, Running>();
  const holders = new Map<string, string>();
  const changed = createBell();
  let isClosing = false;
  const feed = createFeed({ snapshot: () => [...entries.values()].slice(-newestInSnapshot).map((entry) => entry.operation), now });
  const onWriteError = (error: unknown): void => logger.error('an operation could not be journalled', { [logFields.path]: directory, [logFields.error]: error });

  const find = (id: string): Entry => {
    const entry = entries.get(id);
    if (!entry) throw new AppError('NOT_FOUND', sentence('operation.notFound'), { what: id });
    return entry;
  };

  const publish = (operation: Operation): void => {
    feed.publish(operation);
    changed.ring();
  };

  const createEntry = (created: Operation): Entry => {
    const journal = createAppender(folder.journalPath(created.id), onWriteError);
    const lines = createAppender(folder.logPath(created.id), onWriteError);
    const throttle = createThrottle(100, () => publish(entry.operation));
    const entry: Entry = {
      operation: created,
      tell: (event) => {
        if (isEnded(entry.operation.state)) return entry.operation;
        const clean = redaction.redactDeep(event) as OperationEvent;
        entry.operation = applyOperationEvent(entry.operation, clean);
        if (frequent.has(event.type)) throttle.soon();
        else {
          journal.append(clean);
          throttle.now();
        }
        return entry.operation;
      },
      appendLog: (level, text) => {
        if (isEnded(entry.operation.state)) return;
        const index = entry.operation.logLines;
        lines.append({ index, at: now(), level, text: redaction.redact(text).slice(0, maxLogTextLength) } satisfies OperationLogLine);
        entry.tell({ type: 'logged', lines: index + 1 });
      },
      flush: async () => {
        await lines.flush();
        await journal.flush();
      },
    };
    entries.set(created.id, entry);
    return entry;
  };

  const recover = async (operation: Operation): Promise<Operation> => {
    const error = new AppError('ABORTED', sentence('operation.interrupted'), {}).toShape();
    const event: OperationEvent = { type: 'ended', at: now(), state: 'interrupted', error };
    // The first line end closes a line that the crash may have cut.
    await appendFile(folder.journalPath(operation.id), `\n${JSON.stringify(event)}\n`).catch(onWriteError);
    return applyOperationEvent(operation, event);
  };

  const prune = async (): Promise<void> => {
    const oldest = [...entries.values()].filter(({ operation }) => isEnded(operation.state)).slice(0, Math.max(0, entries.size - keep));
    for (const { operation } of oldest) {
      entries.delete(operation.id);
      await folder.remove(operation.id);
    }
  };

  /** Takes the key, or says who has it. Synchronous: of two starts at the same moment one is refused. */
  const takeKey = (spec: OperationSpec, id: string): void => {
    const holderId = holders.get(spec.concurrencyKey);
    const holder = holderId === undefined ? undefined : running.get(holderId);
    if (holderId !== undefined) {
      const mayGiveWay = spec.supersedes === true && holder !== undefined && entries.get(holderId)?.operation.cancellable === false && entries.get(holderId)?.operation.state === 'running';
      if (!mayGiveWay) throw new AppError('CONFLICT', sentence('operation.busy', { target: `${spec.target.kind}/${spec.target.name}` }), { operationId: holderId });
      holder.supersede(id);
    }
    holders.set(spec.concurrencyKey, id);
  };
  const giveKey = (key: string, id: string): void => {
    if (holders.get(key) === id) holders.delete(key);
  };

  const start = async (spec: OperationSpec): Promise<Operation> => {
    if (isClosing) throw new AppError('ABORTED', sentence('operation.interrupted'), {});
    const at = now();
    const id = `op-${at.toString(36)}-${randomBytes(4).toString('hex')}`;
    takeKey(spec, id);
    const { kind, title, target, actor } = spec;
    const steps = spec.steps.map((step) => ({ ...step, state: 'waiting' as const, progress: null, detail: null }));
    const operation: Operation = {
      id, kind, title, target, actor, steps, state: 'queued', cancellable: true, startedAt: at, endedAt: null, error: null, problems: [], rollbackTo: null, logLines: 0,
    };
    const clean = redaction.redactDeep(operation) as Operation;
    try {
      await folder.create(clean);
    } catch (error) {
      giveKey(spec.concurrencyKey, id);
      throw error;
    }
    const entry = createEntry(clean);
    const run = startRunning({ spec, id, tell: entry.tell, appendLog: entry.appendLog, logger, now });
    running.set(id, run);
    if (isClosing) run.interrupt();
    void run.done.then(async () => {
      running.delete(id);
      giveKey(spec.concurrencyKey, id);
      await entry.flush();
      await prune();
    }).catch(onWriteError);
    return entry.operation;
  };

  async function* log(id: string, fromIndex: number, signal: AbortSignal): AsyncGenerator<OperationLogLine[]> {
    const entry = find(id);
    let offset = 0;
    while (!signal.aborted) {
      const seen = changed.rings;
      const hasEnded = isEnded(entry.operation.state);
      await entry.flush();
      for (;;) {
        const read = await readLogLines(folder.logPath(id), offset);
        if (read.offset === offset) break;
        offset = read.offset;
        const wanted = read.lines.filter((line) => line.index >= fromIndex);
        if (wanted.length > 0) yield wanted;
      }
      if (hasEnded) return;
      await changed.beyond(seen, signal);
    }
  }

  const { operations: earlier, damaged } = await folder.readAll();
  const interrupted: Operation[] = [];
  for (const operation of earlier) {
    const known = isEnded(operation.state) ? operation : await recover(operation);
    if (known !== operation) interrupted.push(known);
    createEntry(known);
  }
  await prune();

  return {
    interrupted,
    damagedJournals: damaged,
    start,
    get: (id) => entries.get(id)?.operation,
    ended: async (id) => {
      const entry = find(id);
      await running.get(id)?.done;
      return entry.operation;
    },
    cancel: (id) => {
      const entry = find(id);
      const run = running.get(id);
      if (!run || !entry.operation.cancellable) throw cannotCancel(entry.operation);
      run.cancel();
      return entry.operation;
    },
    watch: (afterSeq, signal) => feed.watch(afterSeq, signal),
    log,
    dispose: async () => {
      isClosing = true;
      const atWork = [...running.entries()];
      for (const [, run] of atWork) run.interrupt();
      let timer: NodeJS.Timeout | undefined;
      const patience = new Promise<void>((resolve) => {
        timer = setTimeout(resolve, shutdownPatienceMs);
      });
      await Promise.race([Promise.all(atWork.map(([, run]) => run.done)), patience]);
      clearTimeout(timer);
      const error = new AppError('ABORTED', sentence('operation.interrupted'), {}).toShape();
      // Work that ignores its signal is given up; what it tells later is ignored.
      for (const [id] of atWork) entries.get(id)?.tell({ type: 'ended', at: now(), state: 'interrupted', error });
      await Promise.all([...entries.values()].map((entry) => entry.flush()));
    },
  };
};
