import type { Texts } from '../texts';

export const changes: Texts['changes'] = {
  title: '变更',
};
