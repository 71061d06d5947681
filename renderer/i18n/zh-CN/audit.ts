import type { Texts } from '../texts';

export const audit: Texts['audit'] = {
  title: 'audit',
};
