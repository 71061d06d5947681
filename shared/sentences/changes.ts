/** Changes to workloads: previews, rollouts, revisions. */
export const changeSentences = {
  'change.nothing': 'Nothing would change',
} as const;
