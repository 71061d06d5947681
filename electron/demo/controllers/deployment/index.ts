import { sameJson } from '../../objects/json';
import { controllerOf, ownedBy } from '../../objects/meta';
import type { Condition, Deployment, ReplicaSet } from '../../objects/workloads';
import type { Site } from '../../site';
import { kindNamed } from '../../store/kinds';
import { timestamp } from '../../time/clock';
import { conditionOf } from '../conditions';
import { templateHash, withLabels, withoutLabel } from '../hash';
import { createLoop, keyOf, splitKey } from '../loop';
import { isFinished, podsOf } from '../pods';
import { limitsOf, newReplicas, shrinkOld, wanted } from './amounts';
import { desiredOf, newestAnnotations, revisionKey, revisionOf, sizeAnnotations } from './annotations';
import { countsOf, hasProgressed, isComplete, withAvailability, withProgress } from './status';

const component = 'deployment-controller';
const writer = { manager: 'kube-controller-manager', operation: 'Update' } as const;
const hashLabel = 'pod-template-hash';

/** Rolls Deployments out: ReplicaSets per template, revisions, surge and unavailability, progress deadline, history limit. */
export function runDeployments(site: Site): void {
  const { store, writes, deletes, events, clock } = site;
  const kind = kindNamed('Deployment');
  const setKind = kindNamed('ReplicaSet');
  /** Site time of the last progress of a rollout, by uid: stamps are too coarse for a deadline under a fast clock. */
  const progressedAt = new Map<string, number>();

  const setsOf = (deployment: Deployment) => (store.list(setKind, deployment.metadata.namespace) as ReplicaSet[]).filter((set) => controllerOf(set)?.uid === deployment.metadata.uid);

  const newestOf = (deployment: Deployment, sets: ReplicaSet[]) =>
    [...sets].sort((a, b) => (a.metadata.creationTimestamp < b.metadata.creationTimestamp ? -1 : 1)).find((set) => sameJson(withoutLabel(set.spec.template, hashLabel), withoutLabel(deployment.spec.template, hashLabel)));

  const setConditions = (deployment: Deployment, conditions: Condition[]): Deployment =>
    writes.update(kind, { ...current(deployment), status: { ...current(deployment).status, conditions } }, { ...writer, subresource: 'status' }) as Deployment;
  const current = (deployment: Deployment) => (store.get(kind, deployment.metadata.namespace, deployment.metadata.name) ?? deployment) as Deployment;

  const publishRevision = (deployment: Deployment, revision: string) => {
    const present = current(deployment);
    if (present.metadata.annotations?.[revisionKey] === revision) return;
    writes.update(kind, { ...present, metadata: { ...present.metadata, annotations: { ...present.metadata.annotations, [revisionKey]: revision } } }, writer);
  };

  const resize = (deployment: Deployment, set: ReplicaSet, replicas: number): boolean => {
    const annotations = { ...set.metadata.annotations, ...sizeAnnotations(deployment.spec.replicas, deployment.spec.replicas + limitsOf(deployment).surge) };
    if (set.spec.replicas === replicas && sameJson(annotations, set.metadata.annotations)) return false;
    const before = set.spec.replicas;
    writes.update(setKind, { ...set, metadata: { ...set.metadata, annotations, resourceVersion: '' }, spec: { ...set.spec, replicas } }, writer);
    if (before === replicas) return false;
    const message = `Scaled ${before < replicas ? 'up' : 'down'} replica set ${set.metadata.name} from ${before} to ${replicas}`;
    events.record(deployment, { reason: 'ScalingReplicaSet', message }, { component });
    return true;
  };

  /** The ReplicaSet of the present template, made or brought to the newest revision; none where a paused Deployment has none yet. */
  const takeNewest = (deployment: Deployment, sets: ReplicaSet[], mayCreate: boolean): ReplicaSet | undefined => {
    const found = newestOf(deployment, sets);
    const revision = Math.max(0, ...sets.filter((set) => set !== found).map(revisionOf)) + 1;
    const now = timestamp(clock.now());
    if (found) {
      const annotations = newestAnnotations(deployment, found, revision);
      const isReused = revisionOf(found) !== Number(annotations[revisionKey]);
      const updated = writes.update(setKind, { ...found, metadata: { ...found.metadata, annotations } }, writer) as ReplicaSet;
      publishRevision(deployment, annotations[revisionKey] ?? '1');
      if (isReused) {
        progressedAt.set(deployment.metadata.uid, clock.elapsedMs());
        setConditions(deployment, withProgress(deployment.status.conditions, 'FoundNewReplicaSet', found, now));
      }
      return updated;
    }
    if (!mayCreate) return undefined;
    const hash = templateHash(deployment.spec.template);
    const template = withLabels(deployment.spec.template, { [hashLabel]: hash });
    const blank = { metadata: { name: `${deployment.metadata.name}-${hash}` } } as ReplicaSet;
    const replicas = newReplicas(deployment, sets, { replicas: 0 });
    const created = writes.create(
      setKind,
      {
        metadata: {
          ...blank.metadata,
          namespace: deployment.metadata.namespace ?? '',
          labels: template.metadata?.labels ?? {},
          annotations: { ...newestAnnotations(deployment, blank, revision), ...sizeAnnotations(deployment.spec.replicas, deployment.spec.replicas + limitsOf(deployment).surge) },
          ownerReferences: [ownedBy(deployment)],
        },
        spec: {
          replicas,
          ...(deployment.spec.minReadySeconds && { minReadySeconds: deployment.spec.minReadySeconds }),
          selector: { ...deployment.spec.selector, matchLabels: { ...deployment.spec.selector.matchLabels, [hashLabel]: hash } },
          template,
        },
      },
      writer,
    ) as ReplicaSet;
    if (replicas > 0) events.record(deployment, { reason: 'ScalingReplicaSet', message: `Scaled up replica set ${created.metadata.name} from 0 to ${replicas}` }, { component });
    publishRevision(deployment, String(revision));
    progressedAt.set(deployment.metadata.uid, clock.elapsedMs());
    setConditions(deployment, withProgress(deployment.status.conditions, 'NewReplicaSetCreated', created, now));
    return created;
  };

  const roll = (deployment: Deployment, sets: ReplicaSet[]) => {
    const newest = takeNewest(deployment, sets, true);
    if (!newest) return;
    const old = sets.filter((set) => set.metadata.uid !== newest.metadata.uid);
    const { replicas } = deployment.spec;
    const target = newest.spec.replicas > replicas ? replicas : newReplicas(deployment, [...old, newest], newest.spec);
    if (resize(deployment, newest, target)) return;
    for (const [set, size] of shrinkOld(deployment, newest, old.filter((set) => set.spec.replicas > 0))) resize(deployment, set, size);
  };

  const recreate = (deployment: Deployment, sets: ReplicaSet[]) => {
    const found = newestOf(deployment, sets);
    const old = sets.filter((set) => set !== found);
    const shrunk = old.filter((set) => set.spec.replicas > 0 && resize(deployment, set, 0));
    if (shrunk.length > 0 || old.some((set) => podsOf(store, set).some((pod) => !isFinished(pod)))) return;
    const newest = takeNewest(deployment, sets, true);
    if (newest) resize(deployment, newest, deployment.spec.replicas);
  };

  /** Follows a change of spec.replicas without a rollout: what runs is scaled, in proportion where several ReplicaSets run. */
  const scale = (deployment: Deployment, sets: ReplicaSet[]) => {
    const newest = takeNewest(deployment, sets, false);
    const active = sets.filter((set) => set.spec.replicas > 0);
    const [only] = active;
    if (active.length <= 1) {
      const set = only ?? newest;
      if (set) resize(deployment, fresh(set), deployment.spec.replicas);
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
      resize(deployment, fresh(set), set.spec.replicas + change);
    }
  };
  const fresh = (set: ReplicaSet) => (store.get(setKind, set.metadata.namespace, set.metadata.name) ?? set) as ReplicaSet;

  const isResized = (deployment: Deployment, sets: ReplicaSet[]) => sets.some((set) => set.spec.replicas > 0 && desiredOf(set) !== undefined && desiredOf(set) !== deployment.spec.replicas);

  const markPaused = (deployment: Deployment) => {
    const progressing = conditionOf(deployment.status.conditions, 'Progressing');
    const now = timestamp(clock.now());
    if (deployment.spec.paused && progressing?.reason !== 'DeploymentPaused' && progressing?.reason !== 'ProgressDeadlineExceeded') {
      setConditions(deployment, withProgress(deployment.status.conditions, 'DeploymentPaused', undefined, now));
    } else if (!deployment.spec.paused && progressing?.reason === 'DeploymentPaused') {
      progressedAt.set(deployment.metadata.uid, clock.elapsedMs());
      setConditions(deployment, withProgress(deployment.status.conditions, 'DeploymentResumed', undefined, now));
    }
  };

  const publishStatus = (deployment: Deployment, key: string) => {
    const sets = setsOf(deployment);
    const newest = newestOf(deployment, sets);
    const counts = countsOf(deployment, newest, sets);
    const now = timestamp(clock.now());
    const before = deployment.status;
    let conditions = withAvailability(deployment, counts, before.conditions, now);
    const progressing = conditionOf(conditions, 'Progressing');
    const isSettled = counts.replicas === counts.updatedReplicas && progressing?.reason === 'NewReplicaSetAvailable';
    if (newest && !isSettled && !deployment.spec.paused) {
      if (isComplete(deployment, counts)) conditions = withProgress(conditions, 'NewReplicaSetAvailable', newest, now);
      else if (hasProgressed(before, counts)) {
        progressedAt.set(deployment.metadata.uid, clock.elapsedMs());
        conditions = withProgress(conditions, 'ReplicaSetUpdated', newest, now);
      } else if (progressing && progressing.reason !== 'ProgressDeadlineExceeded') {
        const since = progressedAt.get(deployment.metadata.uid) ?? clock.elapsedMs();
        progressedAt.set(deployment.metadata.uid, since);
        const leftMs = since + deployment.spec.progressDeadlineSeconds * 1000 - clock.elapsedMs();
        if (leftMs > 0) loop.enqueue(key, leftMs + 1);
        else conditions = withProgress(conditions, 'ProgressDeadlineExceeded', newest, now);
      }
    }
    writes.update(kind, { ...deployment, status: { ...counts, conditions } }, { ...writer, subresource: 'status' });
    if (isComplete(deployment, counts)) trimHistory(deployment, sets.filter((set) => set !== newest));
  };

  const trimHistory = (deployment: Deployment, old: ReplicaSet[]) => {
    const idle = old.filter((set) => set.spec.replicas === 0 && set.status.replicas === 0 && !set.metadata.deletionTimestamp);
    const surplus = idle.length - deployment.spec.revisionHistoryLimit;
    for (const set of [...idle].sort((a, b) => revisionOf(a) - revisionOf(b)).slice(0, Math.max(0, surplus))) deletes.remove(setKind, set.metadata.namespace, set.metadata.name);
  };

  const loop = createLoop(clock, (key) => {
    const deployment = store.get(kind, ...splitKey(key)) as Deployment | undefined;
    if (!deployment) return;
    if (!deployment.metadata.deletionTimestamp) {
      markPaused(deployment);
      const sets = setsOf(deployment);
      const step = deployment.spec.paused || isResized(deployment, sets) ? scale : deployment.spec.strategy.type === 'Recreate' ? recreate : roll;
      step(current(deployment), sets);
    }
    publishStatus(current(deployment), key);
  });

  store.onChange(({ kind: changed, type, object }) => {
    if (changed === kind && type !== 'DELETED') loop.enqueue(keyOf(object));
    if (changed === kind && type === 'DELETED') progressedAt.delete(object.metadata.uid);
    if (changed === setKind) {
      const owner = controllerOf(object);
      if (owner?.kind === 'Deployment') loop.enqueue(`${object.metadata.namespace}/${owner.name}`);
    }
    if (changed.kind !== 'Pod' || type !== 'DELETED') return;
    // Recreate waits for the last pod of the old ReplicaSets.
    const set = controllerOf(object);
    const owner = set && store.get(setKind, object.metadata.namespace, set.name);
    const deployment = owner && controllerOf(owner);
    if (deployment?.kind === 'Deployment') loop.enqueue(`${object.metadata.namespace}/${deployment.name}`);
  });
}
