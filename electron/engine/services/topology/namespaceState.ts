import { isAppError } from '@shared/errors/appError';
import type { KubeClient } from '@electron/engine/kube/types';

export type NamespaceState = 'present' | 'ending' | 'gone' | 'unknown';

export interface NamespaceWatch {
  readonly state: NamespaceState;
  /** Looks again soon, unless it just looked. Never throws, returns at once. */
  look(): void;
}

const restMs = 2000;

/**
 * Knows whether the namespace exists. Lists and watches do not tell: those of a deleted namespace stay open and empty.
 * @param onChange called when the state changed
 */
export const watchNamespace = (client: KubeClient, namespace: string, signal: AbortSignal, onChange: () => void, now: () => number = Date.now): NamespaceWatch => {
  let state: NamespaceState = 'unknown';
  let busy = false;
  let lookedAt = Number.NEGATIVE_INFINITY;

  const ask = async (): Promise<NamespaceState> => {
    try {
      const answer = (await client.request({ path: `/api/v1/namespaces/${encodeURIComponent(namespace)}`, signal })) as { status?: { phase?: string } };
      return answer.status?.phase === 'Terminating' ? 'ending' : 'present';
    } catch (error) {
      if (isAppError(error) && error.code === 'NOT_FOUND') return 'gone';
      // Not allowed to look, or not reachable: the caches say the latter better, and what was known stays the best guess.
      return state;
    }
  };

  return {
    get state() {
      return state;
    },
    look() {
      if (busy || signal.aborted || now() - lookedAt < restMs) return;
      busy = true;
      void ask().then((found) => {
        busy = false;
        lookedAt = now();
        if (found === state || signal.aborted) return;
        state = found;
        onChange();
      });
    },
  };
};
