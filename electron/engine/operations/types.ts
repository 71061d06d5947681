import type { Operation, OperationLogLine } from '@shared/model/operation';
import type { Sentence } from '@shared/sentences/sentence';

/** What starts an operation. */
export interface OperationSpec {
  kind: Operation['kind'];
  title: Sentence;
  target: Operation['target'];
  actor: string;
  /** In order; shown as waiting until `step` is called. */
  steps: readonly { id: string; title: Sentence }[];
  /** Operations with equal keys exclude each other: a second start is refused with CONFLICT{operationId}. */
  concurrencyKey: string;
  /**
   * True: a running operation with the same key that is past its point of no return gives way instead of refusing this
   * one: its signal aborts with an AppError CONFLICT{operationId: the new one} saying `operation.superseded`, and it ends
   * as failed with that error. One that has not reached that point still refuses the start.
   */
  supersedes?: boolean;
  run(context: OperationContext): Promise<void>;
}

/** What a running operation can do. It knows neither windows nor sockets. */
export interface OperationContext {
  readonly id: string;
  /** Aborts on cancel and on shutdown. */
  readonly signal: AbortSignal;
  /** Ends the running step as succeeded and starts this one. */
  step(id: string): void;
  progress(done: number, total: number): void;
  detail(text: Sentence | null): void;
  log(level: OperationLogLine['level'], text: string): void;
  /** What is going wrong at the moment; replaces what was said before. */
  problems(sentences: readonly Sentence[]): void;
  rollbackTo(revision: number | null): void;
  /** The world is changed from here on: cancel is no longer offered. Throws if a cancel came first. */
  pointOfNoReturn(): void;
  /** Runs when the operation ends, however it ends, last first. */
  defer(cleanup: () => void | Promise<void>): void;
}

export interface Operations {
  /** Journals and starts it; the promise settles when it is started, not when it ends. */
  start(spec: OperationSpec): Promise<Operation>;
  get(id: string): Operation | undefined;
  /** Settles when it has ended. */
  ended(id: string): Promise<Operation>;
}
