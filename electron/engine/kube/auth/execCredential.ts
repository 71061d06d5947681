import { z } from 'zod';
import type { ClusterEntry, ExecEntry } from '../kubeconfig/schema';

/** The answer of a credential plugin (client.authentication.k8s.io). */
const schema = z.object({
  kind: z.literal('ExecCredential'),
  apiVersion: z.string(),
  status: z
    .object({
      token: z.string().optional(),
      clientCertificateData: z.string().optional(),
      clientKeyData: z.string().optional(),
      expirationTimestamp: z.string().optional(),
    })
    .optional(),
});
export type ExecCredential = z.infer<typeof schema>;

/** Reads what a plugin printed; null when it is anything else. */
export const readExecCredential = (stdout: string): ExecCredential | null => {
  try {
    return schema.parse(JSON.parse(stdout));
  } catch {
    // Why it does not parse is of no use, and parser messages quote the text, which may be a token.
    return null;
  }
};

/** What a plugin is told in KUBERNETES_EXEC_INFO. */
export const execInfo = (exec: ExecEntry, cluster: ClusterEntry): string =>
  JSON.stringify({
    apiVersion: exec.apiVersion,
    kind: 'ExecCredential',
    spec: { interactive: false, ...(exec.provideClusterInfo ? { cluster: clusterInfo(cluster) } : {}) },
  });

const clusterInfo = (cluster: ClusterEntry): Record<string, unknown> => ({
  server: cluster.server,
  'tls-server-name': cluster['tls-server-name'],
  'insecure-skip-tls-verify': cluster['insecure-skip-tls-verify'],
  'certificate-authority-data': cluster['certificate-authority-data'],
  'proxy-url': cluster['proxy-url'],
  config: cluster.extensions?.find(({ name }) => name === 'client.authentication.k8s.io/exec')?.extension,
});
