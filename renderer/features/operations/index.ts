import { IconActivity } from '@tabler/icons-react';
import { createElement } from 'react';
import type { Feature } from '@renderer/app/feature';
import { OperationDock } from './OperationDock';
import { OperationsDrawer } from './OperationsDrawer';
import { OperationsPage } from './OperationsPage';
import { operationDockView } from './present';
import { OperationToasts } from './OperationToasts';
import { RunningBadge } from './RunningBadge';

/** Everything that runs or ran: drawer over any page, history, and a word when something ends. */
export const operations: Feature = {
  id: 'operations',
  routes: [{ path: '/operations', element: createElement(OperationsPage) }],
  navigation: [{ path: '/operations', title: (t) => t('shell.nav.operations'), icon: IconActivity, Badge: RunningBadge }],
  actions: [
    { id: 'operations.go', title: (t) => t('shell.action.goOperations'), group: 'navigation', keys: ['g o'], effect: 'read', icon: IconActivity, run: ({ navigate }) => navigate('/operations') },
    {
      id: 'operations.drawer',
      title: (t) => t('shell.action.operationsDrawer'),
      group: 'application',
      keys: ['mod+j'],
      effect: 'read',
      icon: IconActivity,
      run: ({ stores }) => stores.ui.setState((state) => ({ operationsOpen: !state.operationsOpen })),
    },
  ],
  dockViews: [{ id: operationDockView, Component: OperationDock }],
  overlays: [OperationsDrawer, OperationToasts],
};
