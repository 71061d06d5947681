import { describe, expect, it } from 'vitest';
import { sentences } from '@shared/sentences/index';
import { chooseLanguage } from './i18n';
import { texts } from './texts';
import { zhSentences } from './zh-CN/sentences';

const placeholders = (text: string): string[] => [...text.matchAll(/\{\{(\w+)\}\}/g)].map((match) => match[1] ?? '').sort();

const flatten = (node: object, path = ''): [string, string][] =>
  Object.entries(node).flatMap(([key, value]: [string, unknown]) =>
    typeof value === 'string' ? [[`${path}${key}`, value] as [string, string]] : flatten(value as object, `${path}${key}.`),
  );

describe('the Chinese texts', () => {
  it('name the same placeholders as the English sentences', () => {
    for (const [key, english] of Object.entries(sentences)) expect([key, placeholders(zhSentences[key as keyof typeof sentences])]).toEqual([key, placeholders(english)]);
  });

  it('name the same placeholders as the English texts of the interface', () => {
    const chinese = new Map(flatten(texts['zh-CN']));
    for (const [key, english] of flatten(texts.en)) expect([key, placeholders(chinese.get(key) ?? '')]).toEqual([key, placeholders(english)]);
  });

  it('hold nothing that English does not', () => {
    expect(flatten(texts['zh-CN']).map(([key]) => key)).toEqual(flatten(texts.en).map(([key]) => key));
  });

  it('leave no sentence in English', () => {
    expect(Object.entries(zhSentences).filter(([, text]) => !/\p{Script=Han}/u.test(text))).toEqual([]);
  });
});

describe('chooseLanguage', () => {
  it('takes the first of the system languages that there is', () => {
    expect(chooseLanguage('system', ['de-DE', 'zh-Hans-CN', 'en'])).toBe('zh-CN');
    expect(chooseLanguage('system', ['en-GB', 'zh-CN'])).toBe('en');
    expect(chooseLanguage('system', ['fr'])).toBe('en');
  });

  it('prefers what the operator chose', () => {
    expect(chooseLanguage('zh-CN', ['en'])).toBe('zh-CN');
  });
});
