import { z } from 'zod';
import { demoStatusSchema } from '@shared/model/demo';
import { call, stream } from '@shared/wire/define';

const workstationWrite = { effect: 'write', scope: 'workstation' } as const;

/** The built-in demo sites. */
export const demo = {
  watch: stream({ effect: 'read', scope: 'workstation', input: z.object({}), item: demoStatusSchema, overflow: { policy: 'coalesce', merge: (_, newer) => newer } }),
  /** Starts them, or finds them running, and adds those of their environments that are not there. Answers with the one worth opening first. */
  open: call({ ...workstationWrite, errors: ['PRECONDITION'], input: z.object({}), output: z.object({ environmentId: z.string() }) }),
  /** Throws away everything that was changed in them and begins with their seed again; settles when they are up. The environments stay. */
  reset: call({ ...workstationWrite, input: z.object({}), output: z.object({}) }),
  /** Ends them and forgets them, with all environments that lie on them. */
  remove: call({ ...workstationWrite, input: z.object({}), output: z.object({}) }),
};
