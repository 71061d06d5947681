import { z } from 'zod';

/**
 * The part of a kubeconfig that Wheelhouse reads. Each entry is validated by itself, so that one bad entry
 * does not take the others with it; unknown fields are ignored as kubectl does.
 */
const text = z.string().nullish().transform((value) => (value === null || value === '' ? undefined : value));
const flag = z.boolean().nullish().transform((value) => value ?? false);

export const clusterSchema = z.object({
  server: text,
  'certificate-authority': text,
  'certificate-authority-data': text,
  'insecure-skip-tls-verify': flag,
  'tls-server-name': text,
  'proxy-url': text,
  extensions: z.array(z.object({ name: z.string(), extension: z.unknown() })).nullish(),
});
export type ClusterEntry = z.infer<typeof clusterSchema>;

export const execSchema = z.object({
  apiVersion: z.string(),
  command: z.string().min(1),
  args: z.array(z.string()).nullish(),
  env: z.array(z.object({ name: z.string(), value: z.string() })).nullish(),
  installHint: text,
  provideClusterInfo: flag,
  interactiveMode: text,
});
export type ExecEntry = z.infer<typeof execSchema>;

export const userSchema = z.object({
  'client-certificate': text,
  'client-certificate-data': text,
  'client-key': text,
  'client-key-data': text,
  token: text,
  tokenFile: text,
  username: text,
  password: text,
  as: text,
  'as-uid': text,
  'as-groups': z.array(z.string()).nullish(),
  'as-user-extra': z.record(z.string(), z.array(z.string())).nullish(),
  exec: execSchema.nullish(),
  'auth-provider': z.object({ name: z.string(), config: z.record(z.string(), z.string().nullable()).nullish() }).nullish(),
});
export type UserEntry = z.infer<typeof userSchema>;

export const contextSchema = z.object({ cluster: text, user: text, namespace: text });

const list = z.array(z.unknown()).nullish().transform((value) => value ?? []);

/** The file as a whole: only that its lists are lists. */
export const kubeconfigSchema = z.object({ contexts: list, clusters: list, users: list, 'current-context': text });
