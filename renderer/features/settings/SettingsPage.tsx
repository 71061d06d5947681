import { Button, SegmentedControl, Select, Switch } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import { useStore } from 'zustand';
import type { Preferences } from '@shared/model/settings';
import { useClient, useConnectionState } from '@renderer/api/context';
import { SentenceText } from '@renderer/i18n/sentence';
import { usePreferences, useRaise, useShared } from '@renderer/state/context';
import { HelpTip } from '@renderer/ui/HelpTip';
import { PageFrame } from '@renderer/ui/PageFrame';
import type { Tone } from '@renderer/ui/status';
import { useTellError } from '@renderer/ui/useTellError';
import { SettingRow, SettingSection } from './SettingRow';
import classes from './settings.module.css';

const themes = ['system', 'light', 'dark'] as const;

export const SettingsPage = (): React.ReactNode => {
  const { t } = useTranslation();
  return (
    <PageFrame title={t('settings.title')} padded>
      <div className={classes.page}>
        <Appearance />
        <Security />
        <About />
      </div>
    </PageFrame>
  );
};

const useUpdate = (): ((part: Partial<Preferences>) => void) => {
  const client = useClient();
  const tellError = useTellError();
  return (part) => {
    void client.settings.update(part).then((outcome) => {
      if (!outcome.ok) tellError(outcome.error);
    });
  };
};

const Appearance = (): React.ReactNode => {
  const { t } = useTranslation();
  const { language, theme } = usePreferences();
  const update = useUpdate();
  return (
    <SettingSection title={t('settings.appearance')}>
      <SettingRow title={t('settings.language')}>
        <Select
          w={200}
          aria-label={t('settings.language')}
          value={language}
          onChange={(value) => value !== null && update({ language: value })}
          data={[
            { value: 'system', label: t('settings.languageSystem') },
            { value: 'en', label: 'English' },
            { value: 'zh-CN', label: '简体中文' },
          ]}
        />
      </SettingRow>
      <SettingRow title={t('settings.theme')}>
        <SegmentedControl
          aria-label={t('settings.theme')}
          value={theme}
          onChange={(value) => update({ theme: value })}
          data={themes.map((value) => ({ value, label: t(`settings.themeOption.${value}`) }))}
        />
      </SettingRow>
    </SettingSection>
  );
};

const vaultTones = { ready: 'ok', locked: 'warn', uninitialized: 'off', unavailable: 'bad', damaged: 'bad' } as const satisfies Record<string, Tone>;

const Security = (): React.ReactNode => {
  const { t } = useTranslation();
  const raise = useRaise();
  const update = useUpdate();
  const { allowPlainTextSecrets } = usePreferences();
  const vault = useStore(useShared().stores.vault, (state) => state.value);
  if (!vault) return null;
  const canOpen = vault.kind === 'passphrase' && (vault.state === 'locked' || vault.state === 'uninitialized');
  return (
    <SettingSection title={t('settings.security')}>
      <SettingRow
        title={
          <>
            {t('settings.vault')}
            <HelpTip term={t('settings.vaultTerm')}>{t('settings.vaultHelp')}</HelpTip>
          </>
        }
        description={vault.detail ? <SentenceText of={vault.detail} /> : t(`settings.vaultKind.${vault.kind}`)}
      >
        <span className={classes.state} data-tone={vaultTones[vault.state]} data-vault={vault.state}>
          {t(`settings.vaultState.${vault.state}`)}
        </span>
        {canOpen && <Button onClick={() => raise('vault.open', {})}>{vault.state === 'locked' ? t('settings.vaultOpen') : t('settings.vaultCreate')}</Button>}
      </SettingRow>
      {vault.kind === 'safeStorage' && (vault.state === 'unavailable' || allowPlainTextSecrets) && (
        <SettingRow title={t('settings.plainText')} description={t('settings.plainTextHelp')}>
          <Switch aria-label={t('settings.plainText')} checked={allowPlainTextSecrets} onChange={(event) => update({ allowPlainTextSecrets: event.currentTarget.checked })} />
        </SettingRow>
      )}
    </SettingSection>
  );
};

const About = (): React.ReactNode => {
  const { t } = useTranslation();
  const state = useConnectionState();
  if (state.kind !== 'connected') return null;
  const { version, host, runtime, osUser } = state.info;
  return (
    <SettingSection title={t('settings.about')} note={t('settings.privacy')}>
      <SettingRow title={t('settings.version')}>{version}</SettingRow>
      <SettingRow title={t('settings.host')}>{t(`settings.hostKind.${host}`)}</SettingRow>
      <SettingRow title={t('settings.runtime')}>{runtime}</SettingRow>
      <SettingRow title={t('settings.osUser')}>{osUser}</SettingRow>
    </SettingSection>
  );
};
