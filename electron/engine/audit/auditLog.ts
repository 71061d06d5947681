import { randomUUID } from 'node:crypto';
import { AppError } from '@shared/errors/appError';
import type { AuditEntry, AuditFilter, ChainReport } from '@shared/model/audit';
import { sentence } from '@shared/sentences/sentence';
import type { CallContext } from '@shared/wire/types';
import { logFields } from '@electron/engine/log/fields';
import type { Logger } from '@electron/engine/log/logger';
import type { Redaction } from '@electron/engine/redaction/redaction';
import { createAuditFile } from './auditFile';
import { breakAction, createChainReader, readEntry, seal, type Head } from './chain';
import { exportText } from './exportText';
import { matches, page, type AuditPage } from './query';
import type { AuditFacts, AuditOutcome, AuditWriter } from './types';

export interface AuditLog extends AuditWriter {
  /** An intent whose correlation the call's handler can ask for with `correlationOf`. */
  intentOf(context: CallContext, facts: AuditFacts): Promise<string>;
  query(filter: AuditFilter, before: number | undefined, limit: number): Promise<AuditPage>;
  verify(): Promise<ChainReport>;
  export(filter: AuditFilter, format: 'json' | 'csv'): AsyncIterable<string>;
  /** Settles when every line handed over has been tried. */
  flush(): Promise<void>;
}

export interface AuditLogOptions {
  directory: string;
  osUser: string;
  redaction: Redaction;
  logger: Logger;
  /** Told when the log is found damaged, at the start and before the first line after a failed write. */
  onDamage(report: ChainReport, path: string): void;
  now?: () => number;
}

const maxTextLength = 2_000;

/** The append-only, hash-chained record of what was done on this workstation (design §6). */
export const createAuditLog = ({ directory, osUser, redaction, logger, onDamage, now = Date.now }: AuditLogOptions): AuditLog => {
  const file = createAuditFile(directory);
  /** The signal is the one identity that a call keeps from its interceptors to its handler. */
  const correlations = new WeakMap<AbortSignal, string>();
  /** Where the next line goes; null before the file was read and after a write that failed. */
  let tail: Head | null = null;
  let lastWrite: Promise<unknown> = Promise.resolve();

  /** Much of it is what a caller sent: it must neither leak a secret nor fill the disk. */
  const clean = (text: string | null | undefined): string | null => (text === null || text === undefined ? null : redaction.redact(text).slice(0, maxTextLength));

  const entryOf = (index: number, phase: AuditEntry['phase'], correlation: string, facts: AuditFacts & Partial<AuditOutcome>): Omit<AuditEntry, 'hash'> => ({
    index,
    at: now(),
    phase,
    correlation,
    actor: clean(facts.actor) ?? '',
    osUser,
    origin: facts.origin,
    action: facts.action,
    effect: facts.effect,
    environmentId: clean(facts.environmentId),
    environmentName: clean(facts.environmentName),
    namespace: clean(facts.namespace),
    target: clean(facts.target),
    summary: clean(facts.summary) ?? '',
    reason: clean(facts.reason),
    beforeHash: facts.beforeHash ?? null,
    afterHash: facts.afterHash ?? null,
    result: facts.result ?? null,
    durationMs: facts.durationMs ?? null,
    operationId: clean(facts.operationId),
  });

  const writeLine = async (entry: Omit<AuditEntry, 'hash'>, previous: string, before = ''): Promise<Head> => {
    const { line, hash } = seal(entry, previous);
    await file.append(`${before}${line}\n`);
    const head = { count: entry.index + 1, hash };
    // A head that lags behind is still true; refusing an action that is already on record would not be.
    await file.writeHead(head).catch((error: unknown) => logger.warn('audit head could not be written', { [logFields.error]: error }));
    return head;
  };

  const read = async () => {
    const [head, size] = [await file.readHead(), await file.sizeBytes()];
    const reader = createChainReader(head);
    let endsInHalfALine = false;
    for await (const { text, complete } of file.lines(size)) {
      reader.line(text, complete);
      endsInHalfALine = !complete;
    }
    return { head, endsInHalfALine, ...reader.end() };
  };

  const openTail = async (): Promise<Head> => {
    const { head, last, report, isNamed, endsInHalfALine } = await read();
    if (report.state === 'damaged') onDamage(report, file.path);
    if (report.state !== 'damaged' || isNamed) {
      if (head === null) await file.writeHead(last);
      return last;
    }
    const known = head !== null && head.count > last.count ? head : last;
    const summary = `the log was found damaged at line ${report.firstBadLine ?? 0}: ${report.reason ?? ''}`;
    // The number left out keeps the break visible to every later check, whatever it was.
    const marker = entryOf(known.count + 1, 'outcome', randomUUID(), { actor: 'wheelhouse', origin: 'engine', action: breakAction, effect: 'read', summary, result: 'failed' });
    return writeLine(marker, known.hash, endsInHalfALine ? '\n' : '');
  };

  /** One line after the other, whoever writes. */
  const append = (phase: AuditEntry['phase'], correlation: string, facts: AuditFacts & Partial<AuditOutcome>): Promise<void> => {
    const write = lastWrite.then(async () => {
      try {
        tail ??= await openTail();
        tail = await writeLine(entryOf(tail.count, phase, correlation, facts), tail.hash);
      } catch (error) {
        tail = null;
        const reason = error instanceof Error ? error.message : String(error);
        throw new AppError('UPSTREAM', sentence('audit.cannotWrite', { reason }), { system: 'audit', reason }, { cause: error, retryable: true });
      }
    });
    lastWrite = write.catch(() => undefined); // Told to whoever asked for that line; the next one tries for itself.
    return write;
  };

  const intent = async (facts: AuditFacts): Promise<string> => {
    const correlation = randomUUID();
    await append('intent', correlation, facts);
    return correlation;
  };

  async function* entries(): AsyncGenerator<AuditEntry> {
    await lastWrite;
    for await (const { text, complete } of file.lines(await file.sizeBytes())) {
      const entry = complete ? readEntry(text) : null;
      if (entry) yield entry;
    }
  }

  async function* matching(filter: AuditFilter): AsyncGenerator<AuditEntry> {
    for await (const entry of entries()) if (matches(entry, filter)) yield entry;
  }

  return {
    intent,
    intentOf: async (context, facts) => {
      const correlation = await intent(facts);
      correlations.set(context.signal, correlation);
      return correlation;
    },
    outcome: (correlation, outcome) => append('outcome', correlation, outcome),
    correlationOf: (context) => correlations.get(context.signal),
    query: (filter, before, limit) => page(entries(), filter, before, limit),
    verify: () => {
      const check = lastWrite.then(async () => (await read()).report);
      // Lines wait for the check, or one of them could be read half-written.
      lastWrite = check.catch(() => undefined);
      return check;
    },
    export: (filter, format) => exportText(matching(filter), format),
    flush: async () => void (await lastWrite),
  };
};
