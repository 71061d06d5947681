import { IconFocus2, IconMap2 } from '@tabler/icons-react';
import type { ActionContext } from '@renderer/app/actions/action';
import type { Feature } from '@renderer/app/feature';
import { Tour } from './Tour';

const hasDemo = ({ stores }: ActionContext): boolean => stores.environments.getState().value?.some(({ demo }) => demo) ?? false;
const isBegun = ({ stores }: ActionContext): boolean => (stores.preferences.getState().value?.tourStep ?? null) !== null;
const card = (): HTMLElement | null => document.querySelector('[data-tour-card]');

/** Tells the story of an upgrade and the way back on the demo site. */
export const tour: Feature = {
  id: 'tour',
  actions: [
    { id: 'tour.start', title: (t) => t('tour.start'), group: 'application', effect: 'read', icon: IconMap2, when: (context) => hasDemo(context) && !isBegun(context), run: ({ raise }) => void raise('tour.start', {}) },
    { id: 'tour.continue', title: (t) => t('tour.continue'), group: 'application', effect: 'read', icon: IconMap2, when: (context) => hasDemo(context) && isBegun(context), run: ({ raise }) => void raise('tour.start', {}) },
    { id: 'tour.focus', title: (t) => t('tour.focus'), group: 'navigation', keys: ['g t'], effect: 'read', icon: IconFocus2, when: hasDemo, run: () => card()?.focus() },
  ],
  overlays: [Tour],
};
