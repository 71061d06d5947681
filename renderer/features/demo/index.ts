import { IconFlask2, IconRefresh, IconTrash } from '@tabler/icons-react';
import { isDemoBusy } from '@shared/model/demo';
import type { ActionContext } from '@renderer/app/actions/action';
import type { Feature } from '@renderer/app/feature';
import { DemoDialogs } from './DemoDialogs';

const hasDemo = ({ stores }: ActionContext): boolean => stores.environments.getState().value?.some(({ demo }) => demo) ?? false;
const reasonWhileBusy = ({ stores, t }: ActionContext): string | null => {
  const status = stores.demo.getState().value;
  return status && isDemoBusy(status) ? t('demo.busy') : null;
};

/** What can be done with the demo site as a whole. */
export const demo: Feature = {
  id: 'demo',
  actions: [
    {
      id: 'demo.open',
      title: (t) => t('demo.open'),
      group: 'application',
      effect: 'write',
      icon: IconFlask2,
      when: (context) => !hasDemo(context),
      disabledReason: reasonWhileBusy,
      run: ({ raise }) => void raise('demo.open', {}),
    },
    {
      id: 'demo.reset',
      title: (t) => t('demo.reset'),
      group: 'application',
      effect: 'write',
      icon: IconRefresh,
      when: hasDemo,
      disabledReason: reasonWhileBusy,
      run: ({ raise }) => void raise('demo.reset', {}),
    },
    {
      id: 'demo.remove',
      title: (t) => t('demo.remove'),
      group: 'application',
      effect: 'write',
      icon: IconTrash,
      when: hasDemo,
      disabledReason: reasonWhileBusy,
      run: ({ raise }) => void raise('demo.remove', {}),
    },
  ],
  overlays: [DemoDialogs],
};
