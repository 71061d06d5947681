import { forbidden, notFound, preconditionFailed } from '../http/status';
import type { KubeObject } from '../objects/meta';
import { timestamp, type Clock } from '../time/clock';
import type { Kind } from './kinds';
import type { KindRegistry } from './registry';
import type { Store } from './store';

export interface DeleteOptions {
  gracePeriodSeconds?: number;
  propagationPolicy?: 'Background' | 'Foreground' | 'Orphan';
  preconditions?: { uid?: string; resourceVersion?: string };
  dryRun?: boolean;
}

/** Deletes, or begins to: pods stop gracefully, namespaces empty themselves first, finalizers are waited for. */
export interface Deletes {
  /** `gone` is false where the object is only marked as being deleted. */
  remove(kind: Kind, namespace: string | undefined, name: string, options?: DeleteOptions): { object: KubeObject; gone: boolean };
}

export function createDeletes({ kinds, store, clock }: { kinds: KindRegistry; store: Store; clock: Clock }): Deletes {
  const mark = (kind: Kind, object: KubeObject, graceSeconds: number, finalizers = object.metadata.finalizers): KubeObject => {
    const { deletionTimestamp: markedFor, deletionGracePeriodSeconds: markedWith = 0 } = object.metadata;
    if (markedFor && markedWith <= graceSeconds) return object;
    // A shorter grace counts from the same moment.
    const askedAt = markedFor ? Date.parse(markedFor) - markedWith * 1000 : clock.now();
    const deletionTimestamp = timestamp(askedAt + graceSeconds * 1000);
    // Marking is a change of what is wanted.
    const generation = object.metadata.generation !== undefined && !object.metadata.deletionTimestamp ? { generation: object.metadata.generation + 1 } : {};
    return store.put(kind, { ...object, metadata: { ...object.metadata, ...generation, deletionTimestamp, deletionGracePeriodSeconds: graceSeconds, ...(finalizers && { finalizers }) } });
  };

  const orphanDependents = (owner: KubeObject) => {
    for (const kind of kinds.stored()) {
      for (const object of store.list(kind, owner.metadata.namespace)) {
        const owners = object.metadata.ownerReferences;
        if (!owners?.some(({ uid }) => uid === owner.metadata.uid)) continue;
        store.put(kind, { ...object, metadata: { ...object.metadata, ownerReferences: owners.filter(({ uid }) => uid !== owner.metadata.uid) } });
      }
    }
  };

  return {
    remove(kind, namespace, name, options = {}) {
      const object = store.get(kind, kind.namespaced ? namespace : undefined, name);
      if (!object) throw notFound(kind, name);
      checkPreconditions(kind, object, options.preconditions);
      if (kind.kind === 'Namespace' && lasting.has(name)) throw forbidden(kind, name, 'this namespace may not be deleted');
      if (options.dryRun) return { object, gone: true };
      if (kind.kind === 'Namespace') {
        const terminating = object.metadata.deletionTimestamp ? object : { ...object, status: { phase: 'Terminating' } };
        return { object: mark(kind, terminating, 0), gone: false };
      }
      const graceSeconds = podGrace(kind, object, options.gracePeriodSeconds);
      if (graceSeconds > 0) return { object: mark(kind, object, graceSeconds), gone: false };
      if (options.propagationPolicy === 'Orphan') orphanDependents(object);
      const finalizers = [...(object.metadata.finalizers ?? []), ...(options.propagationPolicy === 'Foreground' ? ['foregroundDeletion'] : [])];
      if (finalizers.length > 0) return { object: mark(kind, object, 0, [...new Set(finalizers)]), gone: false };
      // The last that is told of a pod before it is gone is that its time is over.
      return { object: store.remove(kind, kind.kind === 'Pod' ? mark(kind, object, 0) : object), gone: true };
    },
  };
}

/** Namespaces that every cluster needs. */
const lasting = new Set(['default', 'kube-system', 'kube-public']);

/** Only a pod that runs somewhere needs time to stop. */
function podGrace(kind: Kind, object: KubeObject, asked: number | undefined): number {
  if (kind.kind !== 'Pod') return 0;
  const { nodeName, terminationGracePeriodSeconds = 30 } = object['spec'] as { nodeName?: string; terminationGracePeriodSeconds?: number };
  const { phase } = object['status'] as { phase?: string };
  return nodeName && phase !== 'Succeeded' && phase !== 'Failed' ? (asked ?? terminationGracePeriodSeconds) : 0;
}

function checkPreconditions(kind: Kind, object: KubeObject, { uid, resourceVersion }: NonNullable<DeleteOptions['preconditions']> = {}): void {
  const { metadata } = object;
  if (uid && uid !== metadata.uid) {
    throw preconditionFailed(kind, metadata.name, `the UID in the precondition (${uid}) does not match the UID in record (${metadata.uid}). The object might have been deleted and then recreated`);
  }
  if (resourceVersion && resourceVersion !== metadata.resourceVersion) {
    throw preconditionFailed(kind, metadata.name, `the ResourceVersion in the precondition (${resourceVersion}) does not match the ResourceVersion in record (${metadata.resourceVersion}). The object might have been modified`);
  }
}
