/** Changes to workloads: previews, rollouts, revisions. */
export const changeSentences = {
  'change.nothing': 'Nothing would change',
  'operation.superseded': 'Superseded: a newer operation works on the same component ({{operationId}})',
} as const;
