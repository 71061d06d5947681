import { AppError, isAppError } from '@shared/errors/appError';
import { sentence } from '@shared/sentences/sentence';
import { abortedError } from '@shared/wire/abortable';

/** A signal that follows the caller's and fires by itself after a time. */
export interface Deadline {
  readonly signal: AbortSignal;
  /** Stops the clock; the caller's signal still counts. */
  stopClock(): void;
  /** Lets go of the caller's signal too. `AbortSignal.any` would keep hold of a long-lived one. */
  release(): void;
  /** The error that belongs to an abort of the signal; null when it has not fired. */
  error(): AppError | null;
}

/** `timeoutMs` 0 means no limit. */
export const createDeadline = (target: string, timeoutMs: number, caller?: AbortSignal): Deadline => {
  const controller = new AbortController();
  const follow = (): void => controller.abort(abortedError());
  if (caller?.aborted) follow();
  caller?.addEventListener('abort', follow, { once: true });
  const late = (): void =>
    controller.abort(new AppError('TIMEOUT', sentence('connection.timeout', { target, seconds: timeoutMs / 1000 }), { timeoutMs }));
  const clock = timeoutMs > 0 ? setTimeout(late, timeoutMs) : undefined;
  const stopClock = (): void => clearTimeout(clock);
  return {
    signal: controller.signal,
    stopClock,
    release() {
      stopClock();
      caller?.removeEventListener('abort', follow);
    },
    error: () => (isAppError(controller.signal.reason) ? controller.signal.reason : null),
  };
};
