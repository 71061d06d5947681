import { IconEye, IconLock, IconLockOpen } from '@tabler/icons-react';
import { useTranslation } from 'react-i18next';
import type { EnvironmentView } from '@shared/model/environment';
import { DemoMark } from './DemoMark';
import classes from './environment.module.css';

/** Dot, name, class and, where it matters, the policy: how an environment is named everywhere. */
export const EnvironmentBadge = ({ environment }: { environment: Pick<EnvironmentView, 'name' | 'class' | 'color' | 'policy' | 'unlock' | 'demo'> }): React.ReactNode => {
  const { t } = useTranslation();
  return (
    <span className={classes.badge} data-env-color={environment.color}>
      <span className={classes.dot} aria-hidden />
      <span className={classes.name}>{environment.name}</span>
      <span className={classes.class}>{t(`ui.class.${environment.class}`)}</span>
      <PolicyIcon environment={environment} />
      {environment.demo && <DemoMark />}
    </span>
  );
};

/** A lock, an open lock or an eye; nothing for a normal environment. */
export const PolicyIcon = ({ environment, size = 13 }: { environment: Pick<EnvironmentView, 'policy' | 'unlock'>; size?: number }): React.ReactNode => {
  const { t } = useTranslation();
  if (environment.policy === 'normal') return null;
  const [Icon, label] =
    environment.policy === 'readOnly'
      ? [IconEye, t('ui.policy.readOnly')]
      : environment.unlock
        ? [IconLockOpen, t('shell.frame.unlockReason', { reason: environment.unlock.reason })]
        : [IconLock, t('ui.policy.protected')];
  return (
    <span className={classes.policy} role="img" aria-label={label} title={label}>
      <Icon size={size} aria-hidden />
    </span>
  );
};
