import type { PodSpec } from '@electron/engine/kube/objects';

export type ReferencedKind = 'ConfigMap' | 'Secret' | 'PersistentVolumeClaim';

/** One object that a pod template names. */
export interface Reference {
  kind: ReferencedKind;
  name: string;
  /** Keys that must be there; empty where the whole object is meant. */
  keys: string[];
  /** Its absence keeps no pod from starting. */
  optional: boolean;
  /** Named only to pull images: a credential shared by many, which says nothing of what belongs together. */
  pullsImages: boolean;
}

/** Every ConfigMap, Secret and claim that a pod template names, each once. */
export const referencesOf = (spec: PodSpec | undefined): Reference[] => {
  const found = new Map<string, Reference>();
  const add = (kind: ReferencedKind, name: string | undefined, { key, optional = false, pullsImages = false }: { key?: string; optional?: boolean; pullsImages?: boolean } = {}): void => {
    if (!name) return;
    const id = `${kind}/${name}`;
    const known = found.get(id) ?? { kind, name, keys: [], optional: true, pullsImages: true };
    found.set(id, known);
    known.optional &&= optional;
    known.pullsImages &&= pullsImages;
    if (key !== undefined && !optional && !known.keys.includes(key)) known.keys.push(key);
  };

  for (const container of [...(spec?.initContainers ?? []), ...(spec?.containers ?? [])]) {
    for (const { valueFrom } of container.env ?? []) {
      add('ConfigMap', valueFrom?.configMapKeyRef?.name, valueFrom?.configMapKeyRef);
      add('Secret', valueFrom?.secretKeyRef?.name, valueFrom?.secretKeyRef);
    }
    for (const { configMapRef, secretRef } of container.envFrom ?? []) {
      add('ConfigMap', configMapRef?.name, { optional: configMapRef?.optional });
      add('Secret', secretRef?.name, { optional: secretRef?.optional });
    }
  }
  for (const volume of spec?.volumes ?? []) {
    if (isServiceAccountVolume(volume.name)) continue;
    add('ConfigMap', volume.configMap?.name, { optional: volume.configMap?.optional });
    add('Secret', volume.secret?.secretName, { optional: volume.secret?.optional });
    add('PersistentVolumeClaim', volume.persistentVolumeClaim?.claimName);
    for (const { configMap, secret } of volume.projected?.sources ?? []) {
      add('ConfigMap', configMap?.name, { optional: configMap?.optional });
      add('Secret', secret?.name, { optional: secret?.optional });
    }
  }
  for (const { name } of spec?.imagePullSecrets ?? []) add('Secret', name, { pullsImages: true, optional: true });
  return [...found.values()];
};

/**
 * Volumes that admission adds to every pod for its service account: `kube-api-access-x` since v1.21, the token's
 * Secret (the volume bears its name) before. Nobody wrote them.
 */
const isServiceAccountVolume = (name: string): boolean => /^kube-api-access-[a-z0-9]{5}$|-token-[a-z0-9]{5}$/.test(name);
