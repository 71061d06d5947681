import { ActionIcon, Button, Menu, Tooltip } from '@mantine/core';
import { IconDots, IconLockOpen } from '@tabler/icons-react';
import { useTranslation } from 'react-i18next';
import type { ActionState, ComponentAction, ComponentRef } from '@shared/model/component';
import type { EnvironmentView } from '@shared/model/environment';
import type { Timeline } from '@shared/model/revision';
import { useRaise } from '@renderer/state/context';
import { useComponentActions, type ComponentActionRecord } from './useComponentActions';
import classes from './panel.module.css';

interface ActionBarProps {
  environment: EnvironmentView;
  componentRef: ComponentRef;
  actions: readonly ActionState[] | undefined;
  timeline: Timeline | undefined;
}

const inMenu: readonly ComponentAction[] = ['pause', 'resume', 'stop'];

/** "Roll back to 3 · v1.0.0.0": what "previous" means is said before it is done. */
const useRollbackLabel = (timeline: Timeline | undefined): string | null => {
  const { t } = useTranslation();
  const previous = timeline?.revisions.find(({ number }) => number === timeline.previous);
  if (!previous) return null;
  const tags = previous.images.flatMap(({ tag }) => (tag === null ? [] : [tag])).slice(0, 2);
  return t('component.rollbackTo', { revision: [String(previous.number), ...tags].join(' · ') });
};

const ActionButton = ({ record: { action, title, explanation, icon: Icon, reason, start }, label }: { record: ComponentActionRecord; label: string | null }): React.ReactNode => (
  <Tooltip label={reason ?? explanation}>
    <Button
      variant={action === 'setImage' ? 'filled' : 'default'}
      leftSection={<Icon size={14} aria-hidden />}
      px={10}
      data-action={action}
      // Not `disabled`: that would take the keyboard focus away from the button, and with it the reason.
      data-disabled={reason !== null || undefined}
      aria-disabled={reason !== null}
      aria-description={reason ?? undefined}
      onClick={() => reason === null && start()}
    >
      {(reason === null && label) || title}
    </Button>
  </Tooltip>
);

/** What can be done with the component; what cannot says why. */
export const ActionBar = ({ environment, componentRef, actions, timeline }: ActionBarProps): React.ReactNode => {
  const { t } = useTranslation();
  const raise = useRaise();
  const records = useComponentActions(componentRef, actions);
  const rollbackLabel = useRollbackLabel(timeline);
  const menu = records.filter(({ action }) => inMenu.includes(action));
  const isLocked = environment.policy === 'protected' && environment.unlock === null;

  return (
    <div className={classes.actions} role="toolbar" aria-label={t('component.actions')}>
      {records
        .filter(({ action }) => !inMenu.includes(action))
        .map((record) => (
          <ActionButton key={record.action} record={record} label={record.action === 'rollback' ? rollbackLabel : null} />
        ))}
      {menu.length > 0 && (
        <Menu position="bottom-end" width={260}>
          <Menu.Target>
            <ActionIcon variant="default" aria-label={t('ui.more')}>
              <IconDots size={16} />
            </ActionIcon>
          </Menu.Target>
          <Menu.Dropdown>
            {menu.map(({ action, title, icon: Icon, reason, start }) => (
              <Menu.Item key={action} leftSection={<Icon size={14} aria-hidden />} color={action === 'stop' ? 'red' : undefined} disabled={reason !== null} onClick={start}>
                {title}
                {reason !== null && <div className={classes.menuReason}>{reason}</div>}
              </Menu.Item>
            ))}
          </Menu.Dropdown>
        </Menu>
      )}
      {isLocked && (
        <Button variant="light" leftSection={<IconLockOpen size={14} aria-hidden />} onClick={() => raise('environments.unlock', { environmentId: environment.id })}>
          {t('shell.frame.unlock')}
        </Button>
      )}
    </div>
  );
};
