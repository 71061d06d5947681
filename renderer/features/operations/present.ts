import type { Operation, OperationState } from '@shared/model/operation';
import { isEnded } from '@shared/model/operation';
import type { Tone } from '@renderer/ui/status';

export const toneOfState: Record<OperationState, Tone> = {
  queued: 'off',
  running: 'busy',
  canceling: 'warn',
  succeeded: 'ok',
  failed: 'bad',
  canceled: 'off',
  interrupted: 'warn',
};

/** A running operation with problems is amber before it has failed. */
export const toneOf = (operation: Operation): Tone => (operation.state === 'running' && operation.problems.length > 0 ? 'warn' : toneOfState[operation.state]);

/** Running ones first, then the newest. Those of equal standing keep their order. */
export const inDrawerOrder = (operations: readonly Operation[]): Operation[] => [...operations].sort((a, b) => Number(isEnded(a.state)) - Number(isEnded(b.state)));

/** From start to end, or until now. */
export const durationOf = (operation: Operation, now: number): number => (operation.endedAt ?? now) - operation.startedAt;

/** Rolling back helps where something goes wrong or went wrong, and where the engine says where it would lead. */
export const offersRollback = (operation: Operation): boolean =>
  operation.rollbackTo !== null && operation.kind !== 'rollback' && (operation.problems.length > 0 || operation.state === 'failed' || operation.state === 'interrupted');

/** The operations that ended between two states of the mirror; none at first sight, so that a reload tells nothing twice. */
export const newlyEnded = (before: ReadonlyMap<string, Operation> | null, after: ReadonlyMap<string, Operation> | null): Operation[] =>
  before === null || after === null
    ? []
    : [...after.values()].filter((operation) => {
        const earlier = before.get(operation.id);
        return isEnded(operation.state) && earlier !== undefined && !isEnded(earlier.state);
      });

/** The dock's view of an operation's log. */
export const operationDockView = 'operation';
