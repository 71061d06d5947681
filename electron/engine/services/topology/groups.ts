import type { TopologyGroup } from '@shared/model/topology';
import type { EdgeDraft, NodeDraft } from './draft';

export interface Grouping {
  groups: TopologyGroup[];
  groupOf(nodeId: string): string;
}

/**
 * Puts every node into one group. A label says which application a node belongs to; the rest is grouped by what
 * hangs together, and joins another group where that is plain: where it is no workload of its own, or is selected or
 * owned by a part of a labelled application. Group ids are made of names, so that they survive restarts.
 */
export const groupNodes = (nodes: readonly NodeDraft[], edges: readonly EdgeDraft[]): Grouping => {
  const neighbours = adjacency(edges);
  const groups = new Map<string, TopologyGroup>();
  const groupOf = new Map<string, TopologyGroup>();
  const assign = (members: readonly NodeDraft[], group: TopologyGroup): void => {
    groups.set(group.id, group);
    for (const { id } of members) groupOf.set(id, group);
  };

  for (const node of nodes) if (node.application !== null) assign([node], labelled(node.application));
  // Workloads first and configuration last: what uses a thing decides where the thing belongs.
  const parts = connectedParts(nodes.filter(({ application }) => application === null), neighbours).sort((a, b) => weight(a) - weight(b));
  for (const part of parts) assign(part, joins(part, groupOf, neighbours) ?? nameless(part));
  return { groups: [...groups.values()], groupOf: (id) => groupOf.get(id)?.id ?? '' };
};

const has = (part: readonly NodeDraft[], ...layers: NodeDraft['layer'][]): boolean => part.some(({ layer }) => layers.includes(layer));
const weight = (part: readonly NodeDraft[]): number => (has(part, 'workload') ? 0 : has(part, 'service') ? 1 : has(part, 'route') ? 2 : 3);

interface Link {
  to: string;
  edge: EdgeDraft;
}
type Adjacency = ReadonlyMap<string, readonly Link[]>;

const adjacency = (edges: readonly EdgeDraft[]): Adjacency => {
  const links = new Map<string, Link[]>();
  const add = (from: string, to: string, edge: EdgeDraft): void => {
    const known = links.get(from);
    if (known) known.push({ to, edge });
    else links.set(from, [{ to, edge }]);
  };
  for (const edge of edges) {
    add(edge.from, edge.to, edge);
    add(edge.to, edge.from, edge);
  }
  return links;
};

/** Parts that hang together by edges that bind, among these nodes only. */
const connectedParts = (nodes: readonly NodeDraft[], neighbours: Adjacency): NodeDraft[][] => {
  const left = new Map(nodes.map((node) => [node.id, node]));
  const parts: NodeDraft[][] = [];
  for (const start of nodes) {
    if (!left.delete(start.id)) continue;
    const part = [start];
    // The part grows while it is walked.
    for (const node of part) {
      for (const { to, edge } of neighbours.get(node.id) ?? []) {
        const next = edge.binds ? left.get(to) : undefined;
        if (!next) continue;
        left.delete(to);
        part.push(next);
      }
    }
    parts.push(part);
  }
  return parts;
};

/** The group that a part belongs to beside its own nodes: of several a labelled one, then the first by id, so that it stays the same. */
const joins = (part: readonly NodeDraft[], groupOf: ReadonlyMap<string, TopologyGroup>, neighbours: Adjacency): TopologyGroup | null => {
  const isWorkload = has(part, 'workload');
  const candidates = part
    .flatMap(({ id }) => neighbours.get(id) ?? [])
    // Two workloads that share a ConfigMap are not yet one application when one of them says which it is.
    .filter(({ edge }) => !isWorkload || edge.kind === 'selects' || edge.kind === 'owns')
    .flatMap(({ to }) => groupOf.get(to) ?? [])
    .sort((a, b) => compare(b.source, a.source) || compare(a.id, b.id));
  return candidates[0] ?? null;
};

const labelled = (application: string): TopologyGroup => ({ id: `label:${application}`, name: application, source: 'label' });

/** Named after its oldest workload: younger ones come and go without renaming it. */
const nameless = (part: readonly NodeDraft[]): TopologyGroup => {
  const workloads = part.filter(({ layer }) => layer === 'workload');
  const [first] = (workloads.length > 0 ? workloads : [...part]).sort((a, b) => compare(a.createdAt, b.createdAt) || compare(a.kind, b.kind) || compare(a.name, b.name));
  return { id: `connected:${first?.kind ?? ''}/${first?.name ?? ''}`, name: first?.name ?? '', source: 'connected' };
};

const compare = (a: string, b: string): number => (a < b ? -1 : a > b ? 1 : 0);
