import { IconSteeringWheel } from '@tabler/icons-react';
import { useTranslation } from 'react-i18next';
import { useConnectionState } from '@renderer/api/context';
import classes from './shell.module.css';

const slowAttempts = 4;

/** Before the engine has answered for the first time; invisible for a moment, since it mostly answers at once. */
export const Starting = (): React.ReactNode => {
  const { t } = useTranslation();
  const state = useConnectionState();
  const slow = state.kind === 'connecting' && state.attempt >= slowAttempts;
  return (
    <main className={classes.starting} role="status">
      <IconSteeringWheel size={32} stroke={1.3} aria-hidden />
      {slow ? t('shell.startingSlow') : t('shell.starting')}
    </main>
  );
};
