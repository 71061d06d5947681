import type { TopologyEdge, TopologyNode } from '@shared/model/topology';
import type { TopologyGraph } from '../graph/graph';
import { nodeSize, type Size } from './geometry';

/** What the layout of one group depends on, and nothing else: a status that changes moves nothing. */
export interface GroupStructure {
  id: string;
  name: string;
  nodes: readonly ({ id: string; partition: number } & Size)[];
  edges: readonly { id: string; from: string; to: string }[];
  /** Equal for equal structures: the group keeps its layout. */
  key: string;
}

/** Columns from left to right. What a workload makes (a CronJob its Jobs) has one of its own, so that all others stay in line. */
const columns: Record<TopologyNode['layer'], number> = { route: 0, service: 1, workload: 2, config: 4, storage: 4 };
const ownedColumn = 3;

const ownedIds = (edges: Iterable<TopologyEdge>): ReadonlySet<string> => new Set([...edges].flatMap(({ kind, to }) => (kind === 'owns' ? [to] : [])));

const byText = (a: string, b: string): number => (a < b ? -1 : a > b ? 1 : 0);

/**
 * The groups of the visible part of the graph. Nodes are ordered by name and kind, not by arrival, so that the same
 * environment looks the same each time it is opened.
 */
export const groupStructures = (graph: TopologyGraph, visible: ReadonlySet<string>): GroupStructure[] => {
  const nodesOf = new Map<string, GroupStructure['nodes'][number][]>();
  const owned = ownedIds(graph.edges.values());
  const ordered = [...graph.nodes.values()].filter(({ id }) => visible.has(id)).sort((a, b) => byText(a.name, b.name) || byText(a.kind, b.kind));
  for (const node of ordered) {
    const list = nodesOf.get(node.groupId) ?? [];
    list.push({ id: node.id, partition: owned.has(node.id) ? ownedColumn : columns[node.layer], ...nodeSize(node) });
    nodesOf.set(node.groupId, list);
  }
  const edgesOf = new Map<string, GroupStructure['edges'][number][]>();
  for (const { id, from, to } of graph.edges.values()) {
    const groupId = graph.nodes.get(from)?.groupId;
    if (groupId === undefined || groupId !== graph.nodes.get(to)?.groupId || !visible.has(from) || !visible.has(to)) continue;
    const list = edgesOf.get(groupId) ?? [];
    list.push({ id, from, to });
    edgesOf.set(groupId, list);
  }
  return [...nodesOf]
    .map(([id, nodes]) => {
      const edges = (edgesOf.get(id) ?? []).sort((a, b) => byText(a.id, b.id));
      const key = JSON.stringify([nodes.map((node) => [node.id, node.partition, node.height]), edges.map((edge) => [edge.from, edge.to])]);
      return { id, name: graph.groups.get(id)?.name ?? id, nodes, edges, key };
    })
    .sort((a, b) => byText(a.name, b.name) || byText(a.id, b.id));
};
