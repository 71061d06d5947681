import type { KubeObject } from '../objects/meta';
import type { Site } from '../site';
import type { Kind } from '../store/kinds';
import { createLoop } from './loop';

/** Deletes what an owner leaves behind, and lets owners deleted in the foreground go once their dependents are gone. */
export function runGarbageCollector({ kinds, store, deletes, clock }: Site): void {
  const collected = () => kinds.stored().filter((kind) => kind.kind !== 'Event');

  const dependents = (ownerUid: string, namespace: string | undefined): [Kind, KubeObject][] =>
    collected().flatMap((kind) => store.list(kind, namespace).filter((object) => object.metadata.ownerReferences?.some(({ uid }) => uid === ownerUid)).map((object): [Kind, KubeObject] => [kind, object]));

  const removeDependents = (left: [Kind, KubeObject][], propagationPolicy: 'Background' | 'Foreground') => {
    for (const [kind, { metadata }] of left) if (!metadata.deletionTimestamp) deletes.remove(kind, metadata.namespace, metadata.name, { propagationPolicy });
  };

  const background = createLoop(clock, (key) => {
    const [uid = '', namespace] = key.split('@');
    removeDependents(dependents(uid, namespace || undefined), 'Background');
  });

  const foreground = createLoop(clock, (key) => {
    const [group = '', plural, namespace, name = ''] = key.split('|');
    const kind = kinds.stored().find((candidate) => candidate.group === group && candidate.plural === plural);
    if (!kind) return;
    const owner = store.get(kind, namespace || undefined, name);
    if (!owner?.metadata.finalizers?.includes('foregroundDeletion')) return;
    const left = dependents(owner.metadata.uid, owner.metadata.namespace);
    removeDependents(left, 'Foreground');
    if (left.length > 0) return foreground.enqueue(key, 200);
    const finalizers = owner.metadata.finalizers.filter((finalizer) => finalizer !== 'foregroundDeletion');
    const freed = { ...owner, metadata: { ...owner.metadata, finalizers } };
    if (finalizers.length === 0) store.remove(kind, freed);
    else store.put(kind, freed);
  });

  store.onChange(({ kind, type, object }) => {
    const { uid, namespace = '', name, finalizers } = object.metadata;
    if (type === 'DELETED' && kind.kind !== 'Event') background.enqueue(`${uid}@${namespace}`);
    else if (finalizers?.includes('foregroundDeletion')) foreground.enqueue(`${kind.group}|${kind.plural}|${namespace}|${name}`);
  });
}
