import { ActionIcon, Button, Menu } from '@mantine/core';
import { IconAlertTriangle, IconArrowDown, IconArrowUp, IconDots, IconPencil, IconTrash } from '@tabler/icons-react';
import { useTranslation } from 'react-i18next';
import { Link } from 'react-router';
import type { EnvironmentView } from '@shared/model/environment';
import { useRaise } from '@renderer/state/context';
import { EnvironmentBadge } from '@renderer/ui/EnvironmentBadge';
import { useEnvironmentEdits } from './useEnvironmentEdits';
import classes from '../environments.module.css';

export const EnvironmentRow = ({ environment, ids }: { environment: EnvironmentView; ids: readonly string[] }): React.ReactNode => {
  const { t } = useTranslation();
  const raise = useRaise();
  const { move, remove } = useEnvironmentEdits();
  const index = ids.indexOf(environment.id);
  return (
    <li className={classes.environment} data-env-color={environment.color}>
      <div className={classes.environmentName}>
        <EnvironmentBadge environment={environment} />
      </div>
      <div className={classes.where}>
        <span className="mono">{environment.namespace}</span>
        <span className={classes.muted}>
          {environment.contextName} · {environment.sourceLabel}
        </span>
        {environment.contextMissing && (
          <span className={classes.danger}>
            <IconAlertTriangle size={13} aria-hidden /> {t('shell.frame.contextMissing')}
          </span>
        )}
        {environment.insecure && (
          <span className={classes.danger}>
            <IconAlertTriangle size={13} aria-hidden /> {t('environments.connections.insecure')}
          </span>
        )}
      </div>
      <div className={classes.rowActions}>
        <Button component={Link} to={`/env/${environment.id}`}>
          {t('environments.list.open')}
        </Button>
        <Menu position="bottom-end">
          <Menu.Target>
            <ActionIcon aria-label={t('environments.list.menu', { name: environment.name })}>
              <IconDots size={16} />
            </ActionIcon>
          </Menu.Target>
          <Menu.Dropdown>
            <Menu.Item leftSection={<IconPencil size={14} />} onClick={() => raise('environments.edit', { environmentId: environment.id })}>
              {t('environments.list.edit')}
            </Menu.Item>
            <Menu.Item leftSection={<IconArrowUp size={14} />} disabled={index === 0} onClick={() => void move(ids, index, -1)}>
              {t('environments.list.moveUp')}
            </Menu.Item>
            <Menu.Item leftSection={<IconArrowDown size={14} />} disabled={index === ids.length - 1} onClick={() => void move(ids, index, 1)}>
              {t('environments.list.moveDown')}
            </Menu.Item>
            <Menu.Divider />
            <Menu.Item leftSection={<IconTrash size={14} />} color="var(--wh-bad)" onClick={() => void remove(environment)}>
              {t('environments.list.remove')}
            </Menu.Item>
          </Menu.Dropdown>
        </Menu>
      </div>
    </li>
  );
};
