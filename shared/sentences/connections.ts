/** Kubeconfigs, credentials and reaching a cluster. */
export const connectionSentences = {
  'connection.unreachable': '{{target}} cannot be reached: {{reason}}',
} as const;
