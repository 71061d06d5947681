import { ownedBy } from '../../objects/meta';
import type { Deployment, ReplicaSet } from '../../objects/workloads';
import type { Site } from '../../site';
import { timestamp } from '../../time/clock';
import { templateHash, withLabels } from '../hash';
import { limitsOf, newReplicas } from './amounts';
import { newestAnnotations, revisionKey, revisionOf, sizeAnnotations } from './annotations';
import { component, hashLabel, setKind, writer, type Parts } from './parts';
import { withProgress } from './status';

/** The ReplicaSet of the present template, made or brought to the newest revision; none where a paused Deployment has none yet. */
export function takeNewest(site: Site, parts: Parts, deployment: Deployment, sets: readonly ReplicaSet[], mayCreate: boolean): ReplicaSet | undefined {
  const found = parts.newestOf(deployment, sets);
  const revision = Math.max(0, ...sets.filter((set) => set !== found).map(revisionOf)) + 1;
  if (found) return takeAgain(site, parts, deployment, found, revision);
  return mayCreate ? createNewest(site, parts, deployment, sets, revision) : undefined;
}

function takeAgain(site: Site, parts: Parts, deployment: Deployment, found: ReplicaSet, revision: number): ReplicaSet {
  const annotations = newestAnnotations(deployment, found, revision);
  const isReused = revisionOf(found) !== Number(annotations[revisionKey]);
  const updated = site.writes.update(setKind, { ...found, metadata: { ...found.metadata, annotations } }, writer) as ReplicaSet;
  parts.publishRevision(deployment, annotations[revisionKey] ?? '1');
  if (isReused) noteProgress(site, parts, deployment, 'FoundNewReplicaSet', found);
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
  parts.publishRevision(deployment, String(revision));
  noteProgress(site, parts, deployment, 'NewReplicaSetCreated', created);
  return created;
}

function noteProgress({ clock }: Site, { progressedAt, setConditions }: Parts, deployment: Deployment, reason: 'FoundNewReplicaSet' | 'NewReplicaSetCreated', set: ReplicaSet): void {
  progressedAt.set(deployment.metadata.uid, clock.elapsedMs());
  setConditions(deployment, withProgress(deployment.status.conditions, reason, set, timestamp(clock.now())));
}
