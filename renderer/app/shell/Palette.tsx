import { Modal, VisuallyHidden } from '@mantine/core';
import { Spotlight, createSpotlight } from '@mantine/spotlight';
import { IconSearch } from '@tabler/icons-react';
import { useEffect, useMemo, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useInterface, useSetInterface } from '@renderer/state/context';
import { KeyHint } from '@renderer/ui/KeyHint';
import type { Action, ActionGroup } from '../actions/action';
import { isAvailable, reasonAgainst } from '../actions/action';
import { useActionContext, useAllActions } from '../actions/context';
import classes from './palette.module.css';

const groups: readonly ActionGroup[] = ['environment', 'component', 'navigation', 'application'];

/** The command palette: every action there is now, found by its title and keywords. */
export const Palette = (): React.ReactNode => {
  const { t } = useTranslation();
  const [store, spotlight] = useMemo(() => createSpotlight(), []);
  const opened = useInterface((state) => state.paletteOpen);
  const setInterface = useSetInterface();
  const [query, setQuery] = useState('');
  const context = useActionContext();
  const actions = useAllActions().filter((action) => isAvailable(action, context));
  useEffect(() => {
    if (opened) spotlight.open();
    else spotlight.close();
  }, [opened, spotlight]);

  const words = query.toLowerCase().split(/\s+/).filter(Boolean);
  const matches = (action: Action): boolean => {
    const text = [action.title(t), ...(action.keywords ?? []), t(`shell.group.${action.group}`)].join(' ').toLowerCase();
    return words.every((word) => text.includes(word));
  };
  const found = groups.map((group) => ({ group, actions: actions.filter((action) => action.group === group && matches(action)) })).filter((one) => one.actions.length > 0);

  return (
    <Spotlight.Root
      store={store}
      query={query}
      onQueryChange={setQuery}
      shortcut={null}
      scrollable={false}
      clearQueryOnClose
      lockScroll={false}
      yOffset="12vh"
      size={560}
      transitionProps={{ duration: 80 }}
      overlayProps={{ backgroundOpacity: 0.25, blur: 0 }}
      onSpotlightOpen={() => setQuery('')}
      onSpotlightClose={() => setInterface({ paletteOpen: false })}
      classNames={{ content: classes.content, search: classes.search, actionsGroup: classes.group, actionsList: classes.list }}
    >
      <VisuallyHidden>
        <Modal.Title>{t('shell.action.palette')}</Modal.Title>
      </VisuallyHidden>
      <Spotlight.Search placeholder={t('shell.palette.placeholder')} aria-label={t('shell.palette.placeholder')} leftSection={<IconSearch size={16} />} />
      <Spotlight.ActionsList>
        {found.map(({ group, actions: members }) => (
          <Spotlight.ActionsGroup key={group} label={t(`shell.group.${group}`)}>
            {members.map((action) => (
              <PaletteAction key={action.id} action={action} reason={reasonAgainst(action, context)} onRun={() => void action.run(context)} />
            ))}
          </Spotlight.ActionsGroup>
        ))}
        {found.length === 0 && <Spotlight.Empty>{t('shell.palette.empty')}</Spotlight.Empty>}
      </Spotlight.ActionsList>
    </Spotlight.Root>
  );
};

const PaletteAction = ({ action, reason, onRun }: { action: Action; reason: string | null; onRun: () => void }): React.ReactNode => {
  const { t } = useTranslation();
  const Icon = action.icon;
  return (
    <Spotlight.Action
      className={classes.action}
      data-disabled={reason !== null || undefined}
      aria-disabled={reason !== null}
      closeSpotlightOnTrigger={reason === null}
      onClick={() => {
        if (reason === null) onRun();
      }}
    >
      <span className={classes.icon}>{Icon && <Icon size={16} stroke={1.6} aria-hidden />}</span>
      <span className={classes.title}>{action.title(t)}</span>
      {reason !== null && <span className={classes.reason}>{reason}</span>}
      {action.keys?.[0] && <KeyHint keys={action.keys[0]} />}
    </Spotlight.Action>
  );
};
