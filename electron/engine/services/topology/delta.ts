import type { TopologyDelta } from '@shared/model/topology';
import type { Topology } from './build';

export type TopologyChange = Omit<TopologyDelta, 'freshness' | 'denied'>;

/** Remembers what the consumer has and answers with what differs; null when nothing does. */
export interface Differ {
  next(topology: Topology): TopologyChange | null;
}

export const createDiffer = (): Differ => {
  const nodes = createPartDiffer<Topology['nodes'][number]>();
  const edges = createPartDiffer<Topology['edges'][number]>();
  const groups = createPartDiffer<Topology['groups'][number]>();
  return {
    next(topology) {
      const changed = { nodes: nodes(topology.nodes), edges: edges(topology.edges), groups: groups(topology.groups) };
      if (Object.values(changed).every(({ upserted, removed }) => upserted.length === 0 && removed.length === 0)) return null;
      return {
        nodes: changed.nodes.upserted,
        edges: changed.edges.upserted,
        groups: changed.groups.upserted,
        removedNodes: changed.nodes.removed,
        removedEdges: changed.edges.removed,
        removedGroups: changed.groups.removed,
      };
    },
  };
};

const createPartDiffer = <T extends { id: string }>() => {
  // The text that was sent: comparing it is exact, cheap to write and as fast as walking both trees.
  let sent = new Map<string, string>();
  return (items: readonly T[]): { upserted: T[]; removed: string[] } => {
    const now = new Map<string, string>();
    const upserted: T[] = [];
    for (const item of items) {
      const text = JSON.stringify(item);
      now.set(item.id, text);
      if (sent.get(item.id) !== text) upserted.push(item);
    }
    const removed = [...sent.keys()].filter((id) => !now.has(id));
    sent = now;
    return { upserted, removed };
  };
};

export const noChange: TopologyChange = { nodes: [], edges: [], groups: [], removedNodes: [], removedEdges: [], removedGroups: [] };
