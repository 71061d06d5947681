import { z } from 'zod';
import { freshnessSchema } from './freshness';
import { sentenceSchema } from '@shared/sentences/sentence';
import { statusSchema } from './status';

export const workloadKinds = ['Deployment', 'StatefulSet', 'DaemonSet', 'Job', 'CronJob'] as const;
export const workloadKindSchema = z.enum(workloadKinds);
export type WorkloadKind = z.infer<typeof workloadKindSchema>;

/** A name of the cluster: DNS-1123 subdomain, checked because it becomes part of a URL. */
export const objectNameSchema = z.string().min(1).max(253).regex(/^[a-zA-Z0-9]([-a-zA-Z0-9._:]*[a-zA-Z0-9])?$/);

/** Points at one workload of an environment. */
export const componentRefSchema = z.object({
  environmentId: z.string(),
  kind: workloadKindSchema,
  name: objectNameSchema,
});
export type ComponentRef = z.infer<typeof componentRefSchema>;

/** An image of a container as the template asks for it, and the digests its running pods really have. */
export const containerImageSchema = z.object({
  container: z.string(),
  init: z.boolean(),
  /** As written in the template. */
  image: z.string(),
  repository: z.string(),
  tag: z.string().nullable(),
  /** `sha256:…` of the pods that run this image; several when the tag was moved meanwhile. */
  digests: z.array(z.object({ digest: z.string(), pods: z.number() })),
});
export type ContainerImage = z.infer<typeof containerImageSchema>;

export const podRowSchema = z.object({
  uid: z.string(),
  name: z.string(),
  status: statusSchema,
  ready: z.string(),
  restarts: z.number(),
  lastRestartAt: z.number().nullable(),
  node: z.string().nullable(),
  ip: z.string().nullable(),
  createdAt: z.number(),
  deleting: z.boolean(),
  images: z.array(z.object({ container: z.string(), image: z.string(), digest: z.string().nullable() })),
  /** The revision it belongs to (ReplicaSet's or ControllerRevision's number). */
  revision: z.number().nullable(),
});
export type PodRow = z.infer<typeof podRowSchema>;

export const eventRowSchema = z.object({
  uid: z.string(),
  type: z.enum(['Normal', 'Warning']),
  reason: z.string(),
  message: z.string(),
  count: z.number(),
  object: z.string(),
  source: z.string(),
  firstAt: z.number(),
  lastAt: z.number(),
});
export type EventRow = z.infer<typeof eventRowSchema>;

export const replicasSchema = z.object({ desired: z.number(), current: z.number(), updated: z.number(), ready: z.number(), available: z.number() });
export type Replicas = z.infer<typeof replicasSchema>;

/** All that the component panel shows, streamed: latest wins. */
export const componentDetailSchema = z.object({
  ref: componentRefSchema,
  uid: z.string(),
  application: z.string(),
  status: statusSchema,
  /** Deleted while the panel was open. */
  gone: z.boolean(),
  freshness: freshnessSchema,
  createdAt: z.number(),
  generation: z.number(),
  observedGeneration: z.number(),
  images: z.array(containerImageSchema),
  replicas: replicasSchema.nullable(),
  strategy: z.string().nullable(),
  paused: z.boolean(),
  autoscaler: z.object({ name: z.string(), min: z.number(), max: z.number() }).nullable(),
  changeCause: z.string().nullable(),
  labels: z.record(z.string(), z.string()),
  conditions: z.array(z.object({ type: z.string(), status: z.string(), reason: z.string(), message: z.string(), at: z.number().nullable() })),
  pods: z.array(podRowSchema),
  events: z.array(eventRowSchema),
  /** Why events or other parts are missing (mostly: forbidden). */
  notes: z.array(sentenceSchema),
});
export type ComponentDetail = z.infer<typeof componentDetailSchema>;

/** The actions of a component, each with why it cannot be used now. */
export const componentActions = ['setImage', 'rollback', 'restart', 'scale', 'stop', 'pause', 'resume'] as const;
export const componentActionSchema = z.enum(componentActions);
export type ComponentAction = z.infer<typeof componentActionSchema>;
export const actionStateSchema = z.object({ action: componentActionSchema, allowed: z.boolean(), reason: sentenceSchema.nullable() });
export type ActionState = z.infer<typeof actionStateSchema>;
