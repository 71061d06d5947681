import { createHash } from 'node:crypto';

/** A short, stable id of these parts; JSON keeps `['a', 'bc']` and `['ab', 'c']` apart. */
export const digest = (...parts: readonly unknown[]): string => createHash('sha256').update(JSON.stringify(parts)).digest('hex').slice(0, 24);
