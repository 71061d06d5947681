import { ActionIcon } from '@mantine/core';
import { IconAlertTriangle, IconInfoCircle, IconX } from '@tabler/icons-react';
import { useTranslation } from 'react-i18next';
import { useStore } from 'zustand';
import { useClient } from '@renderer/api/context';
import { SentenceText } from '@renderer/i18n/sentence';
import { useShared } from '@renderer/state/context';
import type { Tone } from '@renderer/ui/status';
import classes from './shell.module.css';

const tones: Record<'info' | 'warn' | 'error', Tone> = { info: 'busy', warn: 'warn', error: 'bad' };

/** What the operator should know about this machine, until dismissed. */
export const Notices = (): React.ReactNode => {
  const { t } = useTranslation();
  const client = useClient();
  const notices = useStore(useShared().stores.notices, (state) => state.value);
  if (!notices || notices.length === 0) return null;
  return (
    <section aria-label={t('shell.notices.region')}>
      {notices.map((notice) => (
        <div key={notice.id} className={classes.banner} data-tone={tones[notice.level]}>
          {notice.level === 'info' ? <IconInfoCircle size={16} aria-hidden /> : <IconAlertTriangle size={16} aria-hidden />}
          <span className={classes.bannerText}>
            <SentenceText of={notice.text} />
          </span>
          <ActionIcon size={24} color="gray" aria-label={t('shell.notices.dismiss')} onClick={() => void client.app.dismissNotice({ id: notice.id })}>
            <IconX size={14} />
          </ActionIcon>
        </div>
      ))}
    </section>
  );
};
