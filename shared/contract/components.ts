import { z } from 'zod';
import { actionStateSchema, componentDetailSchema, componentRefSchema } from '@shared/model/component';
import { fieldChangeSchema } from '@shared/model/change';
import { timelineSchema } from '@shared/model/revision';
import { call, stream } from '@shared/wire/define';
import { clusterErrors } from './clusterErrors';

const read = { effect: 'read', scope: 'environment', errors: clusterErrors } as const;

export const components = {
  watch: stream({ ...read, input: componentRefSchema, item: componentDetailSchema, overflow: { policy: 'coalesce', merge: (_, newer) => newer } }),
  /** What can be done with it, anew when policy, lock or the component changes. Permissions are asked of the cluster. */
  actions: stream({ ...read, input: componentRefSchema, item: z.array(actionStateSchema), overflow: { policy: 'coalesce', merge: (_, newer) => newer } }),
  timeline: stream({ ...read, input: componentRefSchema, item: timelineSchema, overflow: { policy: 'coalesce', merge: (_, newer) => newer } }),
  /** Pod templates of two revisions. */
  compare: call({
    ...read,
    errors: [...clusterErrors, 'PRECONDITION'],
    input: componentRefSchema.extend({ from: z.number().int(), to: z.number().int() }),
    output: z.object({ before: z.string(), after: z.string(), fields: z.array(fieldChangeSchema) }),
  }),
};
