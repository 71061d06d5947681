import type { topology } from '@shared/contract/topology';
import type { Freshness } from '@shared/model/freshness';
import type { TopologyDelta } from '@shared/model/topology';
import type { DomainHandlers } from '@shared/wire/types';
import type { EnvironmentAccess } from '@electron/engine/services/environmentAccess';
import { followEnvironment } from '@electron/engine/services/followEnvironment';
import { noChange } from './delta';
import { objectYaml } from './objectYaml';
import { leaseKinds, watchTopology } from './watch';

const connecting = (freshness: Freshness): TopologyDelta => ({ ...noChange, freshness, denied: [] });

export const createTopologyHandlers = (access: EnvironmentAccess): DomainHandlers<typeof topology> => ({
  watch: ({ environmentId }, { signal }) => followEnvironment(access, environmentId, signal, { view: watchTopology, connecting }),

  async refresh({ environmentId }) {
    const open = await access.open(environmentId);
    try {
      for (const lease of (await leaseKinds(open)).values()) lease?.recheck();
      return {};
    } finally {
      open.close();
    }
  },

  async objectYaml({ environmentId, ...ref }, { signal }) {
    const open = await access.open(environmentId);
    try {
      return await objectYaml(open, ref, signal);
    } finally {
      open.close();
    }
  },
});
