export const audit = {
  title: 'audit',
} as const;
