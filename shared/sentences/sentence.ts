import { z } from 'zod';
import { sentences, type SentenceKey } from './index';

/**
 * A sentence for people: a key of the catalogue with its parameters. The engine says what is the case,
 * the renderer says it in the operator's language. Parameters are data (names, numbers, messages of the
 * cluster) and are never translated.
 */
export const sentenceSchema = z.object({
  key: z.enum(Object.keys(sentences) as [SentenceKey, ...SentenceKey[]]),
  params: z.record(z.string(), z.union([z.string(), z.number()])),
});
export type Sentence = z.infer<typeof sentenceSchema>;

type ParamsIn<T extends string> = T extends `${string}{{${infer P}}}${infer Rest}` ? P | ParamsIn<Rest> : never;
export type SentenceParams<K extends SentenceKey> = Record<ParamsIn<(typeof sentences)[K]>, string | number>;

/** Makes a sentence; the compiler asks for exactly the parameters its English text names. */
export const sentence = <K extends SentenceKey>(
  key: K,
  ...params: keyof SentenceParams<K> extends never ? [] : [SentenceParams<K>]
): Sentence => ({ key, params: params[0] ?? {} });

/** The English text, for logs and for tests. */
export const sentenceText = ({ key, params }: Sentence): string =>
  sentences[key].replaceAll(/\{\{(\w+)\}\}/g, (_, name: string) => String(params[name] ?? `{{${name}}}`));
