import { z } from 'zod';
import { sentenceSchema } from '@shared/sentences/sentence';

/** Where a kubeconfig came from. Every source keeps its contexts to itself: equal names in two files are two contexts. */
export const kubeconfigSourceSchema = z.object({
  id: z.string(),
  kind: z.enum(['environmentVariable', 'home', 'file', 'pasted', 'demo']),
  /** Shown to the operator: a path, or the name given to a pasted text. */
  label: z.string(),
  /** Why it cannot be read or holds nothing usable. */
  problem: sentenceSchema.nullable(),
  /** True for what the operator added (a file or a paste), which can be removed again. */
  removable: z.boolean(),
});
export type KubeconfigSource = z.infer<typeof kubeconfigSourceSchema>;

export const authKindSchema = z.enum(['clientCertificate', 'token', 'tokenFile', 'exec', 'oidc', 'basic', 'none']);

/** One context of one kubeconfig, as written there; never a credential. */
export const kubeContextSchema = z.object({
  /** Stable across restarts: a digest of the source and the context's name. */
  id: z.string(),
  sourceId: z.string(),
  name: z.string(),
  cluster: z.string(),
  server: z.string(),
  user: z.string(),
  auth: authKindSchema,
  namespace: z.string(),
  current: z.boolean(),
  /** `insecure-skip-tls-verify`: shown in red. */
  insecure: z.boolean(),
  proxy: z.string().nullable(),
  /** A missing user or cluster, or an unreadable certificate file: it cannot be used as it is. */
  problem: sentenceSchema.nullable(),
});
export type KubeContext = z.infer<typeof kubeContextSchema>;

/** What a test of a context found. Made on demand only. */
export const probeSchema = z.object({
  checkedAt: z.number(),
  state: z.enum(['reachable', 'unauthenticated', 'unreachable', 'misconfigured']),
  problem: sentenceSchema.nullable(),
  serverVersion: z.string().nullable(),
  identity: z.object({ username: z.string(), groups: z.array(z.string()) }).nullable(),
  /** Names, or null where listing is forbidden and the operator types one. */
  namespaces: z.array(z.string()).nullable(),
  latencyMs: z.number().nullable(),
  /** Server's clock minus ours; over a minute is worth a warning. */
  clockSkewMs: z.number().nullable(),
  certificateExpiresAt: z.number().nullable(),
  warnings: z.array(sentenceSchema),
});
export type Probe = z.infer<typeof probeSchema>;
