import { withCondition } from '../controllers/conditions';
import { createLoop, keyOf, splitKey } from '../controllers/loop';
import { isFinished } from '../controllers/pods';
import type { Node, Pod } from '../objects/workloads';
import type { Site } from '../site';
import { kindNamed } from '../store/kinds';
import { timestamp } from '../time/clock';
import { refusalOf, unschedulableMessage } from './fit';

const source = { component: 'default-scheduler' };
const writer = { manager: 'kube-scheduler', operation: 'Update' } as const;
/** A pod that found no node is tried again when something changes, and else this often. */
const retryMs = 60_000;

/** Gives each new pod the node with the fewest pods of those that can take it. A pod that none can take waits and says why. */
export function runScheduler({ store, writes, events, clock }: Site): void {
  const kind = kindNamed('Pod');
  const nodeKind = kindNamed('Node');
  const claimKind = kindNamed('PersistentVolumeClaim');
  const waiting = new Set<string>();

  const missingClaim = (pod: Pod): string | undefined =>
    pod.spec.volumes?.flatMap((volume) => volume.persistentVolumeClaim?.claimName ?? []).find((claim) => !store.get(claimKind, pod.metadata.namespace, claim));

  /** The node for a pod, or why there is none. */
  const choose = (pod: Pod): { nodeName: string } | { message: string } => {
    const nodes = store.list(nodeKind) as Node[];
    const none = `0/${nodes.length} nodes are available`;
    const claim = missingClaim(pod);
    if (claim) return { message: `${none}: persistentvolumeclaim "${claim}" not found. preemption: ${none}: ${nodes.length} Preemption is not helpful for scheduling.` };
    const pods = store.list(kind) as Pod[];
    const answers = nodes.map((node) => ({ node, refusal: refusalOf(pod, node, pods) }));
    const load = ({ metadata }: Node) => pods.filter((other) => other.spec.nodeName === metadata.name && !isFinished(other)).length;
    const [best] = answers.filter(({ refusal }) => refusal === null).map(({ node }) => ({ name: node.metadata.name, load: load(node) })).sort((a, b) => a.load - b.load);
    if (best) return { nodeName: best.name };
    return { message: nodes.length === 0 ? 'no nodes available to schedule pods' : unschedulableMessage(answers.flatMap(({ refusal }) => refusal ?? [])) };
  };

  const loop = createLoop(clock, (key) => {
    waiting.delete(key);
    const pod = store.get(kind, ...splitKey(key)) as Pod | undefined;
    if (!pod || pod.spec.nodeName || pod.metadata.deletionTimestamp) return;
    const now = timestamp(clock.now());
    const choice = choose(pod);
    if ('message' in choice) {
      const { message } = choice;
      events.record(pod, { type: 'Warning', reason: 'FailedScheduling', message }, source);
      const conditions = withCondition(pod.status.conditions, { type: 'PodScheduled', status: 'False', reason: 'Unschedulable', message, lastProbeTime: null }, now);
      writes.update(kind, { ...pod, status: { ...pod.status, conditions } }, { ...writer, subresource: 'status' });
      waiting.add(key);
      loop.enqueue(key, retryMs);
      return;
    }
    const { nodeName } = choice;
    events.record(pod, { reason: 'Scheduled', message: `Successfully assigned ${pod.metadata.namespace}/${pod.metadata.name} to ${nodeName}` }, source);
    const conditions = withCondition(pod.status.conditions, { type: 'PodScheduled', status: 'True', lastProbeTime: null }, now);
    writes.update(kind, { ...pod, spec: { ...pod.spec, nodeName }, status: { ...pod.status, conditions } }, { ...writer, subresource: 'binding' });
  });

  const mayMakeRoom = (changed: unknown, type: string, object: unknown, previous: unknown): boolean => {
    if (changed === claimKind) return type === 'ADDED';
    if (changed === kind) return type === 'DELETED';
    return changed === nodeKind && (object as Node).spec !== (previous as Node | undefined)?.spec;
  };

  store.onChange(({ kind: changed, type, object, previous }) => {
    if (changed === kind && type === 'ADDED') loop.enqueue(keyOf(object), 30);
    if (waiting.size > 0 && mayMakeRoom(changed, type, object, previous)) for (const key of waiting) loop.enqueue(key, 300);
  });
}
