import type { operations } from '@shared/contract/operations';
import type { DomainHandlers } from '@shared/wire/types';
import type { OperationsEngine } from '@electron/engine/operations/operations';

export const createHandlers = (engine: OperationsEngine): DomainHandlers<typeof operations> => ({
  watch: (_input, { afterSeq, signal }) => engine.watch(afterSeq, signal),
  log: ({ id, fromIndex }, { signal }) => engine.log(id, fromIndex, signal),
  cancel: ({ id }) => engine.cancel(id),
});
