import { AppError } from '@shared/errors/appError';

export const abortedError = (): AppError => new AppError('ABORTED', 'The work was ended before it was done', {});

/**
 * The work's result, or ABORTED as soon as the signal aborts: work that ignores its signal must not hold up who asked for it.
 * A later rejection of the work is taken in silently, since nobody waits for it any more.
 */
export const abortable = <T>(work: PromiseLike<T>, signal: AbortSignal): Promise<T> =>
  new Promise((resolve, reject) => {
    const onAbort = (): void => reject(abortedError());
    const settle = (act: () => void): void => {
      signal.removeEventListener('abort', onAbort);
      act();
    };
    work.then(
      (value) => settle(() => resolve(value)),
      (error: unknown) => settle(() => reject(error instanceof Error ? error : new Error(String(error)))),
    );
    if (signal.aborted) onAbort();
    else signal.addEventListener('abort', onAbort, { once: true });
  });
