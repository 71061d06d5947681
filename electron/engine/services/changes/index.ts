import type { changes } from '@shared/contract/changes';
import type { DomainHandlers } from '@shared/wire/types';
import { createHandlers, type ChangesDeps } from './handlers';

export type { ChangesDeps } from './handlers';

/** Changes to workloads: previews by dry run, and operations that write and follow the rollout. */
export const createChanges = (deps: ChangesDeps): DomainHandlers<typeof changes> => createHandlers(deps);
