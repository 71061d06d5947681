import { z } from 'zod';
import { changeSchema, previewChangeSchema, previewSchema } from '@shared/model/change';
import { componentRefSchema } from '@shared/model/component';
import { call } from '@shared/wire/define';
import { clusterErrors } from './clusterErrors';

const errors = [...clusterErrors, 'PRECONDITION'] as const;
const started = z.object({ operationId: z.string() });
const request = z.object({
  environmentId: z.string(),
  ref: componentRefSchema,
  /** From the preview that the operator saw; apply refuses when the object moved since. Null for one click without a preview. */
  base: z.string().nullable(),
  changeCause: z.string().max(500).optional(),
});

export const changes = {
  /** Server-side dry run; writes nothing. */
  preview: call({ effect: 'read', scope: 'environment', errors, input: z.object({ ref: componentRefSchema, change: previewChangeSchema }), output: previewSchema }),
  /** Starts the operation and answers at once with its id. */
  apply: call({ effect: 'write', scope: 'environment', errors, input: request.extend({ change: changeSchema }), output: started }),
  /** Scales to zero: nobody answers any more. */
  stop: call({ effect: 'dangerous', scope: 'environment', errors, input: request.extend({ confirmName: z.string().optional() }), output: started }),
};
