import { AppError } from '@shared/errors/appError';
import { sentence } from '@shared/sentences/sentence';
import type { ContextDefinition } from '../kubeconfig/definition';
import type { Kubeconfigs } from '../kubeconfig/kubeconfigs';
import { createKubeClient, type ClosableClient, type InspectableClient, type KubeClientDeps } from './client';

export interface KubeClientsDeps extends KubeClientDeps {
  kubeconfigs: Pick<Kubeconfigs, 'definition' | 'onChange'>;
}

export interface KubeClients {
  /**
   * The client of a context, the same for all who ask. It stays good when the kubeconfig changes: running streams
   * are cut once and whatever is asked next goes to the new address with the new credential.
   * Throws KUBECONFIG_INVALID when the context does not exist or cannot be used as it is.
   */
  client(contextId: string): Promise<InspectableClient>;
  dispose(): void;
}

/** What is connected at the moment for one context. */
interface Current {
  readonly fingerprint: string;
  readonly opening: Promise<ClosableClient>;
}

export const createKubeClients = ({ kubeconfigs, ...deps }: KubeClientsDeps): KubeClients => {
  const current = new Map<string, Current>();
  const handedOut = new Map<string, Promise<InspectableClient>>();

  const definitionOf = (contextId: string): ContextDefinition => {
    const definition = kubeconfigs.definition(contextId);
    if (!definition) throw new AppError('KUBECONFIG_INVALID', sentence('context.gone'), { source: '' });
    return definition;
  };

  const open = async (contextId: string): Promise<ClosableClient> => {
    const definition = definitionOf(contextId);
    const known = current.get(contextId);
    if (known?.fingerprint === definition.fingerprint) return known.opening;
    const fresh: Current = { fingerprint: definition.fingerprint, opening: createKubeClient(definition, deps) };
    current.set(contextId, fresh);
    try {
      return await fresh.opening;
    } catch (error) {
      // Tried anew by the next who asks: a missing certificate file may have come.
      if (current.get(contextId) === fresh) current.delete(contextId);
      throw error;
    }
  };

  const close = (contextId: string): void => {
    const { opening } = current.get(contextId) ?? {};
    current.delete(contextId);
    opening?.then((client) => client.close(), () => undefined);
  };

  const stopWatching = kubeconfigs.onChange(() => {
    for (const [contextId, { fingerprint }] of current) if (kubeconfigs.definition(contextId)?.fingerprint !== fingerprint) close(contextId);
  });

  return {
    client(contextId) {
      const known = handedOut.get(contextId);
      if (known) return known;
      const opening = open(contextId).then((first) => following(contextId, first, () => open(contextId)));
      handedOut.set(contextId, opening);
      opening.catch(() => handedOut.delete(contextId));
      return opening;
    },
    dispose() {
      stopWatching();
      [...current.keys()].forEach(close);
      handedOut.clear();
    },
  };
};

/** A client that asks for the current connection before each request. */
const following = (contextId: string, first: ClosableClient, open: () => Promise<ClosableClient>): InspectableClient => {
  let latest = first;
  const now = async (): Promise<ClosableClient> => (latest = await open());
  return {
    contextId,
    get server() {
      return latest.server;
    },
    request: async (request) => (await now()).request(request),
    text: async (request) => (await now()).text(request),
    stream: async (request) => (await now()).stream(request),
    resource: async (group, kind, versions) => (await now()).resource(group, kind, versions),
    can: async (check, signal) => (await now()).can(check, signal),
    username: async () => (await now()).username(),
    identity: async () => (await now()).identity(),
    certificates: async () => (await now()).certificates(),
    clockSkewMs: () => latest.clockSkewMs(),
  };
};
