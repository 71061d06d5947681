import type { KubeObject } from '../objects/meta';
import type { Pod } from '../objects/workloads';
import { parseBasic, type Credential } from '../registry/access/accounts';
import { kindNamed } from '../store/kinds';
import type { Store } from '../store/store';

interface NamedSecret {
  name?: string;
}

interface ServiceAccount extends KubeObject {
  imagePullSecrets?: readonly NamedSecret[];
}

interface Secret extends KubeObject {
  type?: string;
  data?: Readonly<Record<string, string>>;
}

interface DockerAuth {
  auth?: string;
  username?: string;
  password?: string;
}

/** The credentials a pod brings for a registry: of its own pull secrets, else of its service account's. */
export function pullCredentials(store: Store, pod: Pod, registry: string): Credential[] {
  const { namespace = '' } = pod.metadata;
  const { imagePullSecrets: own, serviceAccountName = 'default' } = pod.spec as Pod['spec'] & { imagePullSecrets?: readonly NamedSecret[]; serviceAccountName?: string };
  const account: ServiceAccount | undefined = store.get(kindNamed('ServiceAccount'), namespace, serviceAccountName);
  return (own?.length ? own : (account?.imagePullSecrets ?? [])).flatMap(({ name = '' }) => {
    const secret = store.get(kindNamed('Secret'), namespace, name);
    return secret ? credentialsIn(secret, registry) : [];
  });
}

function credentialsIn({ type, data = {} }: Secret, registry: string): Credential[] {
  const auths = type === 'kubernetes.io/dockerconfigjson' ? parse(data['.dockerconfigjson'])?.['auths'] : type === 'kubernetes.io/dockercfg' ? parse(data['.dockercfg']) : undefined;
  if (typeof auths !== 'object' || auths === null) return [];
  return Object.entries(auths as Record<string, DockerAuth | null>).flatMap(([server, auth]) => {
    if (!auth || serverName(server) !== registry) return [];
    if (auth.username !== undefined && auth.password !== undefined) return [{ username: auth.username, password: auth.password }];
    return parseBasic(auth.auth ?? '') ?? [];
  });
}

/** Docker writes servers with and without scheme and version. */
function serverName(server: string): string {
  return server.replace(/^https?:\/\//, '').replace(/\/(v[12]\/?)?$/, '');
}

function parse(base64: string | undefined): Record<string, unknown> | undefined {
  try {
    const value = JSON.parse(Buffer.from(base64 ?? '', 'base64').toString('utf8')) as unknown;
    return typeof value === 'object' && value !== null ? (value as Record<string, unknown>) : undefined;
  } catch {
    // A secret that cannot be read is skipped, as kubelets do: the pull then says what is wrong.
    return undefined;
  }
}
