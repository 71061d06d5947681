import { useCallback, useEffect, useReducer } from 'react';
import type { AppError } from '@shared/errors/appError';
import type { AuditEntry, AuditFilter } from '@shared/model/audit';
import { useClient } from '@renderer/api/context';

const pageSize = 200;

interface Pages {
  entries: AuditEntry[] | null;
  more: boolean;
  total: number;
  error: AppError | null;
  loading: boolean;
}

type Event = { type: 'asked' } | { type: 'failed'; error: AppError } | { type: 'first' | 'next'; entries: AuditEntry[]; more: boolean; total: number };

const reduce = (pages: Pages, event: Event): Pages => {
  if (event.type === 'asked') return { ...pages, loading: true, error: null };
  if (event.type === 'failed') return { ...pages, loading: false, error: event.error };
  const entries = event.type === 'first' ? event.entries : [...(pages.entries ?? []), ...event.entries];
  return { entries, more: event.more, total: event.total, loading: false, error: null };
};

const none: Pages = { entries: null, more: false, total: 0, error: null, loading: false };

/** The audit log page by page, newest first. Another filter starts again; what was shown stays until its answer is there. */
export const useAuditPages = (filter: AuditFilter): Pages & { loadMore: () => void; reload: () => void } => {
  const client = useClient();
  const [pages, dispatch] = useReducer(reduce, none);
  const key = JSON.stringify(filter);
  const load = useCallback(
    async (before: number | undefined, signal?: AbortSignal) => {
      dispatch({ type: 'asked' });
      const outcome = await client.audit.query({ filter: JSON.parse(key) as AuditFilter, before, limit: pageSize }, { signal });
      if (signal?.aborted) return;
      dispatch(outcome.ok ? { type: before === undefined ? 'first' : 'next', ...outcome.value } : { type: 'failed', error: outcome.error });
    },
    [client, key],
  );
  useEffect(() => {
    const controller = new AbortController();
    void load(undefined, controller.signal);
    return () => controller.abort();
  }, [load]);
  const last = pages.entries?.at(-1)?.index;
  return { ...pages, loadMore: () => void load(last), reload: () => void load(undefined) };
};
