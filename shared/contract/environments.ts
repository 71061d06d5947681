import { z } from 'zod';
import { environmentDraftSchema, environmentViewSchema } from '@shared/model/environment';
import { call, stream } from '@shared/wire/define';

const workstationWrite = { effect: 'write', scope: 'workstation' } as const;

export const environments = {
  watch: stream({ effect: 'read', scope: 'workstation', input: z.object({}), item: z.array(environmentViewSchema), overflow: { policy: 'coalesce', merge: (_, newer) => newer } }),
  add: call({ ...workstationWrite, errors: ['PRECONDITION'], input: environmentDraftSchema, output: environmentViewSchema }),
  update: call({ ...workstationWrite, errors: ['PRECONDITION'], input: environmentDraftSchema.extend({ id: z.string() }), output: environmentViewSchema }),
  /** Forgets the environment on this workstation; the cluster is not touched. Undo is `restore`. */
  remove: call({ ...workstationWrite, input: z.object({ id: z.string() }), output: z.object({}) }),
  /** Brings back what was removed since the engine started. */
  restore: call({ ...workstationWrite, input: z.object({ id: z.string() }), output: environmentViewSchema }),
  reorder: call({ ...workstationWrite, input: z.object({ ids: z.array(z.string()).max(500) }), output: z.object({}) }),
  /** Opens a protected environment for writing, with a reason, for some minutes. */
  unlock: call({
    ...workstationWrite, errors: ['PRECONDITION'],
    input: z.object({ environmentId: z.string(), reason: z.string().trim().min(3).max(500), minutes: z.number().int().min(1).max(480) }),
    output: environmentViewSchema,
  }),
  lock: call({ ...workstationWrite, input: z.object({ environmentId: z.string() }), output: environmentViewSchema }),
};
