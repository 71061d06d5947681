import ELK, { type ElkNode } from 'elkjs/lib/elk-api';
import elkWorkerUrl from 'elkjs/lib/elk-worker.min.js?url';
import type { GroupStructure } from './structure';
import { groupPadding, type Point, type Size } from './geometry';

/** Where the nodes of one group are, relative to the group's corner, and how large the group is. */
export interface GroupLayout {
  positions: ReadonlyMap<string, Point>;
  size: Size;
}

export interface GroupLayouter {
  layout(group: GroupStructure): Promise<GroupLayout>;
  dispose(): void;
}

const options = {
  'elk.algorithm': 'layered',
  'elk.direction': 'RIGHT',
  'elk.partitioning.activate': 'true',
  'elk.layered.nodePlacement.strategy': 'NETWORK_SIMPLEX',
  'elk.layered.considerModelOrder.strategy': 'NODES_AND_EDGES',
  'elk.layered.spacing.nodeNodeBetweenLayers': '44',
  'elk.spacing.nodeNode': '14',
  'elk.spacing.componentComponent': '14',
  // Connected parts of one group keep the columns of their layers instead of being packed apart.
  'elk.separateConnectedComponents': 'false',
  'elk.padding': `[top=${groupPadding.top},left=${groupPadding.side},bottom=${groupPadding.bottom},right=${groupPadding.side}]`,
};

/** Lays groups out by ELK in a worker, off the UI thread. */
export const createGroupLayouter = (): GroupLayouter => {
  const elk = new ELK({ workerFactory: () => new Worker(elkWorkerUrl) });
  return {
    async layout({ id, nodes, edges }) {
      const graph: ElkNode = {
        id,
        layoutOptions: options,
        children: nodes.map(({ id: nodeId, width, height, partition }) => ({ id: nodeId, width, height, layoutOptions: { 'elk.partitioning.partition': String(partition) } })),
        edges: edges.map(({ id: edgeId, from, to }) => ({ id: edgeId, sources: [from], targets: [to] })),
      };
      const laidOut = await elk.layout(graph);
      return {
        positions: new Map((laidOut.children ?? []).map((child) => [child.id, { x: child.x ?? 0, y: child.y ?? 0 }])),
        size: { width: laidOut.width ?? 0, height: laidOut.height ?? 0 },
      };
    },
    dispose: () => elk.terminateWorker(),
  };
};
