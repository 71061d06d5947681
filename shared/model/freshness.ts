import { z } from 'zod';
import { sentenceSchema } from '@shared/sentences/sentence';

/** How true a cache is (design §4). Times are epoch ms. `stale` data is still shown, marked with `since`. */
export const freshnessSchema = z.object({
  state: z.enum(['connecting', 'live', 'stale', 'denied']),
  /** When the state began; for `stale`, the last moment the data was known to be true. */
  since: z.number(),
  reason: sentenceSchema.nullable(),
});
export type Freshness = z.infer<typeof freshnessSchema>;
