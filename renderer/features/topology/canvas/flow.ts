import type { Edge, Node } from '@xyflow/react';
import type { TopologyGroup, TopologyNode } from '@shared/model/topology';
import { isUnhealthy, type TopologyGraph } from '../graph/graph';
import { nodeSize } from '../layout/geometry';
import type { CanvasLayout } from '../layout/useLayout';

export type ObjectFlowNode = Node<{ object: TopologyNode; dimmed: boolean }, 'object'>;
/** Not `group`, which xyflow draws by itself. */
export type GroupFlowNode = Node<{ group: TopologyGroup; unhealthy: number; workloads: number }, 'application'>;
export type FlowNode = ObjectFlowNode | GroupFlowNode;

/** Id of a group's frame; distinct from the ids of objects. */
const frameId = (groupId: string): string => `group:${groupId}`;

/** What the canvas draws: frames first, so that they lie behind their nodes. Objects that have no position yet are left out. */
export const toFlow = (graph: TopologyGraph, layout: CanvasLayout, selectedId: string | null, highlighted: ReadonlySet<string> | null): { nodes: FlowNode[]; edges: Edge[] } => {
  const members = new Map<string, TopologyNode[]>();
  const objects: ObjectFlowNode[] = [];
  for (const object of graph.nodes.values()) {
    const position = layout.nodes.get(object.id);
    if (!position || !layout.groups.has(object.groupId)) continue;
    members.set(object.groupId, [...(members.get(object.groupId) ?? []), object]);
    objects.push({
      id: object.id,
      type: 'object',
      parentId: frameId(object.groupId),
      position,
      ...nodeSize(object),
      selected: object.id === selectedId,
      data: { object, dimmed: highlighted !== null && !highlighted.has(object.id) },
      ariaLabel: `${object.kind} ${object.name}`,
    });
  }
  const frames = [...layout.groups].flatMap(([groupId, box]): GroupFlowNode[] => {
    const group = graph.groups.get(groupId);
    const inside = members.get(groupId) ?? [];
    if (!group || inside.length === 0) return [];
    return [
      {
        id: frameId(groupId),
        type: 'application',
        position: { x: box.x, y: box.y },
        width: box.width,
        height: box.height,
        selectable: false,
        focusable: false,
        draggable: false,
        data: { group, unhealthy: inside.filter(isUnhealthy).length, workloads: inside.filter(({ layer }) => layer === 'workload').length },
      },
    ];
  });
  const drawn = new Set(objects.map(({ id }) => id));
  const edges = [...graph.edges.values()]
    .filter(({ from, to }) => drawn.has(from) && drawn.has(to))
    .map(
      ({ id, from, to, kind }): Edge => ({
        id,
        source: from,
        target: to,
        focusable: false,
        selectable: false,
        className: `wh-edge-${kind}`,
        data: { emphasised: from === selectedId || to === selectedId },
        animated: false,
        zIndex: from === selectedId || to === selectedId ? 2 : 1,
        style: from === selectedId || to === selectedId ? { stroke: 'var(--wh-accent)', strokeWidth: 1.6 } : undefined,
      }),
    );
  return { nodes: [...frames, ...objects], edges };
};
