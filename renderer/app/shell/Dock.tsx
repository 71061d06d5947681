import { ActionIcon, UnstyledButton } from '@mantine/core';
import { IconX } from '@tabler/icons-react';
import { useTranslation } from 'react-i18next';
import { useStore } from 'zustand';
import { useEnvironments, useShared } from '@renderer/state/context';
import { withoutTab, type DockTab } from '@renderer/state/dock';
import type { Feature } from '../feature';
import classes from './dock.module.css';

/** The tabs at the bottom of every page. Without a tab it takes no room. */
export const Dock = ({ features }: { features: readonly Feature[] }): React.ReactNode => {
  const { t } = useTranslation();
  const { dock: store } = useShared().stores;
  const { tabs, active } = useStore(store);
  const environments = useEnvironments();
  if (!active) return null;
  const View = features.flatMap(({ dockViews }) => dockViews ?? []).find(({ id }) => id === active.view)?.Component;
  const colorOf = (tab: DockTab): string | undefined => environments?.find(({ id }) => id === tab.environmentId)?.color;

  return (
    <section className={classes.dock} aria-label={t('shell.dock.label')}>
      <div className={classes.tabs} role="tablist" aria-label={t('shell.dock.label')}>
        {tabs.map((tab) => (
          <div key={`${tab.view} ${tab.subject}`} className={classes.tab} data-active={tab === active || undefined} data-env-color={colorOf(tab)}>
            <UnstyledButton role="tab" aria-selected={tab === active} className={classes.title} onClick={() => store.setState({ active: tab })}>
              {tab.title}
            </UnstyledButton>
            <ActionIcon size={18} aria-label={t('shell.dock.close', { title: tab.title })} onClick={() => store.setState((dock) => withoutTab(dock, tab))}>
              <IconX size={12} />
            </ActionIcon>
          </div>
        ))}
      </div>
      <div className={classes.view} role="tabpanel" aria-label={active.title}>
        {View && <View key={active.subject} subject={active.subject} />}
      </div>
    </section>
  );
};
