import { isFinished } from '../controllers/pods';
import { parseQuantity } from '../load/quantity';
import type { Node, NodeSelectorTerm, Pod, Toleration } from '../objects/workloads';
import { selects } from '../store/selectors';

/** Why a pod does not fit a node, in the words of the scheduler's plugins; null where it does. */
export interface Refusal {
  reasons: string[];
  /** Whether making room could help. */
  isResolvable: boolean;
}

/** What all of a pod's containers ask for. */
export function requestsOf(pod: Pod): { cpu: number; memory: number } {
  const sum = (resource: 'cpu' | 'memory') => pod.spec.containers.reduce((total, { resources }) => total + (parseQuantity(resources?.requests?.[resource] ?? resources?.limits?.[resource]) ?? 0), 0);
  return { cpu: sum('cpu'), memory: sum('memory') };
}

const tolerates = (tolerations: readonly Toleration[] = [], taint: { key: string; value?: string; effect: string }) =>
  tolerations.some(({ key, operator = 'Equal', value = '', effect }) => (!effect || effect === taint.effect) && (key ? key === taint.key : operator === 'Exists') && (operator === 'Exists' || value === (taint.value ?? '')));

function matchesTerm(term: NodeSelectorTerm, node: Node): boolean {
  const isName = (term.matchFields ?? []).every(({ key, operator, values = [] }) => key === 'metadata.name' && (operator === 'In') === values.includes(node.metadata.name));
  return isName && selects({ matchExpressions: term.matchExpressions ?? [] }, node.metadata.labels);
}

function isSelected({ spec }: Pod, node: Node): boolean {
  const required = spec.affinity?.nodeAffinity?.requiredDuringSchedulingIgnoredDuringExecution;
  return selects({ matchLabels: spec.nodeSelector ?? {} }, node.metadata.labels) && (!required || required.nodeSelectorTerms.some((term) => matchesTerm(term, node)));
}

/** Only by node: that is the topology the demo has. */
function isRepelled(pod: Pod, others: readonly Pod[]): boolean {
  const terms = pod.spec.affinity?.podAntiAffinity?.requiredDuringSchedulingIgnoredDuringExecution ?? [];
  return terms.some(({ labelSelector, topologyKey }) => topologyKey === 'kubernetes.io/hostname' && others.some(({ metadata }) => metadata.namespace === pod.metadata.namespace && selects(labelSelector, metadata.labels)));
}

/** @param present all pods of the site */
export function refusalOf(pod: Pod, node: Node, present: readonly Pod[]): Refusal | null {
  const unschedulable = { key: 'node.kubernetes.io/unschedulable', effect: 'NoSchedule' } as const;
  const final = (reason: string): Refusal => ({ reasons: [reason], isResolvable: false });
  if (node.spec.unschedulable && !tolerates(pod.spec.tolerations, unschedulable)) return final('node(s) were unschedulable');
  const taint = node.spec.taints?.find((candidate) => candidate.effect !== 'PreferNoSchedule' && !tolerates(pod.spec.tolerations, candidate));
  if (taint) return final(`node(s) had untolerated taint {${taint.key}: ${taint.value ?? ''}}`);
  if (!isSelected(pod, node)) return final("node(s) didn't match Pod's node affinity/selector");

  const others = present.filter((other) => other.spec.nodeName === node.metadata.name && !isFinished(other));
  const room = (resource: 'cpu' | 'memory' | 'pods') => parseQuantity(node.status.allocatable?.[resource]) ?? 0;
  const wanted = requestsOf(pod);
  const taken = others.map(requestsOf);
  const isShort = (resource: 'cpu' | 'memory') => wanted[resource] > 0 && wanted[resource] + taken.reduce((total, requests) => total + requests[resource], 0) > room(resource) + 1e-9;
  const reasons = [...(others.length + 1 > room('pods') ? ['Too many pods'] : []), ...(isShort('cpu') ? ['Insufficient cpu'] : []), ...(isShort('memory') ? ['Insufficient memory'] : [])];
  // A pod that would not fit an empty node is not helped by making room.
  if (reasons.length > 0) return { reasons, isResolvable: wanted.cpu <= room('cpu') && wanted.memory <= room('memory') };
  return isRepelled(pod, others) ? { reasons: ["node(s) didn't match pod anti-affinity rules"], isResolvable: true } : null;
}

/** `0/2 nodes are available: 1 Insufficient cpu, …. preemption: …`, as the scheduler sums up what its plugins said. */
export function unschedulableMessage(refusals: readonly Refusal[]): string {
  const all = `0/${refusals.length} nodes are available`;
  const preemption = refusals.map(({ isResolvable }) => (isResolvable ? 'No preemption victims found for incoming pod' : 'Preemption is not helpful for scheduling'));
  return `${all}: ${counted(refusals.flatMap(({ reasons }) => reasons))}. preemption: ${all}: ${counted(preemption)}.`;
}

function counted(texts: readonly string[]): string {
  const counts = new Map<string, number>();
  for (const text of texts) counts.set(text, (counts.get(text) ?? 0) + 1);
  return [...counts].map(([text, count]) => `${count} ${text}`).sort().join(', ');
}
