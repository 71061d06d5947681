import type { Texts } from '../texts';

export const operations: Texts['operations'] = {
  title: 'operations',
};
