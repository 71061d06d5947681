import type { SentenceKey } from '@shared/sentences/index';
import { changes } from './changes';
import { connections } from './connections';
import { freshness } from './freshness';
import { host } from './host';
import { policy } from './policy';
import { status } from './status';

/** The engine's sentences in Simplified Chinese. A missing key does not compile; parity.test.ts compares the placeholders. */
export const zhSentences: Record<SentenceKey, string> = { ...status, ...connections, ...changes, ...policy, ...freshness, ...host };
