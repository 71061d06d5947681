export const environments = {
  title: 'environments',
} as const;
