import { useCallback } from 'react';
import { useTranslation } from 'react-i18next';
import { sentences } from '@shared/sentences/index';
import type { Sentence } from '@shared/sentences/sentence';
import { toLanguage } from './i18n';
import type { Language } from './texts';
import { zhSentences } from './zh-CN/sentences';

/** Says a sentence of the engine in a language. Parameters are data and stay as they are. */
export const sayIn = (language: Language, { key, params }: Sentence): string => {
  const text: string = language === 'zh-CN' ? zhSentences[key] : sentences[key];
  return text.replaceAll(/\{\{(\w+)\}\}/g, (_, name: string) => String(params[name] ?? ''));
};

export const useSentence = (): ((sentence: Sentence) => string) => {
  const { i18n } = useTranslation();
  const language = toLanguage(i18n.language);
  return useCallback((sentence: Sentence) => sayIn(language, sentence), [language]);
};

export const SentenceText = ({ of }: { of: Sentence }): React.ReactNode => useSentence()(of);
