import { sameJson } from '../objects/json';
import { controllerOf, ownedBy, type KubeObject } from '../objects/meta';
import type { ControllerRevision, Pod, PodTemplate } from '../objects/workloads';
import type { Site } from '../site';
import { kindNamed } from '../store/kinds';
import { templateHash } from './hash';

/** Label of a pod (and of its revision's name) that says which template it was made from. */
export const revisionLabel = 'controller-revision-hash';

type Owner = KubeObject & { spec: { template: PodTemplate; revisionHistoryLimit: number } };
const writer = { manager: 'kube-controller-manager', operation: 'Update' } as const;

/** The revisions of a StatefulSet or DaemonSet, oldest first. */
export function revisionsOf({ store }: Site, owner: KubeObject): ControllerRevision[] {
  const all = store.list(kindNamed('ControllerRevision'), owner.metadata.namespace) as ControllerRevision[];
  return all.filter((revision) => controllerOf(revision)?.uid === owner.metadata.uid).sort((a, b) => a.revision - b.revision);
}

/**
 * The revision of the present template: made if it is new, numbered as the newest if it is an old one again (a rollback), with
 * the owner's annotations (the change cause). A StatefulSet's pods carry the full name of the revision, a DaemonSet's only its hash.
 */
export function syncRevision(site: Site, owner: Owner): ControllerRevision {
  const { store, writes } = site;
  const kind = kindNamed('ControllerRevision');
  const data = { spec: { template: { ...owner.spec.template, $patch: 'replace' as const } } };
  const known = revisionsOf(site, owner);
  const next = (known.at(-1)?.revision ?? 0) + 1;
  const same = known.find((revision) => sameJson(revision.data, data));
  if (same) return same === known.at(-1) ? same : (writes.update(kind, { ...same, revision: next }, writer) as ControllerRevision);
  const hash = templateHash(owner.spec.template);
  const { namespace = '', name, annotations } = owner.metadata;
  const existing = store.get(kind, namespace, `${name}-${hash}`);
  if (existing) return existing as ControllerRevision;
  const metadata = { name: `${name}-${hash}`, namespace, labels: { ...owner.spec.template.metadata?.labels, [revisionLabel]: hash }, ownerReferences: [ownedBy(owner)], ...(annotations && { annotations: { ...annotations } }) };
  return writes.create(kind, { metadata, revision: next, data }, writer) as ControllerRevision;
}

export const hashOf = (revision: ControllerRevision): string => revision.metadata.labels?.[revisionLabel] ?? '';

/** Forgets the oldest revisions that no pod uses, beyond the limit. */
export function trimRevisions(site: Site, owner: Owner, newest: ControllerRevision, pods: readonly Pod[]): void {
  const used = new Set(pods.map((pod) => pod.metadata.labels?.[revisionLabel]));
  const idle = revisionsOf(site, owner).filter((revision) => revision.metadata.uid !== newest.metadata.uid && !used.has(revision.metadata.name) && !used.has(hashOf(revision)));
  const surplus = idle.length - owner.spec.revisionHistoryLimit;
  for (const { metadata } of idle.slice(0, Math.max(0, surplus))) site.deletes.remove(kindNamed('ControllerRevision'), metadata.namespace, metadata.name);
}
