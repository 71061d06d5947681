import { controllerOf, type KubeObject } from '../objects/meta';
import type { Condition, LabelSelector, Pod } from '../objects/workloads';
import type { Site } from '../site';
import { kindNamed } from '../store/kinds';
import { selects } from '../store/selectors';
import { timestamp } from '../time/clock';
import { conditionOf } from './conditions';
import { createLoop, keyOf, splitKey } from './loop';
import { isActive, isReady } from './pods';

const writer = { manager: 'kube-controller-manager', operation: 'Update', subresource: 'status' } as const;

interface DisruptionBudget extends KubeObject {
  spec: { selector?: LabelSelector; minAvailable?: number | string; maxUnavailable?: number | string };
  status: { conditions?: Condition[] };
}

/** A count, or a share of the pods that rounds up. */
const countOf = (value: number | string, of: number) => (typeof value === 'number' ? value : Math.ceil((Number.parseFloat(value) / 100) * of));

/** Works out how many pods behind each PodDisruptionBudget may go. */
export function runDisruptionBudgets({ store, writes, clock }: Site): void {
  const kind = kindNamed('PodDisruptionBudget');
  const podKind = kindNamed('Pod');

  /** How many pods there should be: what their controllers want, not what there is. */
  const expectedOf = (pods: readonly Pod[]): number => {
    const owners = new Map<string, number>();
    let alone = 0;
    for (const pod of pods) {
      const owner = controllerOf(pod);
      const set = owner && (owner.kind === 'ReplicaSet' || owner.kind === 'StatefulSet') ? store.get(kindNamed(owner.kind), pod.metadata.namespace, owner.name) : undefined;
      if (set) owners.set(set.metadata.uid, (set['spec'] as { replicas?: number }).replicas ?? 1);
      else alone += 1;
    }
    return [...owners.values()].reduce((total, replicas) => total + replicas, alone);
  };

  const loop = createLoop(clock, (key) => {
    const budget = store.get(kind, ...splitKey(key)) as DisruptionBudget | undefined;
    if (!budget) return;
    const { selector, minAvailable, maxUnavailable } = budget.spec;
    const pods = (store.list(podKind, budget.metadata.namespace) as Pod[]).filter((pod) => isActive(pod) && selects(selector, pod.metadata.labels));
    const expectedPods = expectedOf(pods);
    const desiredHealthy = Math.max(0, maxUnavailable !== undefined ? expectedPods - countOf(maxUnavailable, expectedPods) : countOf(minAvailable ?? 1, expectedPods));
    const currentHealthy = pods.filter(isReady).length;
    const disruptionsAllowed = expectedPods === 0 ? 0 : Math.max(0, currentHealthy - desiredHealthy);
    const { generation } = budget.metadata;
    const status = disruptionsAllowed > 0 ? 'True' : 'False';
    const before = conditionOf(budget.status.conditions, 'DisruptionAllowed');
    const lastTransitionTime = before?.status === status ? before.lastTransitionTime : timestamp(clock.now());
    const conditions = [{ type: 'DisruptionAllowed', status, reason: disruptionsAllowed > 0 ? 'SufficientPods' : 'InsufficientPods', message: '', observedGeneration: generation, lastTransitionTime }];
    writes.update(kind, { ...budget, status: { currentHealthy, desiredHealthy, disruptionsAllowed, expectedPods, observedGeneration: generation, conditions } }, writer);
  });

  store.onChange(({ kind: changed, type, object }) => {
    if (changed === kind && type !== 'DELETED') loop.enqueue(keyOf(object));
    if (changed === podKind) for (const budget of store.list(kind, object.metadata.namespace)) loop.enqueue(keyOf(budget), 60);
  });
}
