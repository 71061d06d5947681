import type { TopologyDelta, TopologyEdge, TopologyGroup, TopologyNode } from '@shared/model/topology';

/** The topology as the page holds it: what the deltas add up to. Values that no delta touched keep their identity. */
export interface TopologyGraph {
  nodes: ReadonlyMap<string, TopologyNode>;
  edges: ReadonlyMap<string, TopologyEdge>;
  groups: ReadonlyMap<string, TopologyGroup>;
  freshness: TopologyDelta['freshness'];
  denied: TopologyDelta['denied'];
}

const patched = <T extends { id: string }>(items: ReadonlyMap<string, T> | undefined, upserted: readonly T[], removed: readonly string[]): ReadonlyMap<string, T> => {
  if (items && upserted.length === 0 && removed.length === 0) return items;
  const next = new Map(items);
  for (const id of removed) next.delete(id);
  for (const item of upserted) next.set(item.id, item);
  return next;
};

export const applyDelta = (graph: TopologyGraph | undefined, delta: TopologyDelta): TopologyGraph => ({
  nodes: patched(graph?.nodes, delta.nodes, delta.removedNodes),
  edges: patched(graph?.edges, delta.edges, delta.removedEdges),
  groups: patched(graph?.groups, delta.groups, delta.removedGroups),
  freshness: delta.freshness,
  denied: delta.denied,
});

/** Whether the operator should look at it. */
export const isUnhealthy = ({ status: { word } }: TopologyNode): boolean => word === 'abnormal' || word === 'partlyAbnormal' || word === 'missing';

export interface TopologyFilter {
  text: string;
  unhealthyOnly: boolean;
}

/**
 * The ids to show. A node is shown for itself (name, kind or fact matches; unhealthy) or as a neighbour of one that is,
 * so that what matched is seen in its place.
 */
export const visibleIds = (graph: TopologyGraph, { text, unhealthyOnly }: TopologyFilter): ReadonlySet<string> => {
  const needle = text.trim().toLowerCase();
  if (needle === '' && !unhealthyOnly) return new Set(graph.nodes.keys());
  const matches = (node: TopologyNode): boolean =>
    (!unhealthyOnly || isUnhealthy(node)) &&
    (needle === '' || [node.name, node.kind, ...node.facts, graph.groups.get(node.groupId)?.name ?? ''].some((word) => word.toLowerCase().includes(needle)));
  const found = new Set([...graph.nodes.values()].filter(matches).map(({ id }) => id));
  const shown = new Set(found);
  for (const { from, to } of graph.edges.values()) {
    if (found.has(from)) shown.add(to);
    if (found.has(to)) shown.add(from);
  }
  return shown;
};
