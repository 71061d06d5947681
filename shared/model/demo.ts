import { z } from 'zod';
import { sentenceSchema } from '@shared/sentences/sentence';

/** The demo: simulated clusters inside Wheelhouse, on this machine. */
export const demoStatusSchema = z.object({
  /** `off`: not started, or removed. `failed`: it did not start, or ended by itself. */
  state: z.enum(['off', 'starting', 'running', 'resetting', 'failed']),
  /** Why it failed. */
  problem: sentenceSchema.nullable(),
});
export type DemoStatus = z.infer<typeof demoStatusSchema>;

export const isDemoBusy = ({ state }: DemoStatus): boolean => state === 'starting' || state === 'resetting';
