import { z } from 'zod';
import { operationLogLineSchema, operationSchema } from '@shared/model/operation';
import { call, stream } from '@shared/wire/define';

const id = z.object({ id: z.string() });

export const operations = {
  /** Every operation first (newest 200), then each one that changed. Resumable. */
  watch: stream({ effect: 'read', scope: 'workstation', input: z.object({}), item: operationSchema, overflow: { policy: 'block' } }),
  /** Log lines from an index on, then as they come. */
  log: stream({ effect: 'read', scope: 'workstation', input: id.extend({ fromIndex: z.number().int().min(0) }), item: z.array(operationLogLineSchema), overflow: { policy: 'block' } }),
  /** Until the point of no return. */
  cancel: call({ effect: 'write', scope: 'workstation', errors: ['PRECONDITION'], input: id, output: operationSchema }),
};
