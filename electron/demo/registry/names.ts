import { createHash } from 'node:crypto';

const part = '[a-z0-9]+(?:(?:\\.|_|__|-+)[a-z0-9]+)*';
const repository = new RegExp(`^${part}(?:/${part})*$`);
const tag = /^[a-zA-Z0-9_][a-zA-Z0-9._-]{0,127}$/;
const digest = /^sha256:[a-f0-9]{64}$/;
const longestRepository = 255;

export const isRepositoryName = (text: string) => text.length <= longestRepository && repository.test(text);
export const isTag = (text: string) => tag.test(text);
/** sha256 only: every client and every image uses it. */
export const isDigest = (text: string) => digest.test(text);

export function digestOf(bytes: Buffer | string): string {
  return `sha256:${createHash('sha256').update(bytes).digest('hex')}`;
}
