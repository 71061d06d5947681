import type { TFunction } from 'i18next';
import { useMemo } from 'react';
import { useTranslation } from 'react-i18next';

const second = 1_000;
const minute = 60 * second;
const hour = 60 * minute;
const day = 24 * hour;

/** How long ago, in one short unit. Clock skew can put a time into the future: that is `just now`. */
export const describeAge = (t: TFunction, ageMs: number): string => {
  if (ageMs < 5 * second) return t('ui.time.now');
  if (ageMs < minute) return t('ui.time.secondsAgo', { n: Math.floor(ageMs / second) });
  if (ageMs < hour) return t('ui.time.minutesAgo', { n: Math.floor(ageMs / minute) });
  if (ageMs < 2 * day) return t('ui.time.hoursAgo', { n: Math.floor(ageMs / hour) });
  return t('ui.time.daysAgo', { n: Math.floor(ageMs / day) });
};

/** A length of time as `80 ms`, `4 s`, `2:07`, `1:02:07`: for steps and countdowns. */
export const describeDuration = (ms: number): string => {
  if (ms < second) return `${Math.max(0, Math.round(ms))} ms`;
  const seconds = Math.round(ms / second);
  if (seconds < 60) return `${seconds} s`;
  const two = (value: number): string => String(value).padStart(2, '0');
  const hours = Math.floor(seconds / 3600);
  const minutes = Math.floor((seconds % 3600) / 60);
  return hours > 0 ? `${hours}:${two(minutes)}:${two(seconds % 60)}` : `${minutes}:${two(seconds % 60)}`;
};

export interface Format {
  /** `14:03:27` */
  clock: (at: number) => string;
  /** `2026-11-22 14:03:27` */
  dateTime: (at: number) => string;
  number: (value: number) => string;
}

export const useFormat = (): Format => {
  const { i18n } = useTranslation();
  return useMemo(() => {
    // 2026-11-22 14:03:27 reads the same everywhere; 11/12 does not. Swedish is the locale that writes it.
    const clock = new Intl.DateTimeFormat('sv-SE', { timeStyle: 'medium' });
    const dateTime = new Intl.DateTimeFormat('sv-SE', { dateStyle: 'short', timeStyle: 'medium' });
    const number = new Intl.NumberFormat(i18n.language);
    return { clock: (at) => clock.format(at), dateTime: (at) => dateTime.format(at), number: (value) => number.format(value) };
  }, [i18n.language]);
};
