import { Tooltip } from '@mantine/core';
import { IconAlertTriangle } from '@tabler/icons-react';
import { useTranslation } from 'react-i18next';
import { NavLink } from 'react-router';
import type { EnvironmentView } from '@shared/model/environment';
import { PolicyIcon } from '@renderer/ui/EnvironmentBadge';
import { DemoMark } from '@renderer/ui/DemoMark';
import classes from './navbar.module.css';

interface NavbarEnvironmentProps {
  environment: EnvironmentView;
  index: number;
  collapsed: boolean;
}

export const NavbarEnvironment = ({ environment, index, collapsed }: NavbarEnvironmentProps): React.ReactNode => {
  const { t } = useTranslation();
  const key = index < 9 ? ` · Alt+${index + 1}` : '';
  const label = `${environment.name} (${t(`ui.class.${environment.class}`)}${environment.demo ? `, ${t('demo.mark')}` : ''})`;
  return (
    <Tooltip label={`${environment.name} · ${environment.namespace} @ ${environment.contextName}${key}`} position="right">
      <NavLink to={`/env/${environment.id}`} className={classes.link} data-env-color={environment.color} data-environment={environment.id} aria-label={label}>
        {collapsed ? (
          <span className={classes.initial} aria-hidden>
            {[...environment.name][0]?.toUpperCase()}
          </span>
        ) : (
          <span className={classes.dot} aria-hidden />
        )}
        <span className={classes.text}>{environment.name}</span>
        <span className={classes.badge}>
          {environment.contextMissing && <IconAlertTriangle size={13} className={classes.problem} role="img" aria-label={t('shell.frame.contextMissing')} />}
          <PolicyIcon environment={environment} />
          {environment.demo && <DemoMark />}
          <span className={classes.class}>{t(`ui.class.${environment.class}`)}</span>
        </span>
      </NavLink>
    </Tooltip>
  );
};
