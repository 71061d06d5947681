import type { connections } from '@shared/contract/connections';
import type { KubeContext } from '@shared/model/connection';
import type { DomainHandlers } from '@shared/wire/types';
import { createLoginPath } from '@electron/engine/kube/auth/loginShell';
import { createKubeClients, type KubeClients } from '@electron/engine/kube/client/clients';
import { createKubeconfigs, type KubeconfigsDeps } from '@electron/engine/kube/kubeconfig/kubeconfigs';
import type { Platform } from '@electron/platform/platform';
import { isDemoSource } from './demoSources';
import { createHandlers } from './handlers';
import { openSources, type Sources, type SourcesDeps } from './sources';

export { demoSites } from './demoSources';

export interface ConnectionsDeps extends Omit<SourcesDeps, 'kubeconfigs' | 'platform'>, KubeconfigsDeps {
  platform: SourcesDeps['platform'] & Pick<Platform, 'pickFile'>;
}

/** Kubeconfigs, their contexts and the clients of their API servers. */
export interface Connections {
  readonly handlers: DomainHandlers<typeof connections>;
  /** One client per context; the way for all services to reach a cluster. */
  readonly clients: KubeClients;
  /** What environments need to know of contexts. */
  readonly contexts: {
    get(contextId: string): KubeContext | undefined;
    sourceLabel(sourceId: string): string;
    /** Whether the source is one of the demo's. */
    isDemo(sourceId: string): boolean;
    onChange(listener: () => void): () => void;
  };
  readonly showDemo: Sources['showDemo'];
  readonly forgetDemo: Sources['forgetDemo'];
  dispose(): void;
}

/** Reads all kubeconfigs and keeps watching them. Contacts no cluster. */
export const openConnections = async (deps: ConnectionsDeps): Promise<Connections> => {
  const { platform, environment, registerSecret, watchIntervalMs } = deps;
  const kubeconfigs = createKubeconfigs({ registerSecret, watchIntervalMs });
  const clients = createKubeClients({ kubeconfigs, registerSecret, environment, loginPath: createLoginPath(environment) });
  const sources = await openSources({ ...deps, kubeconfigs });
  return {
    handlers: createHandlers({ platform, sources, kubeconfigs, clients }),
    clients,
    showDemo: sources.showDemo,
    forgetDemo: sources.forgetDemo,
    contexts: {
      get: (contextId) => kubeconfigs.definition(contextId)?.context,
      sourceLabel: (sourceId) => kubeconfigs.snapshot().sources.find(({ id }) => id === sourceId)?.label ?? '',
      isDemo: isDemoSource,
      onChange: kubeconfigs.onChange,
    },
    dispose() {
      sources.dispose();
      clients.dispose();
      kubeconfigs.dispose();
    },
  };
};
