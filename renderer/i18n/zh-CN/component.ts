import type { Texts } from '../texts';

export const component: Texts['component'] = {
  title: '组件',
};
