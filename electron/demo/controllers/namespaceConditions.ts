import type { KubeObject } from '../objects/meta';
import type { Condition } from '../objects/workloads';
import { qualified, type Kind } from '../store/kinds';
import { withCondition } from './conditions';

/** What the namespace controller says of a namespace that empties itself. */
export function terminatingConditions(namespace: KubeObject, left: readonly { content: Kind; object: KubeObject }[], now: string): Condition[] {
  const kept = left.flatMap(({ object }) => object.metadata.finalizers ?? []);
  const counts = (names: readonly string[], text: (name: string, count: number) => string) => [...new Set(names)].sort().map((name) => text(name, names.filter((other) => other === name).length)).join(', ');
  const resources = counts(left.map(({ content }) => qualified(content)), (name, count) => `${name} has ${count} resource instances`);
  const finalizers = counts(kept, (name, count) => `${name} in ${count} resource instances`);
  const wanted: Omit<Condition, 'lastTransitionTime'>[] = [
    { type: 'NamespaceDeletionDiscoveryFailure', status: 'False', reason: 'ResourcesDiscovered', message: 'All resources successfully discovered' },
    { type: 'NamespaceDeletionGroupVersionParsingFailure', status: 'False', reason: 'ParsedGroupVersions', message: 'All legacy kube types successfully parsed' },
    { type: 'NamespaceDeletionContentFailure', status: 'False', reason: 'ContentDeleted', message: 'All content successfully deleted, may be waiting on finalization' },
    left.length > 0
      ? { type: 'NamespaceContentRemaining', status: 'True', reason: 'SomeResourcesRemain', message: `Some resources are remaining: ${resources}` }
      : { type: 'NamespaceContentRemaining', status: 'False', reason: 'ContentRemoved', message: 'All content successfully removed' },
    kept.length > 0
      ? { type: 'NamespaceFinalizersRemaining', status: 'True', reason: 'SomeFinalizersRemain', message: `Some content in the namespace has finalizers remaining: ${finalizers}` }
      : { type: 'NamespaceFinalizersRemaining', status: 'False', reason: 'ContentHasNoFinalizers', message: 'All content-preserving finalizers finished' },
  ];
  const { conditions } = (namespace['status'] ?? {}) as { conditions?: Condition[] };
  return wanted.reduce<Condition[]>((all, condition) => withCondition(all, condition, now), conditions ?? []);
}
