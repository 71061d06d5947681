import type { AuditFilter } from '@shared/model/audit';

export const periods = ['all', 'day', 'week', 'month'] as const;
export type Period = (typeof periods)[number];

/** What the toolbar says; `all` and the empty text mean no restriction. */
export interface FilterChoice {
  text: string;
  environmentId: string;
  effect: 'all' | 'write' | 'dangerous';
  period: Period;
  failedOnly: boolean;
}

export const noFilter: FilterChoice = { text: '', environmentId: 'all', effect: 'all', period: 'all', failedOnly: false };

const dayMs = 24 * 60 * 60 * 1_000;
const periodMs: Record<Exclude<Period, 'all'>, number> = { day: dayMs, week: 7 * dayMs, month: 30 * dayMs };

/** To the filter of the contract. `now` is rounded to the minute, so that the same choice asks the same question. */
export const toFilter = ({ text, environmentId, effect, period, failedOnly }: FilterChoice, now: number): AuditFilter => {
  const minute = 60_000;
  return {
    ...(text.trim() !== '' && { text: text.trim() }),
    ...(environmentId !== 'all' && { environmentId }),
    ...(effect !== 'all' && { effect }),
    ...(period !== 'all' && { from: Math.floor(now / minute) * minute - periodMs[period] }),
    ...(failedOnly && { failedOnly }),
  };
};
