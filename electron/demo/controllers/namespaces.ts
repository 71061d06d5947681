import type { Site } from '../site';
import { kindNamed } from '../store/kinds';
import { createLoop } from './loop';

const writer = { manager: 'kube-controller-manager', operation: 'Update' } as const;

/** Life of namespaces: a new one gets its service account and CA, one being deleted is emptied first. */
export function runNamespaces({ kinds, store, writes, deletes, clock }: Site, caCertificate: string): void {
  const kind = kindNamed('Namespace');

  const furnish = (namespace: string) => {
    const account = kindNamed('ServiceAccount');
    const config = kindNamed('ConfigMap');
    if (!store.get(account, namespace, 'default')) writes.create(account, { metadata: { name: 'default', namespace } }, writer);
    if (!store.get(config, namespace, 'kube-root-ca.crt')) writes.create(config, { metadata: { name: 'kube-root-ca.crt', namespace }, data: { 'ca.crt': caCertificate } }, writer);
  };

  const loop = createLoop(clock, (name) => {
    const namespace = store.get(kind, undefined, name);
    if (!namespace) return;
    if (!namespace.metadata.deletionTimestamp) return furnish(name);
    const contents = kinds.stored().filter((candidate) => candidate.namespaced);
    const left = contents.flatMap((content) => store.list(content, name).map((object) => ({ content, object })));
    for (const { content, object } of left) if (!object.metadata.deletionTimestamp) deletes.remove(content, name, object.metadata.name);
    if (left.length > 0) loop.enqueue(name, 300);
    else store.remove(kind, namespace);
  });

  store.onChange(({ kind: changed, type, object }) => {
    if (changed === kind && type !== 'DELETED') loop.enqueue(object.metadata.name);
  });
}
