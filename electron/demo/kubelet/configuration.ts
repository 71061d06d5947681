import { isJsonObject } from '../objects/json';
import type { Container, KeyRef, Pod, Volume } from '../objects/workloads';
import { kindNamed } from '../store/kinds';
import type { Store } from '../store/store';

type Source = 'ConfigMap' | 'Secret';

/** What a container's environment needs and does not find, as the kubelet says it; null where all is there. */
export function missingEnvironment(store: Store, pod: Pod, container: Container): string | null {
  const namespace = pod.metadata.namespace ?? '';
  const whole = (kind: Source, ref: KeyRef | undefined) => (!ref || ref.optional || store.get(kindNamed(kind), namespace, ref.name) ? null : `${kind.toLowerCase()} "${ref.name}" not found`);
  const key = (kind: Source, ref: KeyRef | undefined) => {
    if (!ref || ref.optional) return null;
    const object = store.get(kindNamed(kind), namespace, ref.name);
    if (!object) return `${kind.toLowerCase()} "${ref.name}" not found`;
    const has = isJsonObject(object['data']) && (ref.key ?? '') in object['data'];
    return has ? null : `couldn't find key ${ref.key} in ${kind} ${namespace}/${ref.name}`;
  };
  const problems = [
    ...(container.envFrom ?? []).flatMap((from) => [whole('ConfigMap', from.configMapRef), whole('Secret', from.secretRef)]),
    ...(container.env ?? []).flatMap(({ valueFrom }) => [key('ConfigMap', valueFrom?.configMapKeyRef), key('Secret', valueFrom?.secretKeyRef)]),
  ];
  return problems.find((problem) => problem !== null) ?? null;
}

/** The first volume that cannot be mounted, as the kubelet says it. */
export function missingVolume(store: Store, pod: Pod): string | null {
  const namespace = pod.metadata.namespace ?? '';
  const check = (volume: Volume, kind: Source, name: string | undefined, optional: boolean | undefined) =>
    !name || optional || store.get(kindNamed(kind), namespace, name) ? null : `MountVolume.SetUp failed for volume "${volume.name}" : ${kind.toLowerCase()} "${name}" not found`;
  const problems = (pod.spec.volumes ?? []).flatMap((volume) => [check(volume, 'ConfigMap', volume.configMap?.name, volume.configMap?.optional), check(volume, 'Secret', volume.secret?.secretName, volume.secret?.optional)]);
  return problems.find((problem) => problem !== null) ?? null;
}
