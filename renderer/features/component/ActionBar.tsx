import { ActionIcon, Button, Menu, Tooltip } from '@mantine/core';
import { IconArrowBackUp, IconArrowsMaximize, IconArrowUp, IconDots, IconPlayerPause, IconPlayerPlay, IconPlayerStop, IconRotateClockwise } from '@tabler/icons-react';
import { useMemo } from 'react';
import { useTranslation } from 'react-i18next';
import type { ActionState, ComponentAction, ComponentRef } from '@shared/model/component';
import type { EnvironmentView } from '@shared/model/environment';
import type { Timeline } from '@shared/model/revision';
import { useActions } from '@renderer/app/actions/context';
import type { Action } from '@renderer/app/actions/action';
import { useSentence } from '@renderer/i18n/sentence';
import { useRaise } from '@renderer/state/context';
import classes from './panel.module.css';

interface ActionBarProps {
  environment: EnvironmentView;
  componentRef: ComponentRef;
  actions: readonly ActionState[];
  timeline: Timeline | undefined;
}

const icons: Record<ComponentAction, typeof IconArrowUp> = {
  setImage: IconArrowUp,
  rollback: IconArrowBackUp,
  restart: IconRotateClockwise,
  scale: IconArrowsMaximize,
  pause: IconPlayerPause,
  resume: IconPlayerPlay,
  stop: IconPlayerStop,
};
const keys: Partial<Record<ComponentAction, readonly string[]>> = { setImage: ['u'], rollback: ['b'], restart: ['r'], scale: ['s'] };
const inMenu: readonly ComponentAction[] = ['pause', 'resume', 'stop'];

/** What can be done with the component; what cannot says why. The same records feed hot keys and the palette. */
export const ActionBar = ({ environment, componentRef, actions, timeline }: ActionBarProps): React.ReactNode => {
  const { t } = useTranslation();
  const say = useSentence();
  const raise = useRaise();

  const previous = timeline?.revisions.find(({ number }) => number === timeline.previous);
  const records = useMemo(() => {
    const start = (action: ComponentAction): void => {
      if (action === 'rollback') raise('changes.rollback', { ref: componentRef, to: 'previous' });
      else raise('changes.open', { ref: componentRef, action });
    };
    return actions.map(
      ({ action, allowed, reason }): Action & { action: ComponentAction; reason: string | null } => ({
        id: `component.${action}`,
        action,
        title: (translate) => translate(`component.action.${action}`),
        group: 'component',
        keys: keys[action],
        effect: action === 'stop' ? 'dangerous' : 'write',
        onEnvironment: true,
        icon: icons[action],
        keywords: [componentRef.name, componentRef.kind],
        reason: allowed ? null : reason ? say(reason) : t('component.notAllowed'),
        disabledReason: () => (allowed ? null : reason ? say(reason) : t('component.notAllowed')),
        run: () => start(action),
      }),
    );
  }, [actions, componentRef, raise, say, t]);
  useActions(records);

  const isLocked = environment.policy === 'protected' && environment.unlock === null;
  const button = (record: (typeof records)[number]): React.ReactNode => {
    const Icon = icons[record.action];
    const label =
      record.action === 'rollback' && previous && record.reason === null
        ? t('component.rollbackTo', { revision: previous.number, tag: previous.images.map(({ tag }) => tag ?? '').join(', ') })
        : t(`component.action.${record.action}`);
    return (
      <Tooltip key={record.action} label={record.reason ?? t(`component.explain.${record.action}`)}>
        <Button
          size="xs"
          variant={record.action === 'setImage' ? 'filled' : 'default'}
          leftSection={<Icon size={14} />}
          // Not `disabled`, which would take the tooltip and the keyboard focus away with the reason.
          data-disabled={record.reason !== null || undefined}
          aria-disabled={record.reason !== null}
          aria-description={record.reason ?? undefined}
          onClick={() => record.reason === null && void record.run(noContext)}
        >
          {label}
        </Button>
      </Tooltip>
    );
  };
  const menuRecords = records.filter(({ action, reason }) => inMenu.includes(action) && !(action === 'resume' && reason !== null) );

  return (
    <div className={classes.actions} role="toolbar" aria-label={t('component.actions')}>
      {records.filter(({ action }) => !inMenu.includes(action)).map(button)}
      {menuRecords.length > 0 && (
        <Menu position="bottom-end" width={240} withinPortal>
          <Menu.Target>
            <ActionIcon size={28} variant="default" aria-label={t('ui.more')}>
              <IconDots size={16} />
            </ActionIcon>
          </Menu.Target>
          <Menu.Dropdown>
            {menuRecords.map((record) => {
              const Icon = icons[record.action];
              return (
                <Menu.Item key={record.action} leftSection={<Icon size={14} />} color={record.effect === 'dangerous' ? 'red' : undefined} disabled={record.reason !== null} onClick={() => void record.run(noContext)}>
                  {t(`component.action.${record.action}`)}
                  {record.reason && <div className={classes.menuReason}>{record.reason}</div>}
                </Menu.Item>
              );
            })}
          </Menu.Dropdown>
        </Menu>
      )}
      {isLocked && (
        <Button size="xs" variant="light" onClick={() => raise('environments.unlock', { environmentId: environment.id })}>
          {t('shell.frame.unlock')}
        </Button>
      )}
    </div>
  );
};
