import { controllerOf, ownedBy, type KubeObject } from '../objects/meta';
import type { LabelSelector } from '../objects/workloads';
import type { Site } from '../site';
import type { Kind } from '../store/kinds';
import { selects } from '../store/selectors';
import { keyOf } from './loop';

const writer = { manager: 'kube-controller-manager', operation: 'Update' } as const;

/**
 * The objects a controller controls. It takes those that its selector matches and nobody controls, and lets go of its own that
 * the selector does not match any more: how a workload made anew takes over what was orphaned, and how a pod is taken out of
 * service by its label to be looked at.
 */
export function claimed<T extends KubeObject>({ store, writes }: Site, kind: Kind, owner: KubeObject & { spec: { selector: LabelSelector } }): T[] {
  const { uid, namespace, deletionTimestamp } = owner.metadata;
  return store.list(kind, namespace).flatMap((object): T[] => {
    const controller = controllerOf(object);
    if (controller && controller.uid !== uid) return [];
    const isWanted = selects(owner.spec.selector, object.metadata.labels);
    if (controller && isWanted) return [object as T];
    if (!controller && !isWanted) return [];
    // Who is being deleted takes and releases nothing, and what is being deleted is left alone.
    if (deletionTimestamp || object.metadata.deletionTimestamp) return [];
    const others = (object.metadata.ownerReferences ?? []).filter((reference) => reference.uid !== uid);
    const ownerReferences = controller ? others : [...others, ownedBy(owner)];
    const changed = writes.update(kind, { ...object, metadata: { ...object.metadata, ownerReferences } }, writer) as T;
    return controller ? [] : [changed];
  });
}

/** Keys of the workloads that may have to do with a changed object: its controller, or who might adopt it. */
export function controllersOf({ store }: Site, kind: Kind, object: KubeObject): string[] {
  const { namespace, labels } = object.metadata;
  const controller = controllerOf(object);
  if (controller) return controller.kind === kind.kind ? [`${namespace}/${controller.name}`] : [];
  const all = store.list(kind, namespace) as (KubeObject & { spec: { selector: LabelSelector } })[];
  return all.filter((owner) => selects(owner.spec.selector, labels)).map((owner) => keyOf(owner));
}
