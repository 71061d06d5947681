import { z } from 'zod';
import { noticeSchema } from '@shared/model/settings';
import { call, stream } from '@shared/wire/define';

const read = { effect: 'read', scope: 'workstation' } as const;

export const app = {
  /** Who and what answers here. */
  info: call({
    ...read,
    input: z.object({}),
    output: z.object({ version: z.string(), host: z.enum(['desktop', 'headless']), engineId: z.string(), osUser: z.string(), runtime: z.string() }),
  }),
  /** Round trip for the heartbeat; answers with the engine's clock (epoch ms). */
  ping: call({ ...read, input: z.object({}), output: z.object({ at: z.number() }) }),
  /** A renderer's own error, for the log. Rate limited. */
  report: call({ ...read, input: z.object({ message: z.string().max(2000), where: z.string().max(4000) }), output: z.object({}) }),
  /** All notices, anew whenever they change. */
  notices: stream({ ...read, input: z.object({}), item: z.array(noticeSchema), overflow: { policy: 'coalesce', merge: (_, newer) => newer } }),
  dismissNotice: call({ effect: 'write', scope: 'workstation', input: z.object({ id: z.string() }), output: z.object({}) }),
};
