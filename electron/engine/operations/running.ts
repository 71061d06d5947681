import { AppError, isAppError, type AppErrorShape } from '@shared/errors/appError';
import type { Operation } from '@shared/model/operation';
import type { OperationEvent } from '@shared/model/operationEvents';
import { sentence } from '@shared/sentences/sentence';
import { logFields } from '@electron/engine/log/fields';
import type { Logger } from '@electron/engine/log/logger';
import type { OperationContext, OperationSpec } from './types';

/** One operation at work. */
export interface Running {
  /** Only while it is `cancellable`. */
  cancel(): void;
  /** Lets a newer operation take over the same component. */
  supersede(byId: string): void;
  /** The engine ends. */
  interrupt(): void;
  /** Settles when the work, its clean-up and its last event are done. Never rejects. */
  readonly done: Promise<void>;
}

export interface RunOptions {
  spec: OperationSpec;
  id: string;
  /** Takes an event at once and answers with the operation after it. */
  tell(event: OperationEvent): Operation;
  appendLog: OperationContext['log'];
  logger: Logger;
  now(): number;
}

type Stop = { kind: 'cancel' | 'superseded' | 'interrupted'; error: AppError };
type Ending = { state: Extract<OperationEvent, { type: 'ended' }>['state']; error: AppErrorShape | null };

export const startRunning = ({ spec, id, tell, appendLog, logger, now }: RunOptions): Running => {
  const abort = new AbortController();
  const cleanups: (() => void | Promise<void>)[] = [];
  let stop: Stop | null = null;

  const stopFor = (kind: Stop['kind'], error: AppError): void => {
    stop ??= { kind, error };
    abort.abort(stop.error);
  };

  const context: OperationContext = {
    id,
    signal: abort.signal,
    step: (step) => {
      if (!spec.steps.some((known) => known.id === step)) throw new Error(`The operation has no step ${step}`);
      tell({ type: 'step', id: step });
    },
    progress: (done, total) => void tell({ type: 'progress', done, total }),
    detail: (detail) => void tell({ type: 'detail', detail }),
    log: appendLog,
    problems: (problems) => void tell({ type: 'problems', problems: [...problems] }),
    rollbackTo: (revision) => void tell({ type: 'rollbackTo', revision }),
    pointOfNoReturn: () => {
      // Nothing is awaited between this look and the event, so a cancel comes before or after, never between.
      if (stop) throw stop.error;
      tell({ type: 'committed' });
    },
    defer: (cleanup) => void cleanups.push(cleanup),
  };

  const failure = (error: unknown): AppErrorShape => {
    if (isAppError(error)) return error.toShape();
    const defect = new AppError('INTERNAL', sentence('operation.failed'), {});
    logger.error('operation failed by a defect', { [logFields.operation]: id, [logFields.ref]: defect.ref, [logFields.error]: error });
    return defect.toShape();
  };

  const endingOf = (thrown: { error: unknown } | null): Ending => {
    // Who cancels before the point of no return gets a canceled operation, however the work took it.
    if (stop?.kind === 'cancel') return { state: 'canceled', error: null };
    if (!thrown) return { state: 'succeeded', error: null };
    if (stop?.kind === 'interrupted') return { state: 'interrupted', error: stop.error.toShape() };
    return { state: 'failed', error: failure(stop?.error ?? thrown.error) };
  };

  const cleanUp = async (): Promise<void> => {
    for (const cleanup of cleanups.reverse()) {
      try {
        await cleanup();
      } catch (error) {
        logger.error('clean-up of an operation failed', { [logFields.operation]: id, [logFields.error]: error });
      }
    }
  };

  const work = async (): Promise<void> => {
    let thrown: { error: unknown } | null = null;
    try {
      await spec.run(context);
    } catch (error) {
      thrown = { error };
    }
    await cleanUp();
    tell({ type: 'ended', at: now(), ...endingOf(thrown) });
  };

  tell({ type: 'started' });
  return {
    cancel: () => {
      tell({ type: 'cancelRequested' });
      stopFor('cancel', new AppError('ABORTED', sentence('operation.canceled'), {}));
    },
    supersede: (byId) => stopFor('superseded', new AppError('CONFLICT', sentence('operation.superseded', { operationId: byId }), { operationId: byId })),
    interrupt: () => stopFor('interrupted', new AppError('ABORTED', sentence('operation.interrupted'), {})),
    done: work(),
  };
};
