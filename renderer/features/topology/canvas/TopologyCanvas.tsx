import { Background, BackgroundVariant, Controls, MiniMap, ReactFlow, useReactFlow, type Node, type NodeMouseHandler } from '@xyflow/react';
import '@xyflow/react/dist/style.css';
import { useEffect, useMemo, useRef } from 'react';
import type { TopologyNode } from '@shared/model/topology';
import { toneOf } from '@renderer/ui/status';
import type { TopologyGraph } from '../graph/graph';
import type { CanvasLayout } from '../layout/useLayout';
import { toFlow, type FlowNode } from './flow';
import { GroupNode } from './GroupNode';
import { ObjectNode } from './ObjectNode';
import { useKeepInView } from './useKeepInView';
import classes from './canvas.module.css';

const nodeTypes = { object: ObjectNode, application: GroupNode };
const fitOptions = { padding: 0.06, maxZoom: 1, minZoom: 0.25 };
/** Below this many objects the mini map would be only in the way. */
const miniMapFrom = 40;

interface TopologyCanvasProps {
  graph: TopologyGraph;
  layout: CanvasLayout;
  selectedId: string | null;
  /** Ids that match a filter; null when nothing is filtered. */
  highlighted: ReadonlySet<string> | null;
  onSelect: (node: TopologyNode | null) => void;
  labels: { canvas: string };
}

const colorOf = (node: Node): string => (node.type === 'object' ? `var(--wh-${toneOf[(node as FlowNode & { type: 'object' }).data.object.status.word]})` : 'transparent');

export const TopologyCanvas = ({ graph, layout, selectedId, highlighted, onSelect, labels }: TopologyCanvasProps): React.ReactNode => {
  const { nodes, edges } = useMemo(() => toFlow(graph, layout, selectedId, highlighted), [graph, layout, selectedId, highlighted]);
  const { fitView } = useReactFlow();

  // Fit when the first nodes are there; later the operator's own view is kept.
  const fitted = useRef(false);
  useEffect(() => {
    if (fitted.current || nodes.length === 0) return;
    fitted.current = true;
    const frame = requestAnimationFrame(() => void fitView(fitOptions));
    return () => cancelAnimationFrame(frame);
  }, [nodes, fitView]);

  useKeepInView(selectedId);

  const select: NodeMouseHandler<FlowNode> = (_, node) => {
    if (node.type === 'object') onSelect(node.data.object);
  };
  const selectFocused = (event: React.KeyboardEvent): void => {
    if (event.key !== 'Enter' && event.key !== ' ') return;
    const id = (event.target as HTMLElement).closest('.react-flow__node')?.getAttribute('data-id');
    const object = id ? graph.nodes.get(id) : undefined;
    if (object) onSelect(object);
  };

  return (
    <div className={classes.canvas} onKeyDown={selectFocused} role="region" aria-label={labels.canvas}>
      <ReactFlow<FlowNode>
        nodes={nodes}
        edges={edges}
        nodeTypes={nodeTypes}
        onNodeClick={select}
        onPaneClick={() => onSelect(null)}
        nodesDraggable={false}
        nodesConnectable={false}
        edgesFocusable={false}
        elevateNodesOnSelect={false}
        deleteKeyCode={null}
        onlyRenderVisibleElements={nodes.length > 300}
        minZoom={0.1}
        maxZoom={1.75}
        fitViewOptions={fitOptions}
        proOptions={{ hideAttribution: true }}
      >
        <Background variant={BackgroundVariant.Dots} gap={20} size={1} color="var(--wh-border)" />
        <Controls showInteractive={false} position="bottom-left" fitViewOptions={fitOptions} />
        {graph.nodes.size >= miniMapFrom && <MiniMap pannable zoomable nodeColor={colorOf} nodeStrokeWidth={0} maskColor="color-mix(in srgb, var(--wh-bg) 70%, transparent)" />}
      </ReactFlow>
    </div>
  );
};
