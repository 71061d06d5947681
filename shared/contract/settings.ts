import { z } from 'zod';
import { preferencesSchema } from '@shared/model/settings';
import { call, stream } from '@shared/wire/define';

export const settings = {
  /** The preferences, anew whenever any window changes them. */
  watch: stream({ effect: 'read', scope: 'workstation', input: z.object({}), item: preferencesSchema, overflow: { policy: 'coalesce', merge: (_, newer) => newer } }),
  update: call({ effect: 'write', scope: 'workstation', input: preferencesSchema.partial(), output: preferencesSchema }),
};
