import { IconSettings } from '@tabler/icons-react';
import { createElement } from 'react';
import type { Feature } from '@renderer/app/feature';
import { SettingsPage } from './SettingsPage';
import { VaultDialogs } from './VaultDialogs';

/** Preferences, the vault and what this program is. */
export const settings: Feature = {
  id: 'settings',
  routes: [{ path: '/settings', element: createElement(SettingsPage) }],
  navigation: [{ path: '/settings', title: (t) => t('shell.nav.settings'), icon: IconSettings }],
  actions: [
    { id: 'settings.go', title: (t) => t('shell.action.goSettings'), group: 'navigation', keys: ['g s', 'mod+,'], effect: 'read', icon: IconSettings, run: ({ navigate }) => navigate('/settings') },
  ],
  overlays: [VaultDialogs],
};
