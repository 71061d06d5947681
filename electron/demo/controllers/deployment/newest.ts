import { ownedBy } from '../../objects/meta';
import type { Deployment, ReplicaSet } from '../../objects/workloads';
import type { Site } from '../../site';
import { timestamp } from '../../time/clock';
import { conditionOf } from '../conditions';
import { templateHash, withLabels } from '../hash';
import { limitsOf, newReplicas } from './amounts';
import { newestAnnotations, revisionKey, revisionOf, sizeAnnotations } from './annotations';
import { component, hashLabel, setKind, writer, type Parts } from './parts';
import { hasDeadline, withProgress } from './status';

/** The ReplicaSet of the present template, made or brought to the newest revision; none where there is none and none may be made yet. */
export function takeNewest(site: Site, parts: Parts, deployment: Deployment, sets: readonly ReplicaSet[], mayCreate: boolean): ReplicaSet | undefined {
  const found = parts.newestOf(deployment, sets);
  const revision = Math.max(0, ...sets.filter((set) => set !== found).map(revisionOf)) + 1;
  if (found) return takeAgain(site, parts, deployment, found, revision);
  return mayCreate ? createNewest(site, parts, deployment, sets, revision) : undefined;
}

/** A rollback says nothing of its own in the conditions: they go on from the last rollout when its pods begin to be replaced. */
function takeAgain(site: Site, parts: Parts, deployment: Deployment, found: ReplicaSet, revision: number): ReplicaSet {
  const annotations = newestAnnotations(deployment, found, revision);
  const { minReadySeconds: _before, ...spec } = found.spec;
  const { minReadySeconds } = deployment.spec;
  const updated = site.writes.update(setKind, { ...found, metadata: { ...found.metadata, annotations }, spec: { ...spec, ...(minReadySeconds && { minReadySeconds }) } }, writer) as ReplicaSet;
  const present = parts.current(deployment);
  const before = present.status.conditions ?? [];
  const isNoted = !hasDeadline(deployment) || conditionOf(before, 'Progressing') !== undefined;
  const conditions = isNoted ? before : withProgress(before, 'FoundNewReplicaSet', deployment, found, timestamp(site.clock.now()));
  if (!isNoted) parts.progressedAt.set(deployment.metadata.uid, site.clock.elapsedMs());
  if (!isNoted || present.metadata.annotations?.[revisionKey] !== annotations[revisionKey]) parts.publish(deployment, conditions, annotations[revisionKey]);
  return updated;
}

function createNewest(site: Site, parts: Parts, deployment: Deployment, sets: readonly ReplicaSet[], revision: number): ReplicaSet {
  const { namespace = '', name } = deployment.metadata;
  const { selector, minReadySeconds } = deployment.spec;
  const hash = templateHash(deployment.spec.template);
  const template = withLabels(deployment.spec.template, { [hashLabel]: hash });
  const blank = { metadata: { name: `${name}-${hash}` } } as ReplicaSet;
  const replicas = newReplicas(deployment, sets, { replicas: 0 });
  const annotations = { ...newestAnnotations(deployment, blank, revision), ...sizeAnnotations(deployment.spec.replicas, deployment.spec.replicas + limitsOf(deployment).surge) };
  const created = site.writes.create(
    setKind,
    {
      metadata: { ...blank.metadata, namespace, labels: template.metadata?.labels ?? {}, annotations, ownerReferences: [ownedBy(deployment)] },
      spec: { replicas, ...(minReadySeconds && { minReadySeconds }), selector: { ...selector, matchLabels: { ...selector.matchLabels, [hashLabel]: hash } }, template },
    },
    writer,
  ) as ReplicaSet;
  if (replicas > 0) site.events.record(deployment, { reason: 'ScalingReplicaSet', message: `Scaled up replica set ${created.metadata.name} from 0 to ${replicas}` }, { component });
  parts.progressedAt.set(deployment.metadata.uid, site.clock.elapsedMs());
  const before = parts.current(deployment).status.conditions ?? [];
  // The real controller has just written that it was resumed, so that this next write of its is a conflict and is never made.
  const isResumed = conditionOf(before, 'Progressing')?.reason === 'DeploymentResumed';
  const conditions = hasDeadline(deployment) && !isResumed ? withProgress(before, 'NewReplicaSetCreated', deployment, created, timestamp(site.clock.now())) : before;
  parts.publish(deployment, conditions, String(revision));
  return created;
}
