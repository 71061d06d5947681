import type { Ingress, PersistentVolumeClaim, StatefulSet } from '@electron/engine/kube/objects';
import { referencesOf, templateOf, type ReferencedKind, type Workload } from '@electron/engine/workloads';
import { ingressParts } from './ingressNodes';
import { allOf, type TopologySource } from './kinds';
import type { Use } from './usedNodes';

export interface User extends Use {
  /** The node that uses it. */
  id: string;
  /** Whether the use shows that both belong together. */
  binds: boolean;
}
export interface UsedObject {
  kind: ReferencedKind;
  name: string;
  users: User[];
}

/** Every ConfigMap's CA bundle of the cluster, in each namespace and in nobody's application. */
const publishedByCluster: ReadonlySet<string> = new Set(['ConfigMap/kube-root-ca.crt']);

/** What workloads and Ingresses use, each object once with all its users. */
export const usedObjects = (workloads: readonly Workload[], source: TopologySource): UsedObject[] => {
  const used = new Map<string, UsedObject>();
  const add = (kind: ReferencedKind, name: string, user: User): void => {
    const id = `${kind}/${name}`;
    if (publishedByCluster.has(id)) return;
    const known = used.get(id) ?? { kind, name, users: [] };
    known.users.push(user);
    used.set(id, known);
  };

  const claims = [...allOf<PersistentVolumeClaim>(source.PersistentVolumeClaim)].map(({ metadata }) => metadata.name);
  for (const workload of workloads) {
    const { uid: id, name: by } = workload.metadata;
    for (const { kind, name, keys, optional, pullsImages } of referencesOf(templateOf(workload)?.spec)) {
      add(kind, name, { id, by, keys, optional, binds: !pullsImages });
    }
    if (workload.kind !== 'StatefulSet') continue;
    for (const name of claimsOf(workload, claims)) add('PersistentVolumeClaim', name, { id, by, keys: [], optional: true, binds: true });
  }
  for (const ingress of allOf<Ingress>(source.Ingress)) {
    const { uid: id, name: by } = ingress.metadata;
    // A certificate for many hosts is shared like a pull credential.
    for (const name of ingressParts(ingress).tlsSecrets) add('Secret', name, { id, by, keys: ['tls.crt', 'tls.key'], optional: false, binds: false });
  }
  return [...used.values()];
};

/** Claims made from `volumeClaimTemplates` bear the template's, the StatefulSet's name and a number. They outlive scaling down. */
const claimsOf = (statefulSet: StatefulSet, claims: readonly string[]): string[] =>
  (statefulSet.spec?.volumeClaimTemplates ?? []).flatMap(({ metadata }) => {
    const prefix = `${metadata?.name ?? ''}-${statefulSet.metadata.name}-`;
    return claims.filter((name) => name.startsWith(prefix) && /^\d+$/.test(name.slice(prefix.length)));
  });
