import type { Deployment, ReplicaSet } from '../../objects/workloads';
import type { Site } from '../../site';
import { isFinished, podsOf } from '../pods';
import { newReplicas, proportions, shrinkOld } from './amounts';
import { desiredOf } from './annotations';
import { trimHistory } from './history';
import { takeNewest } from './newest';
import type { Parts } from './parts';
import { isComplete } from './status';

/**
 * Brings a Deployment one step nearer to what is wanted of it.
 * @returns whether it is part of a rollout, whose progress is to be judged; following a new number of replicas is not.
 */
type Step = (site: Site, parts: Parts, deployment: Deployment, sets: ReplicaSet[]) => boolean;

export function stepFor(deployment: Deployment, sets: readonly ReplicaSet[]): Step {
  if (deployment.spec.paused || isResized(deployment, sets)) return scale;
  return deployment.spec.strategy.type === 'Recreate' ? recreate : roll;
}

const hasReplicas = (set: ReplicaSet) => set.spec.replicas > 0;

const isResized = (deployment: Deployment, sets: readonly ReplicaSet[]) =>
  sets.some((set) => hasReplicas(set) && desiredOf(set) !== undefined && desiredOf(set) !== deployment.spec.replicas);

const roll: Step = (site, parts, deployment, sets) => {
  const newest = takeNewest(site, parts, deployment, sets, true);
  if (!newest) return true;
  const old = sets.filter((set) => set.metadata.uid !== newest.metadata.uid);
  const { replicas } = deployment.spec;
  const target = newest.spec.replicas > replicas ? replicas : newReplicas(deployment, [...old, newest], newest.spec);
  if (target !== newest.spec.replicas && parts.resize(deployment, newest, target)) return true;
  const shrunk = shrinkOld(deployment, newest, old.filter(hasReplicas));
  for (const [set, size] of shrunk) parts.resize(deployment, parts.fresh(set), size);
  if (shrunk.length === 0 && isComplete(deployment, deployment.status)) trimHistory(site, deployment, old);
  return true;
};

const recreate: Step = (site, parts, deployment, sets) => {
  const found = takeNewest(site, parts, deployment, sets, false);
  const old = sets.filter((set) => set.metadata.uid !== found?.metadata.uid);
  const shrunk = old.filter((set) => hasReplicas(set) && parts.resize(deployment, set, 0));
  if (shrunk.length > 0 || old.some((set) => set.status.replicas > 0 || podsOf(site.store, set).some((pod) => !isFinished(pod)))) return true;
  const newest = found ?? takeNewest(site, parts, parts.current(deployment), sets, true);
  if (newest) parts.resize(deployment, newest, deployment.spec.replicas);
  if (isComplete(deployment, deployment.status)) trimHistory(site, deployment, old);
  return true;
};

/** Follows a change of spec.replicas without a rollout: what runs is scaled, in proportion where several ReplicaSets run. */
const scale: Step = (site, parts, deployment, sets) => {
  const newest = takeNewest(site, parts, deployment, sets, false);
  const old = sets.filter((set) => set.metadata.uid !== newest?.metadata.uid);
  for (const [set, size] of scaled(deployment, newest, old)) parts.resize(deployment, parts.fresh(set), size);
  if (deployment.spec.paused) trimHistory(site, deployment, old);
  return false;
};

function scaled(deployment: Deployment, newest: ReplicaSet | undefined, old: readonly ReplicaSet[]): [ReplicaSet, number][] {
  const { replicas, strategy } = deployment.spec;
  const active = [...old, ...(newest ? [newest] : [])].filter(hasReplicas);
  if (active.length <= 1) {
    const newestFirst = [...old].sort((a, b) => (a.metadata.creationTimestamp < b.metadata.creationTimestamp ? 1 : -1));
    const set = active[0] ?? newest ?? newestFirst[0];
    return set ? [[set, replicas]] : [];
  }
  const isSaturated = newest?.spec.replicas === replicas && desiredOf(newest) === replicas && newest.status.availableReplicas === replicas;
  if (isSaturated) return old.filter(hasReplicas).map((set) => [set, 0]);
  return strategy.type === 'RollingUpdate' ? proportions(deployment, active) : [];
}
