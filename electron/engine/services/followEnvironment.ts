import { setTimeout as delay } from 'node:timers/promises';
import { isAppError, type AppError } from '@shared/errors/appError';
import type { Freshness } from '@shared/model/freshness';
import { sentence } from '@shared/sentences/sentence';
import { reset } from '@shared/wire/types';
import type { EnvironmentAccess, OpenEnvironment } from './environmentAccess';

export interface Follow<T> {
  /** What is seen through one opening, until its signal aborts. May throw what discovery throws. */
  view(open: OpenEnvironment, signal: AbortSignal): AsyncIterable<T>;
  /** What the consumer gets while the cluster cannot be reached. */
  connecting(freshness: Freshness): T;
}

const firstRetryMs = 1000;
const longestRetryMs = 15_000;

/**
 * A live view of an environment that begins even where the cluster cannot be reached yet (it tries again, with
 * back-off) and begins anew, after `reset`, when the environment is edited to point elsewhere.
 * Throws what trying again cannot mend: an unknown environment, a refused credential, a broken kubeconfig.
 */
export async function* followEnvironment<T>(access: EnvironmentAccess, environmentId: string, signal: AbortSignal, { view, connecting }: Follow<T>): AsyncGenerator<T | typeof reset> {
  let retryMs = firstRetryMs;
  let isOpen = false;
  while (!signal.aborted) {
    let open: OpenEnvironment | undefined;
    try {
      open = await access.open(environmentId);
      for await (const item of view(open, AbortSignal.any([signal, open.moved]))) {
        isOpen = true;
        retryMs = firstRetryMs;
        yield item;
      }
      // A view ends by itself only when its signal did.
      if (!open.moved.aborted) return;
    } catch (error) {
      if (signal.aborted) return;
      if (!open?.moved.aborted) {
        if (!isAppError(error) || !error.retryable) throw error;
        yield connecting(freshnessOf(error, open));
        await pause(retryMs, AbortSignal.any(open ? [signal, open.moved] : [signal]));
        retryMs = Math.min(retryMs * 2, longestRetryMs);
      }
    } finally {
      open?.close();
    }
    if (isOpen && !signal.aborted) yield reset;
    isOpen = false;
  }
}

const freshnessOf = (error: AppError, open: OpenEnvironment | undefined): Freshness => ({
  state: 'connecting',
  since: Date.now(),
  reason: error.sentence ?? sentence('environment.connecting', { server: open?.environment.server ?? '' }),
});

/** Waits, or until the signal aborts. Never rejects. */
export const pause = (ms: number, signal: AbortSignal): Promise<void> => delay(ms, undefined, { signal }).catch(() => undefined);
