import { z } from 'zod';
import type { Probe } from '@shared/model/connection';
import { isAppError, type AppError } from '@shared/errors/appError';
import { sentence, type Sentence } from '@shared/sentences/sentence';
import type { InspectableClient } from '@electron/engine/kube/client/client';
import { notKubernetes } from '@electron/engine/kube/errors';

const warnSkewMs = 60_000;
const warnExpiryMs = 14 * 24 * 3_600_000;
const namespacesLimit = 5000;

const versionSchema = z.object({ gitVersion: z.string() });
const namespacesSchema = z.object({ items: z.array(z.object({ metadata: z.object({ name: z.string() }) })) });

/** Asks the API server of a context who it is and who we are. Failures become `state` and `problem`; only an abort is thrown. */
export const probe = async (connect: () => Promise<InspectableClient>, insecure: boolean, signal: AbortSignal): Promise<Probe> => {
  const result: Probe = {
    checkedAt: Date.now(),
    state: 'reachable',
    problem: null,
    serverVersion: null,
    identity: null,
    namespaces: null,
    latencyMs: null,
    clockSkewMs: null,
    certificateExpiresAt: null,
    warnings: [],
  };
  let client: InspectableClient | undefined;
  let failure: AppError['code'] | null = null;
  try {
    client = await connect();
    const startedAt = performance.now();
    result.serverVersion = versionSchema.parse(await client.request({ path: '/version', signal })).gitVersion;
    result.latencyMs = Math.round(performance.now() - startedAt);
    // /version is often open to anybody: only these two tell whether the credential is good.
    [result.namespaces, result.identity] = await Promise.all([namespaces(client, signal), identity(client)]);
  } catch (thrown) {
    // JSON of another kind of server, whose answers are no versions, lists and reviews.
    const error = client && thrown instanceof z.ZodError ? notKubernetes({ server: client.server, proxy: null }, 200) : thrown;
    if (signal.aborted || !isAppError(error)) throw error;
    failure = error.code;
    result.state = stateOf(error);
    result.problem = error.sentence;
  }
  if (client) inspect(client, insecure, result);
  // A plugin that hangs would be waited for once more.
  if (client && failure !== 'EXEC_PLUGIN') await inspectCertificates(client, result);
  return result;
};

const stateOf = ({ code }: AppError): Probe['state'] => {
  switch (code) {
    case 'UNAUTHENTICATED':
      return 'unauthenticated';
    case 'CERTIFICATE':
    case 'EXEC_PLUGIN':
    case 'KUBECONFIG_INVALID':
      return 'misconfigured';
    default:
      return 'unreachable';
  }
};

const namespaces = async (client: InspectableClient, signal: AbortSignal): Promise<string[] | null> => {
  try {
    const accept = 'application/json;as=PartialObjectMetadataList;g=meta.k8s.io;v=v1, application/json';
    const list = await client.request({ path: '/api/v1/namespaces', query: { limit: namespacesLimit }, headers: { accept }, signal });
    return namespacesSchema.parse(list).items.map(({ metadata }) => metadata.name).sort();
  } catch (error) {
    if (isAppError(error) && error.code === 'FORBIDDEN') return null;
    throw error;
  }
};

const identity = async (client: InspectableClient): Promise<NonNullable<Probe['identity']>> => {
  const { username, groups } = await client.identity();
  return { username, groups: [...groups] };
};

/** Adds what was seen on the way, even where the answer was a refusal. */
const inspect = (client: InspectableClient, insecure: boolean, result: Probe): void => {
  result.clockSkewMs = client.clockSkewMs();
  if (insecure) result.warnings.push(client.server.startsWith('http:') ? sentence('probe.plainHttp') : sentence('probe.insecure'));
  if (result.clockSkewMs !== null && Math.abs(result.clockSkewMs) > warnSkewMs) {
    result.warnings.push(sentence('probe.clockSkew', { seconds: Math.round(Math.abs(result.clockSkewMs) / 1000) }));
  }
};

const inspectCertificates = async (client: InspectableClient, result: Probe): Promise<void> => {
  // The file that would tell is what failed in the first place.
  const { server, client: own } = await client.certificates().catch(() => ({ server: null, client: null }));
  const known = [server, own].filter((expiry) => expiry !== null);
  result.certificateExpiresAt = known.length > 0 ? Math.min(...known) : null;
  for (const warning of [expiryWarning('server', server, result.checkedAt), expiryWarning('client', own, result.checkedAt)]) {
    if (warning) result.warnings.push(warning);
  }
};

const expiryWarning = (whose: 'server' | 'client', expiresAt: number | null, now: number): Sentence | null => {
  if (expiresAt === null || expiresAt - now > warnExpiryMs) return null;
  const date = new Date(expiresAt).toISOString().slice(0, 10);
  if (whose === 'server') return sentence(expiresAt < now ? 'probe.serverCertificateExpired' : 'probe.serverCertificateExpires', { date });
  return sentence(expiresAt < now ? 'probe.clientCertificateExpired' : 'probe.clientCertificateExpires', { date });
};
