import type { topology } from '@shared/contract/topology';
import type { DomainHandlers } from '@shared/wire/types';
import type { EnvironmentAccess } from '@electron/engine/services/environmentAccess';
import { createTopologyHandlers } from './handlers';

export interface TopologyDeps {
  access: EnvironmentAccess;
}

/** The live topology of environments, and the YAML of what is on it. */
export const createTopology = ({ access }: TopologyDeps): DomainHandlers<typeof topology> => createTopologyHandlers(access);
