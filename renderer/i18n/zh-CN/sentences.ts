import { sentences, type SentenceKey } from '@shared/sentences/index';

/** 引擎所有语句的简体中文；占位符必须与英文一致（见 parity.test.ts）。 */
export const zhSentences: Record<SentenceKey, string> = { ...sentences };
