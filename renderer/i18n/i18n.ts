import i18next, { type i18n } from 'i18next';
import { initReactI18next } from 'react-i18next';
import type { Preferences } from '@shared/model/settings';
import type { en } from './en';
import { languages, texts, type Language } from './texts';

declare module 'i18next' {
  interface CustomTypeOptions {
    defaultNS: 'translation';
    resources: { translation: typeof en };
  }
}

/** The language to speak: the preference, or the first of the system's languages that we have. */
export const chooseLanguage = (preference: Preferences['language'], system: readonly string[]): Language => {
  if (preference !== 'system') return preference;
  for (const tag of system) {
    if (tag.toLowerCase().startsWith('zh')) return 'zh-CN';
    if (tag.toLowerCase().startsWith('en')) return 'en';
  }
  return 'en';
};

/** One instance per page. React escapes what it shows, so i18next must not do it again. */
export const createI18n = (language: Language): i18n => {
  const instance = i18next.createInstance();
  void instance.use(initReactI18next).init({
    lng: language,
    fallbackLng: 'en',
    supportedLngs: [...languages],
    resources: { en: { translation: texts.en }, 'zh-CN': { translation: texts['zh-CN'] } },
    interpolation: { escapeValue: false },
    returnNull: false,
    // Everything is bundled: without this the first render would show keys.
    initAsync: false,
  });
  return instance;
};

export const toLanguage = (tag: string): Language => (tag === 'zh-CN' ? 'zh-CN' : 'en');
