import { Button } from '@mantine/core';
import { IconPlugConnectedX } from '@tabler/icons-react';
import { useTranslation } from 'react-i18next';
import { useConnectionState, useEngine } from '@renderer/api/context';
import { useFormat } from '@renderer/ui/format';
import classes from './shell.module.css';

const sessionDoubtAttempts = 6;

/** Says when the engine is away and since when what is on the screen may be old. */
export const ConnectionBanner = (): React.ReactNode => {
  const { t } = useTranslation();
  const { connection } = useEngine();
  const state = useConnectionState();
  const { clock } = useFormat();
  if (state.kind !== 'reconnecting') return null;
  return (
    <div className={classes.banner} data-tone="warn" role="alert">
      <IconPlugConnectedX size={16} aria-hidden />
      <span className={classes.bannerText}>
        {t('shell.connection.reconnecting')} {t('shell.connection.since', { time: clock(state.since) })}{' '}
        {state.attempt >= sessionDoubtAttempts && t('shell.connection.sessionGone')}
      </span>
      <Button variant="subtle" color="gray" onClick={() => connection.reconnectNow()}>
        {t('shell.connection.retry')}
      </Button>
    </div>
  );
};
