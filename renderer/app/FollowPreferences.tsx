import { useMantineColorScheme } from '@mantine/core';
import { useEffect } from 'react';
import { useTranslation } from 'react-i18next';
import { useStore } from 'zustand';
import { chooseLanguage } from '@renderer/i18n/i18n';
import { useShared } from '@renderer/state/context';

/** Language and theme follow the preferences at once, in every window. */
export const FollowPreferences = (): React.ReactNode => {
  const preferences = useStore(useShared().stores.preferences, (state) => state.value);
  const { setColorScheme } = useMantineColorScheme();
  const { i18n } = useTranslation();
  const scheme = preferences?.theme;
  const language = preferences?.language;
  useEffect(() => {
    if (scheme) setColorScheme(scheme === 'system' ? 'auto' : scheme);
    // setColorScheme is new with every render of the provider.
    // eslint-disable-next-line react-hooks/exhaustive-deps
  }, [scheme]);
  useEffect(() => {
    if (language) void i18n.changeLanguage(chooseLanguage(language, navigator.languages));
  }, [language, i18n]);
  useEffect(() => {
    const tell = (tag: string): void => {
      document.documentElement.lang = tag;
    };
    tell(i18n.language);
    i18n.on('languageChanged', tell);
    return () => i18n.off('languageChanged', tell);
  }, [i18n]);
  return null;
};
