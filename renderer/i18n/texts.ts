import { en } from './en';
import { zhCN } from './zh-CN';

export const languages = ['en', 'zh-CN'] as const;
export type Language = (typeof languages)[number];

export const texts: Record<Language, Texts> = { en, 'zh-CN': zhCN };

/** The shape of all texts; every other language must have it too. */
export type Texts = Localized<typeof en>;
export type Localized<T> = { readonly [K in keyof T]: T[K] extends string ? string : Localized<T[K]> };
