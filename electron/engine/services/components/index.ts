import type { components } from '@shared/contract/components';
import type { DomainHandlers } from '@shared/wire/types';
import { createComponentHandlers, type ComponentsDeps } from './handlers';

export type { ComponentsDeps } from './handlers';

/** One workload seen whole: its panel, its timeline, and what may be done with it. */
export const createComponents = (deps: ComponentsDeps): DomainHandlers<typeof components> => createComponentHandlers(deps);
