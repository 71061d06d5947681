import { z } from 'zod';
import { sentenceSchema } from '@shared/sentences/sentence';

/** The status words of design §4, for workloads, pods and everything else on the topology. */
export const statusWords = [
  'running', 'starting', 'upgrading', 'partlyAbnormal', 'abnormal', 'stopping', 'stopped', 'paused', 'completed', 'idle', 'missing', 'unknown',
] as const;
export const statusWordSchema = z.enum(statusWords);
export type StatusWord = z.infer<typeof statusWordSchema>;

/** Status is never without its cause. */
export const statusSchema = z.object({ word: statusWordSchema, cause: sentenceSchema });
export type Status = z.infer<typeof statusSchema>;
