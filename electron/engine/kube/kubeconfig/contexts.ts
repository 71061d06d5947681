import { access, constants } from 'node:fs/promises';
import path from 'node:path';
import type { KubeContext } from '@shared/model/connection';
import { sentence, type Sentence } from '@shared/sentences/sentence';
import type { ContextDefinition } from './definition';
import { digest } from './digest';
import type { ParsedKubeconfig } from './parse';
import { clusterSchema, userSchema, type ClusterEntry, type UserEntry } from './schema';

const anonymous: UserEntry = userSchema.parse({});
const noCluster: ClusterEntry = clusterSchema.parse({});

/**
 * Every context of a parsed kubeconfig, with what is wrong with it.
 * Relative paths are resolved against `directory`, as kubectl does; a pasted text has none.
 */
export const contextsOf = (parsed: ParsedKubeconfig, sourceId: string, directory: string | null): Promise<ContextDefinition[]> =>
  Promise.all(
    [...parsed.contexts].map(async ([name, entry]) => {
      const namedCluster = parsed.clusters.get(entry.cluster ?? '');
      const cluster = withAbsolutePaths(namedCluster ?? noCluster, directory, ['certificate-authority']);
      const namedUser = entry.user === undefined ? anonymous : parsed.users.get(entry.user);
      const user = resolveCommand(withAbsolutePaths(namedUser ?? anonymous, directory, ['client-certificate', 'client-key', 'tokenFile']), directory);
      const problem =
        (namedCluster ? clusterProblem(cluster, entry.cluster ?? '') : sentence('context.clusterMissing', { cluster: entry.cluster ?? '' })) ??
        (namedUser ? userProblem(user, entry.user ?? '') : sentence('context.userMissing', { user: entry.user ?? '' })) ??
        (await fileProblem(cluster, user));
      const context: KubeContext = {
        id: digest(sourceId, name),
        sourceId,
        name,
        cluster: entry.cluster ?? '',
        server: cluster.server ?? '',
        user: entry.user ?? '',
        auth: authKind(user),
        namespace: entry.namespace ?? 'default',
        current: parsed.currentContext === name,
        insecure: cluster['insecure-skip-tls-verify'] || (cluster.server?.startsWith('http:') ?? false),
        proxy: withoutPassword(cluster['proxy-url']),
        problem,
      };
      return { context, cluster, user, fingerprint: digest(entry, cluster, user) };
    }),
  );

/** A token beats everything else, as in client-go; a client certificate is sent besides whatever it is. */
export const authKind = (user: UserEntry): KubeContext['auth'] => {
  if (user.tokenFile) return 'tokenFile';
  if (user.token) return 'token';
  if (user.username) return 'basic';
  if (user.exec) return 'exec';
  if (user['auth-provider']) return 'oidc';
  return user['client-certificate'] || user['client-certificate-data'] ? 'clientCertificate' : 'none';
};

const withAbsolutePaths = <T extends object>(entry: T, directory: string | null, fields: readonly (keyof T)[]): T => {
  const resolved = { ...entry };
  for (const field of fields) {
    const file = entry[field];
    if (typeof file === 'string' && directory !== null) resolved[field] = path.resolve(directory, file) as T[typeof field];
  }
  return resolved;
};

/** `./login.sh` is beside the kubeconfig; a bare name is looked up on the PATH later. */
const resolveCommand = (user: UserEntry, directory: string | null): UserEntry =>
  user.exec && directory !== null && /[\\/]/.test(user.exec.command)
    ? { ...user, exec: { ...user.exec, command: path.resolve(directory, user.exec.command) } }
    : user;

const protocolOf = (url: string): string | null => (URL.canParse(url) ? new URL(url).protocol : null);

const clusterProblem = (cluster: ClusterEntry, name: string): Sentence | null => {
  if (!cluster.server) return sentence('context.serverMissing', { cluster: name });
  if (!/^https?:$/.test(protocolOf(cluster.server) ?? '')) return sentence('context.serverInvalid', { cluster: name, server: cluster.server });
  const proxy = cluster['proxy-url'];
  if (proxy && !/^(https?|socks5h?|socks):$/.test(protocolOf(proxy) ?? '')) return sentence('context.proxyInvalid', { cluster: name });
  return pemProblem('certificate-authority-data', cluster['certificate-authority-data']);
};

const userProblem = (user: UserEntry, name: string): Sentence | null => {
  const certificate = user['client-certificate'] ?? user['client-certificate-data'];
  const key = user['client-key'] ?? user['client-key-data'];
  if ((certificate === undefined) !== (key === undefined)) return sentence('context.keyMissing', { user: name });
  const provider = authKind(user) === 'oidc' ? user['auth-provider'] : null;
  if (provider && provider.name !== 'oidc') return sentence('context.authProviderUnsupported', { user: name, provider: provider.name });
  if (provider && !provider.config?.['id-token'] && !provider.config?.['refresh-token']) return sentence('context.oidcIncomplete', { user: name });
  return (
    pemProblem('client-certificate-data', user['client-certificate-data']) ?? pemProblem('client-key-data', user['client-key-data'])
  );
};

const pemProblem = (field: string, data: string | undefined): Sentence | null =>
  data === undefined || Buffer.from(data, 'base64').includes('-----BEGIN ') ? null : sentence('context.dataInvalid', { field });

const fileProblem = async (cluster: ClusterEntry, user: UserEntry): Promise<Sentence | null> => {
  const files: [string, string | undefined][] = [
    ['certificate-authority', cluster['certificate-authority-data'] ? undefined : cluster['certificate-authority']],
    ['client-certificate', user['client-certificate-data'] ? undefined : user['client-certificate']],
    ['client-key', user['client-key-data'] ? undefined : user['client-key']],
    ['tokenFile', user.tokenFile],
  ];
  for (const [field, file] of files) {
    if (file === undefined) continue;
    try {
      await access(file, constants.R_OK);
    } catch (error) {
      return sentence('context.fileUnreadable', { field, path: file, reason: (error as NodeJS.ErrnoException).code ?? '' });
    }
  }
  return null;
};

/** A proxy address as it may be shown. */
export const withoutPassword = (address: string | undefined): string | null => {
  if (address === undefined || !URL.canParse(address)) return null;
  const url = new URL(address);
  url.password = '';
  return url.href.replace(/\/$/, '');
};
