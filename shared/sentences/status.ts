/** Why a workload or pod is in its state (design §4: always with a cause). */
export const statusSentences = {
  'status.ready': '{{ready}} of {{desired}} ready',
} as const;
