import { useCallback, useState } from 'react';
import type { AppError } from '@shared/errors/appError';
import type { Probe } from '@shared/model/connection';
import { useClient } from '@renderer/api/context';

export type ProbeView = { kind: 'untested' } | { kind: 'testing' } | { kind: 'done'; probe: Probe } | { kind: 'failed'; error: AppError };

const untested: ProbeView = { kind: 'untested' };

/** Tests of contexts, made on demand only; the results stay while the page is open. */
export const useProbes = (): { of: (contextId: string) => ProbeView; test: (contextId: string) => Promise<void> } => {
  const client = useClient();
  const [views, setViews] = useState<Record<string, ProbeView>>({});
  const test = useCallback(
    async (contextId: string) => {
      const show = (view: ProbeView): void => setViews((before) => ({ ...before, [contextId]: view }));
      show({ kind: 'testing' });
      const outcome = await client.connections.probe({ contextId });
      show(outcome.ok ? { kind: 'done', probe: outcome.value } : { kind: 'failed', error: outcome.error });
    },
    [client],
  );
  return { of: (contextId) => views[contextId] ?? untested, test };
};
