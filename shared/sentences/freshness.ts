/** Why a cache is not live. `resource` is the plural as Kubernetes names it (`pods`). */
export const freshnessSentences = {
  'freshness.listing': 'Reading {{resource}} for the first time',
  'freshness.listingAgain': 'Changes to {{resource}} were missed; reading all of them again',
  'freshness.checking': 'Looking again whether {{resource}} are up to date',
  'freshness.closed': '{{server}} closes the watch of {{resource}} at once; trying again',
  'freshness.silent': '{{server}} does not answer; trying again',
  'freshness.unreadable': '{{server}} sent an answer about {{resource}} that cannot be read; trying again. If it lasts, ask for what stands between this machine and the cluster',
  'freshness.refusedWatch': '{{server}} ended the watch of {{resource}}: {{message}}; trying again',
  'freshness.failed': '{{resource}} cannot be read: {{message}}; trying again',
  'freshness.denied': 'You may not read {{resource}}: {{message}}',
  'freshness.notServed': '{{server}} does not serve {{resource}} in {{apiVersion}}',
} as const;
