import { z } from 'zod';
import { freshnessSchema } from './freshness';

/** One revision of a component: a ReplicaSet, or a ControllerRevision of a StatefulSet or DaemonSet. */
export const revisionSchema = z.object({
  number: z.number(),
  /** Name of the ReplicaSet or ControllerRevision. */
  name: z.string(),
  images: z.array(z.object({ container: z.string(), image: z.string(), tag: z.string().nullable(), digest: z.string().nullable() })),
  changeCause: z.string().nullable(),
  /** The field manager that made it, and null where the cluster did not keep it. */
  manager: z.string().nullable(),
  createdAt: z.number(),
  active: z.boolean(),
  /** Pods of it: all that are wanted are ready. Null where it has none wanted. */
  ready: z.boolean().nullable(),
  pods: z.object({ desired: z.number(), ready: z.number() }),
});
export type Revision = z.infer<typeof revisionSchema>;

/** Newest first. `previous` is what "roll back to previous" would go to. */
export const timelineSchema = z.object({
  revisions: z.array(revisionSchema),
  current: z.number().nullable(),
  previous: z.number().nullable(),
  historyLimit: z.number().nullable(),
  freshness: freshnessSchema,
});
export type Timeline = z.infer<typeof timelineSchema>;
