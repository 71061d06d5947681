import { createHash } from 'node:crypto';

/** Everything that looks random on the site comes from here, so that a seed gives the same site again. */
export interface Random {
  /** From 0 up to, not including, 1. */
  next(): number;
  between(from: number, to: number): number;
  /** As `util/rand` of Kubernetes makes them: no vowels, so that no words appear. */
  suffix(length: number): string;
  uid(): string;
  hex(length: number): string;
}

const suffixLetters = 'bcdfghjklmnpqrstvwxz2456789';
const hexDigits = '0123456789abcdef';

/** Mulberry32: small, and good enough for names. */
export function createRandom(seed: number): Random {
  let state = seed >>> 0;
  const next = () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let t = state;
    t = Math.imul(t ^ (t >>> 15), t | 1);
    t ^= t + Math.imul(t ^ (t >>> 7), t | 61);
    return ((t ^ (t >>> 14)) >>> 0) / 2 ** 32;
  };
  const pick = (letters: string, length: number) => Array.from({ length }, () => letters[Math.floor(next() * letters.length)]).join('');
  return {
    next,
    between: (from, to) => from + next() * (to - from),
    suffix: (length) => pick(suffixLetters, length),
    hex: (length) => pick(hexDigits, length),
    uid: () => [8, 4, 4, 4, 12].map((length, i) => (i === 2 ? `4${pick(hexDigits, 3)}` : i === 3 ? `a${pick(hexDigits, 3)}` : pick(hexDigits, length))).join('-'),
  };
}

export function sha256(text: string): string {
  return createHash('sha256').update(text).digest('hex');
}
