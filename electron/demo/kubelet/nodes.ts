import { withCondition } from '../controllers/conditions';
import type { Condition, Node } from '../objects/workloads';
import type { Site } from '../site';
import { kindNamed } from '../store/kinds';
import { timestamp } from '../time/clock';
import type { NodeModel } from './podWorker';

const writer = { manager: 'kubelet', operation: 'Update' } as const;
const leaseMs = 10_000;
const statusMs = 300_000;
const leaseNamespace = 'kube-node-lease';

const healthy: readonly Omit<Condition, 'lastTransitionTime'>[] = [
  { type: 'MemoryPressure', status: 'False', reason: 'KubeletHasSufficientMemory', message: 'kubelet has sufficient memory available' },
  { type: 'DiskPressure', status: 'False', reason: 'KubeletHasNoDiskPressure', message: 'kubelet has no disk pressure' },
  { type: 'PIDPressure', status: 'False', reason: 'KubeletHasSufficientPID', message: 'kubelet has sufficient PID available' },
  { type: 'Ready', status: 'True', reason: 'KubeletReady', message: 'kubelet is posting ready status' },
];

/** `2026-11-22T17:51:53.000000Z`, as Kubernetes writes times with micro seconds. */
const microTime = (epochMs: number) => new Date(epochMs).toISOString().replace('Z', '000Z');

/**
 * What kubelets say of their nodes: a lease every ten seconds, conditions and images every five minutes. Only from `since`
 * (epoch ms) on: of the weeks before nobody sees anything but the last word.
 */
export function runNodes({ store, writes, clock }: Site, nodes: readonly NodeModel[], since: number): void {
  const kind = kindNamed('Node');
  const leaseKind = kindNamed('Lease');

  const renew = (model: NodeModel) => {
    const node = store.get(kind, undefined, model.name);
    const present = store.get(leaseKind, leaseNamespace, model.name);
    const renewTime = microTime(clock.now());
    if (present) writes.update(leaseKind, { ...present, spec: { ...(present['spec'] as object), renewTime } }, writer);
    else if (node) {
      const owner = { apiVersion: 'v1', kind: 'Node', name: model.name, uid: node.metadata.uid };
      writes.create(leaseKind, { metadata: { name: model.name, namespace: leaseNamespace, ownerReferences: [owner] }, spec: { holderIdentity: model.name, leaseDurationSeconds: 40, renewTime } }, writer);
    }
    if (node) clock.after(clock.now() < since ? since - clock.now() : leaseMs, () => renew(model));
  };

  const report = (model: NodeModel) => {
    const node = store.get(kind, undefined, model.name) as Node | undefined;
    if (!node) return;
    const now = timestamp(clock.now());
    const conditions = healthy.reduce<Condition[]>((all, condition) => withCondition(all, condition, now), node.status.conditions ?? []).map((condition) => ({ ...condition, lastHeartbeatTime: now }));
    const images = [...model.pulled.values()].map(({ reference, imageId, sizeBytes }) => ({ names: [imageId, reference], sizeBytes })).sort((a, b) => b.sizeBytes - a.sizeBytes);
    writes.update(kind, { ...node, status: { ...node.status, conditions, ...(images.length > 0 && { images }) } }, { ...writer, subresource: 'status' });
    clock.after(clock.now() < since ? since - clock.now() : statusMs, () => report(model));
  };

  /** The node controller's part: a cordoned node shows it as a taint too. */
  const taint = (node: Node) => {
    const { unschedulable = false, taints = [] } = node.spec;
    const key = 'node.kubernetes.io/unschedulable';
    if (taints.some((candidate) => candidate.key === key) === unschedulable) return;
    const others = taints.filter((candidate) => candidate.key !== key);
    const spec: Record<string, unknown> = { ...node.spec, taints: unschedulable ? [...others, { key, effect: 'NoSchedule', timeAdded: timestamp(clock.now()) }] : others };
    if (!unschedulable && others.length === 0) delete spec['taints'];
    writes.update(kind, { ...node, spec }, { manager: 'kube-controller-manager', operation: 'Update' });
  };

  for (const model of nodes) {
    // They begin a little apart, as machines do.
    const offsetMs = 1000 + Number.parseInt(model.name.slice(-1), 36) * 730;
    clock.after(offsetMs, () => renew(model));
    clock.after(offsetMs, () => report(model));
  }
  store.onChange(({ kind: changed, type, object }) => {
    if (changed === kind && type === 'MODIFIED') clock.after(100, () => {
      const node = store.get(kind, undefined, object.metadata.name) as Node | undefined;
      if (node) taint(node);
    });
  });
}
