import { z } from 'zod';
import { freshnessSchema } from './freshness';
import { statusSchema, statusWordSchema } from './status';

/** The layers of the topology, left to right. */
export const topologyLayers = ['route', 'service', 'workload', 'config', 'storage'] as const;

export const topologyNodeSchema = z.object({
  /** The object's uid; `missing:Kind/name` for one that is referred to and does not exist. */
  id: z.string(),
  kind: z.string(),
  apiVersion: z.string(),
  name: z.string(),
  layer: z.enum(topologyLayers),
  groupId: z.string(),
  status: statusSchema,
  /** Short facts under the name: an image tag, `80 → 30001`, `3 keys`, a host. Data, not sentences. */
  facts: z.array(z.string()),
  /** Pods of a workload as replicas. */
  pods: z.array(z.object({ uid: z.string(), name: z.string(), word: statusWordSchema, updated: z.boolean() })),
  replicas: z.object({ ready: z.number(), desired: z.number() }).nullable(),
});
export type TopologyNode = z.infer<typeof topologyNodeSchema>;

export const topologyEdgeSchema = z.object({
  id: z.string(),
  from: z.string(),
  to: z.string(),
  /** `routes` Ingress→Service, `selects` Service→workload, `uses` workload→config, `mounts` workload→claim, `owns` CronJob→Job, `scales` */
  kind: z.enum(['routes', 'selects', 'uses', 'mounts', 'owns']),
});
export type TopologyEdge = z.infer<typeof topologyEdgeSchema>;

export const topologyGroupSchema = z.object({
  id: z.string(),
  /** The application: the label's value, or the name of the group's first workload. */
  name: z.string(),
  /** `label`: app.kubernetes.io/part-of; `connected`: no label, grouped by what hangs together. */
  source: z.enum(['label', 'connected']),
});
export type TopologyGroup = z.infer<typeof topologyGroupSchema>;

/** Changes of a topology; the first item after opening or `reset` upserts everything. */
export const topologyDeltaSchema = z.object({
  nodes: z.array(topologyNodeSchema),
  edges: z.array(topologyEdgeSchema),
  groups: z.array(topologyGroupSchema),
  removedNodes: z.array(z.string()),
  removedEdges: z.array(z.string()),
  removedGroups: z.array(z.string()),
  freshness: freshnessSchema,
  /** Kinds that the user may not list here, with the layer that is therefore incomplete. */
  denied: z.array(z.object({ kind: z.string(), resource: z.string() })),
});
export type TopologyDelta = z.infer<typeof topologyDeltaSchema>;

const mergeById = <T extends { id: string }>(older: T[], newer: T[], removed: string[]): T[] => {
  const byId = new Map(older.map((item) => [item.id, item]));
  for (const id of removed) byId.delete(id);
  for (const item of newer) byId.set(item.id, item);
  return [...byId.values()];
};
const mergeRemoved = (older: string[], newer: string[], upserted: readonly { id: string }[]): string[] => {
  const back = new Set(upserted.map((item) => item.id));
  return [...new Set([...older, ...newer])].filter((id) => !back.has(id));
};

/** One delta that does what two do, for a consumer that is slow. */
export const mergeTopologyDeltas = (older: TopologyDelta, newer: TopologyDelta): TopologyDelta => ({
  nodes: mergeById(older.nodes, newer.nodes, newer.removedNodes),
  edges: mergeById(older.edges, newer.edges, newer.removedEdges),
  groups: mergeById(older.groups, newer.groups, newer.removedGroups),
  removedNodes: mergeRemoved(older.removedNodes, newer.removedNodes, newer.nodes),
  removedEdges: mergeRemoved(older.removedEdges, newer.removedEdges, newer.edges),
  removedGroups: mergeRemoved(older.removedGroups, newer.removedGroups, newer.groups),
  freshness: newer.freshness,
  denied: newer.denied,
});
