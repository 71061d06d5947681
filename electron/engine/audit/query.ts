import type { AuditEntry, AuditFilter } from '@shared/model/audit';
import { goodResults } from './types';

const searched = ['summary', 'action', 'target', 'actor', 'reason', 'environmentName', 'namespace', 'result', 'operationId', 'osUser'] as const;

/** Whether a filter lets an entry through. `from` and `to` are epoch ms, `to` exclusive. */
export const matches = (entry: AuditEntry, filter: AuditFilter): boolean => {
  if (filter.environmentId !== undefined && entry.environmentId !== filter.environmentId) return false;
  if (filter.phase !== undefined && entry.phase !== filter.phase) return false;
  if (filter.effect !== undefined && entry.effect !== filter.effect) return false;
  if (filter.from !== undefined && entry.at < filter.from) return false;
  if (filter.to !== undefined && entry.at >= filter.to) return false;
  if (filter.failedOnly && (entry.result === null || goodResults.includes(entry.result))) return false;
  const text = filter.text?.trim().toLowerCase() ?? '';
  return text === '' || searched.some((field) => entry[field]?.toLowerCase().includes(text));
};

export interface AuditPage {
  /** Newest first. */
  entries: AuditEntry[];
  more: boolean;
  /** How many match on all pages. */
  total: number;
}

/** One page of what matches, below the index `before`, from entries that come oldest first. */
export const page = async (entries: AsyncIterable<AuditEntry>, filter: AuditFilter, before: number | undefined, limit: number): Promise<AuditPage> => {
  const newest: AuditEntry[] = [];
  let total = 0;
  let below = 0;
  for await (const entry of entries) {
    if (!matches(entry, filter)) continue;
    total += 1;
    if (before !== undefined && entry.index >= before) continue;
    below += 1;
    newest.push(entry);
    if (newest.length > limit) newest.shift();
  }
  return { entries: newest.reverse(), more: below > limit, total };
};
