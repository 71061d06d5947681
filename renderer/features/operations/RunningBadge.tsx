import { useTranslation } from 'react-i18next';
import { useRunningCount } from '@renderer/state/context';
import classes from './operations.module.css';

/** How many operations run now; nothing when none does. */
export const RunningBadge = (): React.ReactNode => {
  const { t } = useTranslation();
  const count = useRunningCount();
  if (count === 0) return null;
  return (
    <span className={classes.count} aria-label={t('shell.nav.running', { count })}>
      {count}
    </span>
  );
};
