import type { Texts } from '../texts';

export const environments: Texts['environments'] = {
  title: 'environments',
};
