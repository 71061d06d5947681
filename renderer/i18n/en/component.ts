export const component = {
  title: 'Component',
} as const;
