import { z } from 'zod';
import { auditEntrySchema, auditFilterSchema, chainReportSchema } from '@shared/model/audit';
import { call, stream } from '@shared/wire/define';

const read = { effect: 'read', scope: 'workstation' } as const;

export const audit = {
  /** Newest first, `before` an index (exclusive) for the next page. */
  query: call({
    ...read,
    input: z.object({ filter: auditFilterSchema, before: z.number().int().optional(), limit: z.number().int().min(1).max(500) }),
    output: z.object({ entries: z.array(auditEntrySchema), more: z.boolean(), total: z.number() }),
  }),
  verify: call({ ...read, input: z.object({}), output: chainReportSchema }),
  /** The whole filtered log as text chunks. */
  export: stream({ ...read, input: z.object({ filter: auditFilterSchema, format: z.enum(['json', 'csv']) }), item: z.string(), overflow: { policy: 'block' } }),
};
