import type { KubeObject } from '../../objects/meta';
import type { Condition, Pod } from '../../objects/workloads';
import type { Site } from '../../site';
import { builtInKinds, kindNamed } from '../../store/kinds';
import { selects } from '../../store/selectors';
import { timestamp } from '../../time/clock';
import { conditionOf } from '../conditions';
import { createLoop, keyOf, splitKey } from '../loop';
import { isActive } from '../pods';
import { limited, stabilized, type Finding, type Past } from './limits';
import { MetricError, recommend, type Recommendation } from './recommend';
import type { Autoscaler, AutoscalerStatus, Scalable } from './shapes';

const source = { component: 'horizontal-pod-autoscaler' };
const writer = { manager: 'kube-controller-manager', operation: 'Update' } as const;
const syncMs = 15_000;
/** Before anybody looks, the course of the day is enough. */
const pastSyncMs = 1_800_000;
const keepMs = 3600_000;
const scalableKinds = ['Deployment', 'ReplicaSet', 'StatefulSet'];

/** Scales workloads with their load, as the HPA controller does. @param since epoch ms from which somebody may look */
export function runAutoscalers(site: Site, since: number): void {
  const { store, writes, events, clock } = site;
  const kind = kindNamed('HorizontalPodAutoscaler');
  const past = new Map<string, Past[]>();

  const targetOf = ({ spec, metadata }: Autoscaler): Scalable | undefined => {
    const targetKind = builtInKinds.find((candidate) => candidate.kind === spec.scaleTargetRef.kind && scalableKinds.includes(candidate.kind));
    return targetKind && (store.get(targetKind, metadata.namespace, spec.scaleTargetRef.name) as Scalable | undefined);
  };

  const publish = (autoscaler: Autoscaler, findings: readonly Omit<Condition, 'lastTransitionTime'>[], status: Partial<AutoscalerStatus>) => {
    const now = timestamp(clock.now());
    const conditions = findings.reduce((all, finding) => withFinding(all, finding, now), autoscaler.status.conditions ?? []);
    const { metadata } = autoscaler;
    writes.update(kind, { ...autoscaler, status: { ...autoscaler.status, desiredReplicas: autoscaler.status.desiredReplicas ?? 0, ...status, observedGeneration: metadata.generation, conditions } }, { ...writer, subresource: 'status' });
  };

  const sync = (autoscaler: Autoscaler) => {
    const { scaleTargetRef, minReplicas = 1, maxReplicas } = autoscaler.spec;
    const target = targetOf(autoscaler);
    if (!target) {
      const message = `the HPA controller was unable to get the target's current scale: ${scaleTargetRef.kind.toLowerCase()}s.apps "${scaleTargetRef.name}" not found`;
      events.record(autoscaler, { type: 'Warning', reason: 'FailedGetScale', message: message.replace("the HPA controller was unable to get the target's current scale: ", '') }, source);
      return publish(autoscaler, [{ type: 'AbleToScale', status: 'False', reason: 'FailedGetScale', message }], {});
    }
    const current = target.spec.replicas;
    const gotScale: Finding = { reason: 'SucceededGetScale', message: "the HPA controller was able to get the target's current scale" };
    if (current === 0) {
      return publish(autoscaler, [able(gotScale), { type: 'ScalingActive', status: 'False', reason: 'ScalingDisabled', message: 'scaling is disabled since the replica count of the target is zero' }], { currentReplicas: 0, desiredReplicas: 0 });
    }
    if (current > maxReplicas) return rescale(autoscaler, target, maxReplicas, 'Current number of replicas above Spec.MaxReplicas', [able(gotScale)], {});
    if (current < minReplicas) return rescale(autoscaler, target, minReplicas, 'Current number of replicas below Spec.MinReplicas', [able(gotScale)], {});

    let best: Recommendation;
    let all: Recommendation[];
    try {
      all = recommendations(autoscaler, target);
      best = all.reduce((a, b) => (b.replicas > a.replicas ? b : a));
    } catch (error) {
      if (!(error instanceof MetricError)) throw error;
      events.record(autoscaler, { type: 'Warning', reason: error.reason, message: error.message }, source);
      return publish(autoscaler, [able(gotScale), { type: 'ScalingActive', status: 'False', reason: error.reason, message: `the HPA was unable to compute the replica count: ${error.message}` }], { currentReplicas: current, currentMetrics: null });
    }
    const now = clock.elapsedMs();
    const remembered = (past.get(autoscaler.metadata.uid) ?? []).filter(({ at }) => now - at <= keepMs);
    const steady = stabilized(best.replicas, current, remembered, autoscaler, now);
    past.set(autoscaler.metadata.uid, [...remembered, { at: now, replicas: best.replicas }]);
    const { replicas, limit, isLimited } = limited(steady.replicas, current, autoscaler);
    const findings = [
      able(steady.able),
      { type: 'ScalingActive', status: 'True', reason: 'ValidMetricFound', message: `the HPA was able to successfully calculate a replica count from ${best.metric}` },
      { type: 'ScalingLimited', status: isLimited ? 'True' : 'False', ...limit },
    ] as const;
    const why = replicas > current ? `${best.metric} above target` : 'All metrics below target';
    rescale(autoscaler, target, replicas, why, findings, { currentMetrics: all.map((recommendation) => recommendation.current) });
  };

  const recommendations = (autoscaler: Autoscaler, target: Scalable): Recommendation[] => {
    const pods = (store.list(kindNamed('Pod'), target.metadata.namespace) as Pod[]).filter((pod) => isActive(pod) && selects(target.spec.selector, pod.metadata.labels));
    const metrics = autoscaler.spec.metrics ?? [{ type: 'Resource', resource: { name: 'cpu', target: { type: 'Utilization', averageUtilization: 80 } } }];
    return metrics.map((metric) => recommend(site, metric, pods, target.spec.replicas));
  };

  const rescale = (autoscaler: Autoscaler, target: Scalable, replicas: number, why: string, findings: readonly Omit<Condition, 'lastTransitionTime'>[], status: Partial<AutoscalerStatus>) => {
    const current = target.spec.replicas;
    if (replicas === current) return publish(autoscaler, findings, { ...status, currentReplicas: current, desiredReplicas: replicas });
    writes.update(kindNamed(target.kind), { ...target, spec: { ...target.spec, replicas } }, { ...writer, subresource: 'scale' });
    events.record(autoscaler, { reason: 'SuccessfulRescale', message: `New size: ${replicas}; reason: ${why}` }, source);
    const rescaled = able({ reason: 'SucceededRescale', message: `the HPA controller was able to update the target scale to ${replicas}` });
    publish(autoscaler, [rescaled, ...findings.filter(({ type }) => type !== 'AbleToScale')], { ...status, currentReplicas: current, desiredReplicas: replicas, lastScaleTime: timestamp(clock.now()) });
  };

  const loop = createLoop(clock, (key) => {
    const autoscaler = store.get(kind, ...splitKey(key)) as Autoscaler | undefined;
    if (!autoscaler || autoscaler.metadata.deletionTimestamp) return;
    sync(autoscaler);
    loop.enqueue(key, clock.now() < since ? pastSyncMs : syncMs);
  });

  store.onChange(({ kind: changed, type, object, previous }) => {
    if (changed !== kind) return;
    if (type === 'DELETED') past.delete(object.metadata.uid);
    else if (type === 'ADDED' || isNewSpec(object, previous)) loop.enqueue(keyOf(object), 200);
  });
}

const isNewSpec = (object: KubeObject, previous: KubeObject | undefined) => object.metadata.generation !== previous?.metadata.generation;

const able = (finding: Finding) => ({ type: 'AbleToScale', status: 'True', ...finding }) as const;

/** Keeps the order in which conditions first came, and the time of a status that stays. */
function withFinding(conditions: readonly Condition[], wanted: Omit<Condition, 'lastTransitionTime'>, now: string): Condition[] {
  const before = conditionOf(conditions, wanted.type);
  const next = { ...wanted, lastTransitionTime: before?.status === wanted.status ? (before.lastTransitionTime ?? now) : now };
  return before ? conditions.map((condition) => (condition === before ? next : condition)) : [...conditions, next];
}
