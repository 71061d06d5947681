import { IconArrowRight, IconCommand, IconKeyboard, IconLanguage, IconLayoutSidebar, IconSearch, IconSunMoon } from '@tabler/icons-react';
import type { TFunction } from 'i18next';
import { useMemo } from 'react';
import { useEnvironments } from '@renderer/state/context';
import type { Preferences } from '@shared/model/settings';
import type { EnvironmentView } from '@shared/model/environment';
import type { Action } from '../actions/action';
import { useActions } from '../actions/context';
import { toggleNavbar } from './useToggleNavbar';

/** Puts the cursor into the page's search field; without one, opens the palette. */
const focusSearch = (): boolean => {
  const field = document.querySelector<HTMLInputElement>('input[data-search], [data-search] input');
  field?.focus();
  field?.select();
  return field !== null;
};

const prefer = (id: string, title: (t: TFunction) => string, part: Partial<Preferences>, icon: Action['icon']): Action => ({
  id,
  title,
  group: 'application',
  effect: 'write',
  icon,
  run: ({ client }) => void client.settings.update(part),
});

const shellActions: readonly Action[] = [
  { id: 'app.palette', title: (t) => t('shell.action.palette'), group: 'application', keys: ['mod+k'], effect: 'read', icon: IconCommand, run: ({ stores }) => stores.ui.setState({ paletteOpen: true }) },
  { id: 'app.help', title: (t) => t('shell.action.help'), group: 'application', keys: ['?'], effect: 'read', icon: IconKeyboard, run: ({ stores }) => stores.ui.setState({ helpOpen: true }) },
  {
    id: 'app.focusSearch',
    title: (t) => t('shell.action.focusSearch'),
    group: 'navigation',
    keys: ['/'],
    effect: 'read',
    icon: IconSearch,
    run: ({ stores }) => {
      if (!focusSearch()) stores.ui.setState({ paletteOpen: true });
    },
  },
  { id: 'app.toggleNavbar', title: (t) => t('shell.action.toggleNavbar'), group: 'application', keys: ['mod+b'], effect: 'read', icon: IconLayoutSidebar, run: ({ client, stores }) => toggleNavbar(client, stores) },
  prefer('app.themeLight', (t) => t('shell.action.themeLight'), { theme: 'light' }, IconSunMoon),
  prefer('app.themeDark', (t) => t('shell.action.themeDark'), { theme: 'dark' }, IconSunMoon),
  prefer('app.themeSystem', (t) => t('shell.action.themeSystem'), { theme: 'system' }, IconSunMoon),
  prefer('app.languageEn', (t) => t('shell.action.languageEn'), { language: 'en' }, IconLanguage),
  prefer('app.languageZh', (t) => t('shell.action.languageZh'), { language: 'zh-CN' }, IconLanguage),
];

const openEnvironment = (environment: EnvironmentView, index: number): Action => ({
  id: `environments.open.${environment.id}`,
  title: (t) => t('shell.action.openEnvironment', { name: environment.name }),
  group: 'environment',
  keys: index < 9 ? [`alt+${index + 1}`] : undefined,
  keywords: [environment.namespace, environment.contextName, environment.class],
  effect: 'read',
  icon: IconArrowRight,
  run: ({ navigate }) => navigate(`/env/${environment.id}`),
});

/** The actions of the shell itself, and one per environment. */
export const ShellActions = (): React.ReactNode => {
  const environments = useEnvironments();
  useActions(shellActions);
  useActions(useMemo(() => (environments ?? []).map(openEnvironment), [environments]));
  return null;
};
