import { z } from 'zod';
import { appErrorSchema } from '@shared/errors/appError';
import { sentenceSchema } from '@shared/sentences/sentence';
import { workloadKindSchema } from './component';

export const operationStates = ['queued', 'running', 'canceling', 'succeeded', 'failed', 'canceled', 'interrupted'] as const;
export const operationStateSchema = z.enum(operationStates);
export type OperationState = z.infer<typeof operationStateSchema>;
export const isEnded = (state: OperationState): boolean => state === 'succeeded' || state === 'failed' || state === 'canceled' || state === 'interrupted';

export const operationStepSchema = z.object({
  id: z.string(),
  title: sentenceSchema,
  state: z.enum(['waiting', 'running', 'succeeded', 'failed', 'skipped']),
  progress: z.object({ done: z.number(), total: z.number() }).nullable(),
  /** What it is doing right now. */
  detail: sentenceSchema.nullable(),
});
export type OperationStep = z.infer<typeof operationStepSchema>;

export const operationTargetSchema = z.object({
  environmentId: z.string(),
  environmentName: z.string(),
  namespace: z.string(),
  kind: workloadKindSchema,
  name: z.string(),
});

/** Work with steps, a log and a journal (`reference/style.md` §3.7). */
export const operationSchema = z.object({
  id: z.string(),
  kind: z.enum(['setImage', 'rollback', 'restart', 'scale', 'stop', 'pause', 'resume']),
  title: sentenceSchema,
  target: operationTargetSchema,
  actor: z.string(),
  state: operationStateSchema,
  steps: z.array(operationStepSchema),
  /** False past the point of no return (the object was changed): roll back instead. */
  cancellable: z.boolean(),
  startedAt: z.number(),
  endedAt: z.number().nullable(),
  error: appErrorSchema.nullable(),
  /** What is going wrong while it runs: an image that cannot be pulled, a crash loop. Empty when all is well. */
  problems: z.array(sentenceSchema),
  /** Where rolling back would lead, offered while it has problems or has failed. */
  rollbackTo: z.number().nullable(),
  logLines: z.number(),
});
export type Operation = z.infer<typeof operationSchema>;

export const operationLogLineSchema = z.object({ index: z.number(), at: z.number(), level: z.enum(['info', 'warn', 'error']), text: z.string() });
export type OperationLogLine = z.infer<typeof operationLogLineSchema>;
