import { isJsonObject } from '../objects/json';
import type { KubeObject } from '../objects/meta';
import type { Pod } from '../objects/workloads';
import type { Site } from '../site';
import { kindNamed } from '../store/kinds';

const source = { component: 'persistentvolume-controller' };
const writer = { manager: 'kube-controller-manager', operation: 'Update' } as const;

/** Gives each new claim a volume of the asked size, as a dynamic provisioner does. */
export function runClaims({ store, writes, events, clock }: Site): void {
  const podKind = kindNamed('Pod');
  const kind = kindNamed('PersistentVolumeClaim');
  const volumeKind = kindNamed('PersistentVolume');

  const bind = (namespace: string, name: string) => {
    const claim = store.get(kind, namespace, name);
    const spec = claim?.['spec'];
    if (!claim || !isJsonObject(spec) || spec['volumeName']) return;
    const volumeName = `pvc-${claim.metadata.uid}`;
    const storage = (spec['resources'] as { requests?: { storage?: string } } | undefined)?.requests?.storage ?? '1Gi';
    const storageClassName = typeof spec['storageClassName'] === 'string' ? spec['storageClassName'] : 'standard';
    const claimRef = { apiVersion: 'v1', kind: 'PersistentVolumeClaim', namespace, name, uid: claim.metadata.uid };
    const volume = writes.create(volumeKind, { metadata: { name: volumeName }, spec: { accessModes: spec['accessModes'], capacity: { storage }, claimRef, storageClassName, persistentVolumeReclaimPolicy: 'Delete', hostPath: { path: `/opt/local-path/${volumeName}` } } }, writer);
    writes.update(volumeKind, { ...volume, status: { phase: 'Bound' } }, { ...writer, subresource: 'status' });
    const bound = writes.update(kind, { ...claim, spec: { ...spec, volumeName, storageClassName } }, writer);
    writes.update(kind, { ...bound, status: { phase: 'Bound', accessModes: spec['accessModes'], capacity: { storage } } }, { ...writer, subresource: 'status' });
  };

  const waitsForPod = (claim: KubeObject) => {
    const { spec } = claim;
    const name = isJsonObject(spec) && typeof spec['storageClassName'] === 'string' ? spec['storageClassName'] : 'standard';
    return store.get(kindNamed('StorageClass'), undefined, name)?.['volumeBindingMode'] === 'WaitForFirstConsumer';
  };
  const claimsOf = ({ spec }: Pod) => (spec.volumes ?? []).flatMap((volume) => volume.persistentVolumeClaim?.claimName ?? []);
  const isUsed = ({ metadata }: KubeObject) => (store.list(podKind, metadata.namespace) as Pod[]).some((pod) => claimsOf(pod).includes(metadata.name));

  store.onChange(({ kind: changed, type, object }) => {
    if (changed === podKind && type === 'ADDED') for (const claim of claimsOf(object as Pod)) clock.after(120, () => bind(object.metadata.namespace ?? '', claim));
    if (changed !== kind) return;
    if (type === 'ADDED' && waitsForPod(object) && !isUsed(object)) events.record(object, { reason: 'WaitForFirstConsumer', message: 'waiting for first consumer to be created before binding' }, source);
    else if (type === 'ADDED') clock.after(120, () => bind(object.metadata.namespace ?? '', object.metadata.name));
    const volumeName = isJsonObject(object['spec']) ? object['spec']['volumeName'] : undefined;
    const volume = type === 'DELETED' && typeof volumeName === 'string' ? store.get(volumeKind, undefined, volumeName) : undefined;
    if (volume) store.remove(volumeKind, volume);
  });
}
