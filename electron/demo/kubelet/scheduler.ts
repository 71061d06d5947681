import { withCondition } from '../controllers/conditions';
import { createLoop, keyOf, splitKey } from '../controllers/loop';
import { isFinished } from '../controllers/pods';
import type { Pod } from '../objects/workloads';
import type { Site } from '../site';
import { kindNamed } from '../store/kinds';
import { timestamp } from '../time/clock';

const source = { component: 'default-scheduler' };
const writer = { manager: 'kube-scheduler', operation: 'Update' } as const;

/** Gives each new pod the node with the fewest pods. A pod whose claim does not exist waits and says so. */
export function runScheduler({ store, writes, events, clock }: Site, nodeNames: readonly string[]): void {
  const kind = kindNamed('Pod');

  const missingClaim = (pod: Pod): string | undefined =>
    pod.spec.volumes?.flatMap((volume) => volume.persistentVolumeClaim?.claimName ?? []).find((claim) => !store.get(kindNamed('PersistentVolumeClaim'), pod.metadata.namespace, claim));

  const leastLoaded = (): string | undefined => {
    const load = new Map(nodeNames.map((name) => [name, 0]));
    for (const pod of store.list(kind) as Pod[]) if (!isFinished(pod) && pod.spec.nodeName) load.set(pod.spec.nodeName, (load.get(pod.spec.nodeName) ?? 0) + 1);
    return [...load].sort(([, a], [, b]) => a - b)[0]?.[0];
  };

  const loop = createLoop(clock, (key) => {
    const pod = store.get(kind, ...splitKey(key)) as Pod | undefined;
    if (!pod || pod.spec.nodeName || pod.metadata.deletionTimestamp) return;
    const now = timestamp(clock.now());
    const claim = missingClaim(pod);
    const nodeName = pod.spec.nodeSelector?.['kubernetes.io/hostname'] ?? leastLoaded();
    if (claim || !nodeName || !nodeNames.includes(nodeName)) {
      const all = `0/${nodeNames.length} nodes are available`;
      const message = claim ? `${all}: persistentvolumeclaim "${claim}" not found. preemption: ${all}: ${nodeNames.length} Preemption is not helpful for scheduling.` : `${all}: ${nodeNames.length} node(s) didn't match Pod's node affinity/selector.`;
      events.record(pod, { type: 'Warning', reason: 'FailedScheduling', message }, source);
      const conditions = withCondition(pod.status.conditions, { type: 'PodScheduled', status: 'False', reason: 'Unschedulable', message, lastProbeTime: null }, now);
      writes.update(kind, { ...pod, status: { ...pod.status, conditions } }, { ...writer, subresource: 'status' });
      loop.enqueue(key, 5000);
      return;
    }
    events.record(pod, { reason: 'Scheduled', message: `Successfully assigned ${pod.metadata.namespace}/${pod.metadata.name} to ${nodeName}` }, source);
    const conditions = withCondition(pod.status.conditions, { type: 'PodScheduled', status: 'True', lastProbeTime: null }, now);
    writes.update(kind, { ...pod, spec: { ...pod.spec, nodeName }, status: { ...pod.status, conditions } }, { ...writer, subresource: 'binding' });
  });

  store.onChange(({ kind: changed, type, object }) => {
    if (changed === kind && type === 'ADDED') loop.enqueue(keyOf(object), 30);
  });
}
