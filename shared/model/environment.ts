import { z } from 'zod';

export const environmentClasses = ['dev', 'test', 'prod'] as const;
export const environmentPolicies = ['normal', 'readOnly', 'protected'] as const;
export const environmentColors = ['blue', 'teal', 'green', 'yellow', 'orange', 'red', 'grape', 'gray'] as const;

/** A DNS-1123 label, as the API server demands of a namespace's name. */
export const namespaceSchema = z.string().regex(/^[a-z0-9]([-a-z0-9]{0,61}[a-z0-9])?$/, 'lower-case letters, digits and dashes, at most 63');

export const environmentDraftSchema = z.object({
  name: z.string().trim().min(1).max(60),
  contextId: z.string().min(1),
  namespace: namespaceSchema,
  class: z.enum(environmentClasses),
  color: z.enum(environmentColors),
  policy: z.enum(environmentPolicies),
});
export type EnvironmentDraft = z.infer<typeof environmentDraftSchema>;

/** What an operator means by "test": a context, a namespace, a class and a policy (design §1). */
export const environmentSchema = environmentDraftSchema.extend({
  id: z.string(),
  createdAt: z.number(),
});
export type Environment = z.infer<typeof environmentSchema>;

/** An environment with what is true of it now. */
export const environmentViewSchema = environmentSchema.extend({
  contextName: z.string(),
  sourceLabel: z.string(),
  server: z.string(),
  insecure: z.boolean(),
  /** It lies on a simulated cluster inside Wheelhouse: nothing in it is real. */
  demo: z.boolean(),
  /** The context is gone from its kubeconfig, or the kubeconfig is gone. */
  contextMissing: z.boolean(),
  /** A protected environment opened for writing, until then (epoch ms), and why. */
  unlock: z.object({ until: z.number(), reason: z.string() }).nullable(),
});
export type EnvironmentView = z.infer<typeof environmentViewSchema>;
