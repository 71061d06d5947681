import { AppError } from '@shared/errors/appError';
import type { EnvironmentView } from '@shared/model/environment';
import { sentence } from '@shared/sentences/sentence';
import type { CacheLease, Caches, KubeClient } from '@electron/engine/kube/types';

/** An environment in use by one stream or call. Whoever opened it closes it. */
export interface OpenEnvironment {
  readonly environment: EnvironmentView;
  readonly client: KubeClient;
  readonly namespace: string;
  /** Aborts when the environment was removed or points elsewhere now: what was read through this is void, open it anew. */
  readonly moved: AbortSignal;
  /**
   * A share of the cache of one kind in the environment's namespace, released by `close` at the latest.
   * Null where the cluster does not serve the kind. Throws what discovery throws (mostly UNREACHABLE).
   */
  lease(group: string, kind: string, versions?: readonly string[]): Promise<CacheLease | null>;
  close(): void;
}

export interface EnvironmentAccess {
  /** Throws NOT_FOUND for an unknown environment or one whose context is gone, and whatever making the client throws. */
  open(environmentId: string): Promise<OpenEnvironment>;
}

export interface EnvironmentAccessDeps {
  environments: { get(id: string): EnvironmentView | undefined; onChange(listener: () => void): () => void };
  clients: { client(contextId: string): Promise<KubeClient> };
  caches: Caches;
  /** Settles when the demo sites are not just starting: knocking at their doors meanwhile would only bring errors. */
  demoSettled?: () => Promise<void>;
}

/** The one way for services to reach a cluster: by environment, never by context. */
export const createEnvironmentAccess = ({ environments, clients, caches, demoSettled }: EnvironmentAccessDeps): EnvironmentAccess => {
  const usable = (id: string): EnvironmentView => {
    const environment = environments.get(id);
    if (!environment) throw new AppError('NOT_FOUND', sentence('environment.unknown'), { what: id });
    if (environment.contextMissing) {
      const { name, contextName: context, sourceLabel: source } = environment;
      throw new AppError('NOT_FOUND', sentence('environment.contextMissing', { environment: name, context, source }), { what: context });
    }
    return environment;
  };

  const pointsElsewhere = (was: EnvironmentView): boolean => {
    const is = environments.get(was.id);
    return !is || is.contextMissing || is.contextId !== was.contextId || is.namespace !== was.namespace || is.server !== was.server;
  };

  return {
    async open(environmentId) {
      if (environments.get(environmentId)?.demo) await demoSettled?.();
      const environment = usable(environmentId);
      const client = await clients.client(environment.contextId);
      const leases = new Set<CacheLease>();
      const moved = new AbortController();
      const unsubscribe = environments.onChange(() => {
        if (pointsElsewhere(environment)) moved.abort();
      });
      // It may have changed while the client was made.
      if (pointsElsewhere(environment)) moved.abort();
      let closed = false;

      return {
        environment,
        client,
        namespace: environment.namespace,
        moved: moved.signal,
        async lease(group, kind, versions) {
          const resource = await client.resource(group, kind, versions);
          if (!resource) return null;
          if (closed) throw new AppError('ABORTED', 'The environment was closed meanwhile', {});
          const lease = caches.lease(client, resource, environment.namespace);
          leases.add(lease);
          return lease;
        },
        close() {
          if (closed) return;
          closed = true;
          unsubscribe();
          for (const lease of leases) lease.release();
          leases.clear();
        },
      };
    },
  };
};
