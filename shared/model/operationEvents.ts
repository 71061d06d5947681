import { z } from 'zod';
import { appErrorSchema } from '@shared/errors/appError';
import { sentenceSchema } from '@shared/sentences/sentence';
import { isEnded, type Operation, type OperationStep } from './operation';

/** Everything that can happen to an operation, as its journal keeps it. */
export const operationEventSchema = z.discriminatedUnion('type', [
  z.object({ type: z.literal('started') }),
  z.object({ type: z.literal('step'), id: z.string() }),
  z.object({ type: z.literal('progress'), done: z.number(), total: z.number() }),
  z.object({ type: z.literal('detail'), detail: sentenceSchema.nullable() }),
  z.object({ type: z.literal('problems'), problems: z.array(sentenceSchema) }),
  z.object({ type: z.literal('rollbackTo'), revision: z.number().nullable() }),
  z.object({ type: z.literal('logged'), lines: z.number() }),
  /** The point of no return is passed. */
  z.object({ type: z.literal('committed') }),
  z.object({ type: z.literal('cancelRequested') }),
  z.object({ type: z.literal('ended'), at: z.number(), state: z.enum(['succeeded', 'failed', 'canceled', 'interrupted']), error: appErrorSchema.nullable() }),
]);
export type OperationEvent = z.infer<typeof operationEventSchema>;
type EndState = Extract<OperationEvent, { type: 'ended' }>['state'];

const endedStep = (step: OperationStep, end: EndState): OperationStep => {
  if (step.state === 'waiting') return { ...step, state: 'skipped' };
  if (step.state !== 'running') return step;
  const state = end === 'succeeded' ? 'succeeded' : end === 'canceled' ? 'skipped' : 'failed';
  return { ...step, state, detail: null };
};

const enterStep = (steps: OperationStep[], id: string): OperationStep[] => {
  const target = steps.findIndex((step) => step.id === id);
  if (target === -1) return steps;
  return steps.map((step, index) => {
    if (index === target) return { ...step, state: 'running' };
    if (step.state === 'running') return { ...step, state: 'succeeded', detail: null };
    return step.state === 'waiting' && index < target ? { ...step, state: 'skipped' } : step;
  });
};

const updateRunning = (steps: OperationStep[], change: Partial<OperationStep>): OperationStep[] =>
  steps.map((step) => (step.state === 'running' ? { ...step, ...change } : step));

/** The states: queued → running → succeeded | failed; running → canceling → canceled; any → interrupted. Nothing happens after the end. */
export const applyOperationEvent = (operation: Operation, event: OperationEvent): Operation => {
  if (isEnded(operation.state)) return operation;
  switch (event.type) {
    case 'started':
      return operation.state === 'queued' ? { ...operation, state: 'running' } : operation;
    case 'step':
      return { ...operation, steps: enterStep(operation.steps, event.id) };
    case 'progress':
      return { ...operation, steps: updateRunning(operation.steps, { progress: { done: event.done, total: event.total } }) };
    case 'detail':
      return { ...operation, steps: updateRunning(operation.steps, { detail: event.detail }) };
    case 'problems':
      return { ...operation, problems: event.problems };
    case 'rollbackTo':
      return { ...operation, rollbackTo: event.revision };
    case 'logged':
      return { ...operation, logLines: event.lines };
    case 'committed':
      return { ...operation, cancellable: false };
    case 'cancelRequested':
      return operation.cancellable ? { ...operation, state: 'canceling', cancellable: false } : operation;
    case 'ended':
      return {
        ...operation,
        state: event.state,
        cancellable: false,
        endedAt: event.at,
        error: event.error,
        steps: operation.steps.map((step) => endedStep(step, event.state)),
      };
  }
};
