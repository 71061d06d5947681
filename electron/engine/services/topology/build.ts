import type { Ingress, PersistentVolumeClaim } from '@electron/engine/kube/objects';
import { controllerOf, type StatusContext } from '@electron/engine/workloads';
import type { TopologyEdge, TopologyGroup, TopologyNode } from '@shared/model/topology';
import { sentence } from '@shared/sentences/sentence';
import { absent, edge, type EdgeDraft, type NodeDraft } from './draft';
import { groupNodes } from './groups';
import { ingressNode, ingressParts } from './ingressNodes';
import { allOf, type TopologySource } from './kinds';
import { serviceNodes } from './serviceNodes';
import { claimNode, usedNode } from './usedNodes';
import { usedObjects } from './uses';
import { visibleWorkloads, workloadNode } from './workloadNodes';

export interface Topology {
  nodes: TopologyNode[];
  edges: TopologyEdge[];
  groups: TopologyGroup[];
}
export const emptyTopology: Topology = { nodes: [], edges: [], groups: [] };

/** Nodes and edges as they are found, each once. */
const createCanvas = () => {
  const nodes = new Map<string, NodeDraft>();
  const edges = new Map<string, EdgeDraft>();
  return {
    nodes,
    edges,
    add: (node: NodeDraft): void => void nodes.set(node.id, node),
    connect: (link: EdgeDraft): void => void edges.set(link.id, link),
  };
};
type Canvas = ReturnType<typeof createCanvas>;

/**
 * The whole topology of a namespace from what can be read of it. Pure: equal arguments give equal answers.
 * It is made anew for every change, which keeps it simple; `delta.ts` finds what really differs.
 */
export const buildTopology = (source: TopologySource, namespace: string, context: StatusContext): Topology => {
  const canvas = createCanvas();
  // Right to left: the status of what is in front depends on what is behind.
  const workloads = visibleWorkloads(source);
  for (const workload of workloads) canvas.add(workloadNode(workload, source, context));
  for (const workload of workloads) {
    const owner = workload.kind === 'Job' ? controllerOf(workload) : undefined;
    if (owner && canvas.nodes.has(owner.uid)) canvas.connect(edge('owns', owner.uid, workload.metadata.uid));
  }

  const services = serviceNodes(source, workloads, (id) => canvas.nodes.get(id)?.status.word ?? 'unknown');
  services.nodes.forEach(canvas.add);
  for (const [service, selected] of services.selected) for (const id of selected) canvas.connect(edge('selects', service, id));

  for (const ingress of allOf<Ingress>(source.Ingress)) addIngress(ingress, services.nodes, source, canvas);

  // Claims are shown even where nothing uses them: what a StatefulSet left behind still costs storage.
  for (const claim of allOf<PersistentVolumeClaim>(source.PersistentVolumeClaim)) canvas.add(claimNode(claim));
  for (const { kind, name, users } of usedObjects(workloads, source)) {
    const node = usedNode(kind, name, namespace, users, source);
    if (!node) continue;
    canvas.add(node);
    for (const { id, binds } of users) canvas.connect(edge(kind === 'PersistentVolumeClaim' ? 'mounts' : 'uses', id, node.id, binds));
  }

  const edges = [...canvas.edges.values()];
  const { groups, groupOf } = groupNodes([...canvas.nodes.values()], edges);
  return {
    nodes: [...canvas.nodes.values()].map(({ application: _application, createdAt: _createdAt, ...node }) => ({ ...node, groupId: groupOf(node.id) })),
    edges: edges.map(({ binds: _binds, ...link }) => link),
    groups,
  };
};

const addIngress = (ingress: Ingress, services: readonly NodeDraft[], source: TopologySource, canvas: Canvas): void => {
  const parts = ingressParts(ingress);
  const backends = new Map<string, NodeDraft>();
  for (const name of parts.services) {
    const node = services.find((service) => service.name === name) ?? absentService(name, ingress.metadata.name, source);
    if (!node) continue;
    backends.set(name, node);
    canvas.add(node);
    canvas.connect(edge('routes', ingress.metadata.uid, node.id));
  }
  const { Secret: secrets } = source;
  const isTlsMissing = (name: string): boolean => typeof secrets !== 'string' && !secrets.byName(ingress.metadata.namespace, name);
  canvas.add(ingressNode(ingress, parts, (name) => backends.get(name)?.status.word ?? 'unknown', isTlsMissing));
};

const absentService = (name: string, by: string, { Service: services }: TopologySource): NodeDraft | null => {
  if (services === 'loading') return null;
  if (services === 'denied') return absent('Service', name, 'service', { word: 'unknown', cause: sentence('status.unreadable') });
  return absent('Service', name, 'service', { word: 'missing', cause: sentence('status.missing', { kind: 'Service', name, by }) });
};
