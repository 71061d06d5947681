import type { Deployment, ReplicaSet } from '../../objects/workloads';
import type { Site } from '../../site';
import { isFinished, podsOf } from '../pods';
import { limitsOf, newReplicas, shrinkOld, wanted } from './amounts';
import { desiredOf } from './annotations';
import { takeNewest } from './newest';
import type { Parts } from './parts';

/** Brings a Deployment one step nearer to what is wanted of it. */
type Step = (site: Site, parts: Parts, deployment: Deployment, sets: ReplicaSet[]) => void;

export function stepFor(deployment: Deployment, sets: readonly ReplicaSet[]): Step {
  if (deployment.spec.paused || isResized(deployment, sets)) return scale;
  return deployment.spec.strategy.type === 'Recreate' ? recreate : roll;
}

const isResized = (deployment: Deployment, sets: readonly ReplicaSet[]) =>
  sets.some((set) => set.spec.replicas > 0 && desiredOf(set) !== undefined && desiredOf(set) !== deployment.spec.replicas);

const roll: Step = (site, parts, deployment, sets) => {
  const newest = takeNewest(site, parts, deployment, sets, true);
  if (!newest) return;
  const old = sets.filter((set) => set.metadata.uid !== newest.metadata.uid);
  const { replicas } = deployment.spec;
  const target = newest.spec.replicas > replicas ? replicas : newReplicas(deployment, [...old, newest], newest.spec);
  if (parts.resize(deployment, newest, target)) return;
  for (const [set, size] of shrinkOld(deployment, newest, old.filter((set) => set.spec.replicas > 0))) parts.resize(deployment, set, size);
};

const recreate: Step = (site, parts, deployment, sets) => {
  const found = parts.newestOf(deployment, sets);
  const old = sets.filter((set) => set !== found);
  const shrunk = old.filter((set) => set.spec.replicas > 0 && parts.resize(deployment, set, 0));
  if (shrunk.length > 0 || old.some((set) => podsOf(site.store, set).some((pod) => !isFinished(pod)))) return;
  const newest = takeNewest(site, parts, deployment, sets, true);
  if (newest) parts.resize(deployment, newest, deployment.spec.replicas);
};

/** Follows a change of spec.replicas without a rollout: what runs is scaled, in proportion where several ReplicaSets run. */
const scale: Step = (site, parts, deployment, sets) => {
  const newest = takeNewest(site, parts, deployment, sets, false);
  const active = sets.filter((set) => set.spec.replicas > 0);
  if (active.length <= 1) {
    const set = active[0] ?? newest;
    if (set) parts.resize(deployment, parts.fresh(set), deployment.spec.replicas);
    return;
  }
  const allowed = deployment.spec.replicas > 0 ? deployment.spec.replicas + limitsOf(deployment).surge : 0;
  let left = allowed - wanted(active);
  const share = left / wanted(active);
  const bySize = [...active].sort((a, b) => b.spec.replicas - a.spec.replicas);
  for (const set of bySize) {
    const portion = Math.trunc(Math.round(set.spec.replicas * share));
    const change = left > 0 ? Math.min(portion, left) : Math.max(portion, left, -set.spec.replicas);
    left -= change;
    parts.resize(deployment, parts.fresh(set), set.spec.replicas + change);
  }
};
