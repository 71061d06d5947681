import { IconLock, IconLockOpen, IconPlus, IconServer2 } from '@tabler/icons-react';
import { createElement } from 'react';
import type { Feature } from '@renderer/app/feature';
import { EnvironmentDialogs } from './EnvironmentDialogs';
import { EnvironmentsPage } from './EnvironmentsPage';

const isLocked = (until: number | undefined): boolean => until === undefined || until <= Date.now();

/** Environments, the connections they stand on, and the dialogs that make, change and unlock them. */
export const environments: Feature = {
  id: 'environments',
  routes: [{ path: '/', element: createElement(EnvironmentsPage) }],
  navigation: [{ path: '/', title: (t) => t('shell.nav.manage'), icon: IconServer2 }],
  actions: [
    { id: 'environments.go', title: (t) => t('shell.action.goEnvironments'), group: 'navigation', keys: ['g e'], effect: 'read', icon: IconServer2, run: ({ navigate }) => navigate('/') },
    { id: 'environments.add', title: (t) => t('shell.action.addEnvironment'), group: 'environment', effect: 'write', icon: IconPlus, run: ({ raise }) => void raise('environments.add', {}) },
    {
      id: 'environments.unlock',
      title: (t) => t('environments.unlock.unlock'),
      group: 'environment',
      keys: ['mod+u'],
      effect: 'write',
      icon: IconLockOpen,
      when: ({ environment }) => environment?.policy === 'protected' && isLocked(environment.unlock?.until),
      run: ({ environment, raise }) => void (environment && raise('environments.unlock', { environmentId: environment.id })),
    },
    {
      id: 'environments.lock',
      title: (t) => t('shell.frame.lockNow'),
      group: 'environment',
      keys: ['mod+u'],
      effect: 'write',
      icon: IconLock,
      when: ({ environment }) => environment?.policy === 'protected' && !isLocked(environment.unlock?.until),
      run: ({ environment, raise }) => void (environment && raise('environments.lock', { environmentId: environment.id })),
    },
  ],
  overlays: [EnvironmentDialogs],
};
