import { controllerOf } from '../../objects/meta';
import type { Deployment } from '../../objects/workloads';
import type { Site } from '../../site';
import { controllersOf } from '../adopt';
import { createLoop, keyOf, splitKey } from '../loop';
import { createParts, kind, setKind } from './parts';
import { markPaused, publishStatus } from './publish';
import { stepFor } from './steps';

/** Rolls Deployments out: ReplicaSets per template, revisions, surge and unavailability, progress deadline, history limit. */
export function runDeployments(site: Site): void {
  const { store, clock } = site;
  const parts = createParts(site);

  const loop = createLoop(clock, (key) => {
    const deployment = store.get(kind, ...splitKey(key)) as Deployment | undefined;
    if (!deployment) return;
    let isRollout = false;
    if (!deployment.metadata.deletionTimestamp) {
      markPaused(site, parts, deployment);
      const sets = parts.setsOf(deployment);
      isRollout = stepFor(deployment, sets)(site, parts, parts.current(deployment), sets);
    }
    publishStatus(site, parts, parts.current(deployment), isRollout, (afterMs) => loop.enqueue(key, afterMs));
  });

  store.onChange(({ kind: changed, type, object }) => {
    if (changed === kind && type !== 'DELETED') loop.enqueue(keyOf(object));
    if (changed === kind && type === 'DELETED') parts.progressedAt.delete(object.metadata.uid);
    if (changed === setKind) for (const key of controllersOf(site, kind, object)) loop.enqueue(key);
    if (changed.kind !== 'Pod' || type !== 'DELETED') return;
    // Recreate waits for the last pod of the old ReplicaSets.
    const set = controllerOf(object);
    const owner = set && store.get(setKind, object.metadata.namespace, set.name);
    const deployment = owner && controllerOf(owner);
    if (deployment?.kind === 'Deployment') loop.enqueue(`${object.metadata.namespace}/${deployment.name}`);
  });
}
