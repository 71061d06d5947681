import { z } from 'zod';

/** One line of the audit file. `intent` is written before acting, `outcome` after (design §6). */
export const auditEntrySchema = z.object({
  index: z.number(),
  at: z.number(),
  phase: z.enum(['intent', 'outcome']),
  /** Joins an intent with its outcome. */
  correlation: z.string(),
  actor: z.string(),
  /** The user of the operating system. */
  osUser: z.string(),
  /** `window` or `browser`, with the connection's id. */
  origin: z.string(),
  /** The procedure, `changes.apply`. */
  action: z.string(),
  effect: z.enum(['read', 'write', 'dangerous']),
  environmentId: z.string().nullable(),
  environmentName: z.string().nullable(),
  namespace: z.string().nullable(),
  target: z.string().nullable(),
  /** What was asked, in short; secrets redacted. */
  summary: z.string(),
  /** Why the operator says it is done (unlock reason, change cause). */
  reason: z.string().nullable(),
  /** sha256 of the object before and after, where one was changed. */
  beforeHash: z.string().nullable(),
  afterHash: z.string().nullable(),
  result: z.string().nullable(),
  durationMs: z.number().nullable(),
  operationId: z.string().nullable(),
  /** sha256 over the previous line's hash and this line: the chain. */
  hash: z.string(),
});
export type AuditEntry = z.infer<typeof auditEntrySchema>;

export const auditFilterSchema = z.object({
  environmentId: z.string().optional(),
  text: z.string().max(200).optional(),
  phase: z.enum(['intent', 'outcome']).optional(),
  effect: z.enum(['read', 'write', 'dangerous']).optional(),
  failedOnly: z.boolean().optional(),
  from: z.number().optional(),
  to: z.number().optional(),
});
export type AuditFilter = z.infer<typeof auditFilterSchema>;

export const chainReportSchema = z.object({
  state: z.enum(['intact', 'damaged', 'empty']),
  entries: z.number(),
  /** The first line (from 1) that does not fit, and how. */
  firstBadLine: z.number().nullable(),
  reason: z.enum(['unreadable', 'hashMismatch', 'chainBroken', 'cutOff']).nullable(),
});
export type ChainReport = z.infer<typeof chainReportSchema>;
