import { Button, Tooltip } from '@mantine/core';
import { IconAlertTriangle, IconEye, IconLock, IconLockOpen } from '@tabler/icons-react';
import { useTranslation } from 'react-i18next';
import type { EnvironmentView } from '@shared/model/environment';
import { useRaise } from '@renderer/state/context';
import { describeDuration } from '@renderer/ui/format';
import { useNow } from '@renderer/ui/useNow';
import { DemoMenu } from './DemoMenu';
import classes from './environmentBar.module.css';

/** Which environment this page acts on, in its colour: name, class, where it lives and what its policy allows now. */
export const EnvironmentBar = ({ environment }: { environment: EnvironmentView }): React.ReactNode => {
  const { t } = useTranslation();
  return (
    <section className={classes.bar} aria-label={t('shell.frame.label')} data-testid="environment-bar">
      <span className={classes.dot} aria-hidden />
      <strong className={classes.name}>{environment.name}</strong>
      <span className={classes.class}>{t(`ui.class.${environment.class}`)}</span>
      {environment.demo && <DemoMenu />}
      <span className={classes.facts}>
        <Tooltip label={t('shell.frame.namespace')}>
          <span className="mono">{environment.namespace}</span>
        </Tooltip>
        <span className={classes.separator} aria-hidden>
          ·
        </span>
        <Tooltip label={`${t('shell.frame.cluster')}: ${environment.server}`}>
          <span className="mono">{environment.contextName}</span>
        </Tooltip>
        {environment.insecure && (
          <Tooltip label={t('shell.frame.insecure')}>
            <span className={classes.danger}>
              <IconAlertTriangle size={13} aria-hidden /> {t('shell.frame.insecureShort')}
            </span>
          </Tooltip>
        )}
        {environment.contextMissing && <span className={classes.danger}>{t('shell.frame.contextMissing')}</span>}
      </span>
      <PolicyState environment={environment} />
    </section>
  );
};

const PolicyState = ({ environment }: { environment: EnvironmentView }): React.ReactNode => {
  const { t } = useTranslation();
  const raise = useRaise();
  const { policy, unlock } = environment;
  const now = useNow(1_000, unlock !== null);
  if (policy === 'normal') return null;
  if (policy === 'readOnly') {
    return (
      <span className={classes.policy}>
        <IconEye size={14} aria-hidden /> {t('shell.frame.readOnly')}
      </span>
    );
  }
  if (unlock === null || unlock.until <= now) {
    return (
      <span className={classes.policy}>
        <IconLock size={14} aria-hidden /> {t('shell.frame.locked')}
        <Button size="compact-xs" onClick={() => raise('environments.unlock', { environmentId: environment.id })}>
          {t('shell.frame.unlock')}
        </Button>
      </span>
    );
  }
  return (
    <span className={classes.policy} data-open>
      <Tooltip label={t('shell.frame.unlockReason', { reason: unlock.reason })}>
        <span className={classes.countdown}>
          <IconLockOpen size={14} aria-hidden /> {t('shell.frame.unlocked', { time: describeDuration(unlock.until - now) })}
        </span>
      </Tooltip>
      <Button size="compact-xs" onClick={() => raise('environments.lock', { environmentId: environment.id })}>
        {t('shell.frame.lockNow')}
      </Button>
    </span>
  );
};
