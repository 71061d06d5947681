/** Names of log fields, so that one thing has one name in every line. */
export const logFields = {
  area: 'area',
  /** Joins a line with the error on somebody's screen. */
  ref: 'ref',
  error: 'error',
  procedure: 'procedure',
  outcome: 'outcome',
  durationMs: 'durationMs',
  peer: 'peer',
  pid: 'pid',
  operation: 'operation',
  contextId: 'contextId',
  environment: 'environment',
  path: 'path',
  count: 'count',
} as const;

export type LogField = (typeof logFields)[keyof typeof logFields];
export type LogFields = Partial<Record<LogField, unknown>>;
