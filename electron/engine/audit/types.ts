import type { AuditEntry } from '@shared/model/audit';
import type { CallContext } from '@shared/wire/types';

/** What a line tells. The log adds index, time, user of the operating system and the hash. Texts are redacted on the way in. */
export interface AuditFacts {
  actor: string;
  /** `window:3`, `browser:7`; `engine` for what nobody asked for at that moment. */
  origin: string;
  /** The procedure, `changes.apply`. */
  action: string;
  effect: AuditEntry['effect'];
  environmentId?: string | null;
  environmentName?: string | null;
  namespace?: string | null;
  /** `Deployment/uuid-server` */
  target?: string | null;
  summary: string;
  /** Why the operator says it is done. */
  reason?: string | null;
  operationId?: string | null;
}

/**
 * `ok` for a call that did its work, `started` for one whose work is an operation, the error's code for one that
 * failed (`POLICY` when it was refused), and the state in which an operation ended.
 */
export type AuditResult = 'ok' | 'started' | 'succeeded' | 'failed' | 'canceled' | 'interrupted' | (string & {});
export const goodResults: readonly string[] = ['ok', 'started', 'succeeded'];

export interface AuditOutcome extends AuditFacts {
  result: AuditResult;
  durationMs?: number | null;
  /** sha256 (hex) of the object before and after, where one was changed. */
  beforeHash?: string | null;
  afterHash?: string | null;
}

export interface AuditWriter {
  /**
   * Writes the line before acting and answers its correlation when it is on the disk.
   * Throws AppError UPSTREAM when it cannot be written: then the action must not be done.
   */
  intent(facts: AuditFacts): Promise<string>;
  /** Writes what came of it. Several outcomes may share a correlation: the call's, then its operation's. */
  outcome(correlation: string, outcome: AuditOutcome): Promise<void>;
  /**
   * The correlation of the intent that the interceptor wrote for this call; undefined for reads and outside a call.
   * An operation that a call starts writes its own outcome under it when it ends.
   */
  correlationOf(context: CallContext): string | undefined;
}
