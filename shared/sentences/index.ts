import { changeSentences } from './changes';
import { connectionSentences } from './connections';
import { freshnessSentences } from './freshness';
import { hostSentences } from './host';
import { policySentences } from './policy';
import { statusSentences } from './status';

/**
 * English of every sentence the engine can say. One file per domain; the renderer's other languages are
 * typed by these keys, so a sentence without a translation does not compile.
 */
export const sentences = {
  ...statusSentences,
  ...connectionSentences,
  ...changeSentences,
  ...policySentences,
  ...freshnessSentences,
  ...hostSentences,
} as const;

export type SentenceKey = keyof typeof sentences;
