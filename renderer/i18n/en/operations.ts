export const operations = {
  title: 'operations',
} as const;
