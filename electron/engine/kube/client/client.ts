import { X509Certificate } from 'node:crypto';
import { AppError } from '@shared/errors/appError';
import { createAccess } from '../access';
import { credentialsOf } from '../auth/credentials';
import type { ExecPluginDeps } from '../auth/execPlugin';
import { readValue } from '../auth/readValue';
import { createDiscovery } from '../discovery';
import type { Asker } from '../errors';
import { createIdentity, type Identity } from '../identity';
import { withoutPassword } from '../kubeconfig/contexts';
import type { ContextDefinition } from '../kubeconfig/definition';
import type { KubeClient } from '../types';
import { createConnection } from './connection';
import { environmentProxy } from './proxy';
import { createTransport } from './transport';

export type KubeClientDeps = ExecPluginDeps;

/** What a test of the connection wants to know beyond the requests. */
export interface InspectableClient extends KubeClient {
  identity(): Promise<Identity>;
  /** When the certificates expire, in milliseconds; null where there is none, or none was seen yet. */
  certificates(): Promise<{ server: number | null; client: number | null }>;
}

export interface ClosableClient extends InspectableClient {
  /** Ends all requests and streams. */
  close(): void;
}

/** Connects to the API server of a context. Contacts nothing before the first request. Throws KUBECONFIG_INVALID. */
export const createKubeClient = async (definition: ContextDefinition, deps: KubeClientDeps): Promise<ClosableClient> => {
  const { context, cluster, user } = definition;
  // A file that could not be read may be there by now; reading it again says so exactly.
  if (context.problem && context.problem.key !== 'context.fileUnreadable') {
    throw new AppError('KUBECONFIG_INVALID', context.problem, { source: context.name });
  }
  const server = new URL(context.server);
  const proxy = cluster['proxy-url'] ?? environmentProxy(server, deps.environment);
  const caFile = cluster['certificate-authority'];
  const caData = cluster['certificate-authority-data'];
  const asker: Asker = { server: context.server, proxy: withoutPassword(proxy), user: context.user };
  const transport = createTransport({
    server,
    proxy: proxy ?? null,
    ca: caFile || caData ? await readValue('certificate-authority', caFile, caData) : undefined,
    insecure: cluster['insecure-skip-tls-verify'],
    tlsServerName: cluster['tls-server-name'],
    target: asker,
  });
  const closing = new AbortController();
  const credentials = credentialsOf(user, cluster, { ...deps, signal: closing.signal });
  const credential = () => credentials.get(closing.signal);
  const connection = createConnection({ transport, credentials, asker });
  const { resource } = createDiscovery(connection.request);
  const identity = createIdentity({ request: connection.request, resource, credential, userName: context.user });
  return {
    contextId: context.id,
    server: context.server,
    ...connection,
    resource,
    ...createAccess(connection.request),
    identity,
    username: async () => (await identity()).username,
    clockSkewMs: transport.clockSkewMs,
    async certificates() {
      const { certificate } = await credential();
      return {
        server: transport.serverCertificateExpiresAt(),
        client: certificate ? Date.parse(new X509Certificate(certificate.cert).validTo) : null,
      };
    },
    close() {
      closing.abort();
      transport.close();
    },
  };
};
