/** Why a cache is not live. */
export const freshnessSentences = {
  'freshness.listing': 'Reading {{resource}} for the first time',
} as const;
