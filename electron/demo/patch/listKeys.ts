import { isJsonObject } from '../objects/json';

/** How items of a list are told apart: by some of their fields, by their value (`set`), or not at all (`atomic`: the list is one value). */
export type ListKind = readonly string[] | 'set' | 'atomic';

const keyed: Record<string, readonly string[]> = {
  containers: ['name'],
  initContainers: ['name'],
  ephemeralContainers: ['name'],
  env: ['name'],
  volumes: ['name'],
  imagePullSecrets: ['name'],
  secrets: ['name'],
  schedulingGates: ['name'],
  resourceClaims: ['name'],
  volumeMounts: ['mountPath'],
  volumeDevices: ['devicePath'],
  hostAliases: ['ip'],
  podIPs: ['ip'],
  conditions: ['type'],
  addresses: ['type'],
  ownerReferences: ['uid'],
  topologySpreadConstraints: ['topologyKey', 'whenUnsatisfiable'],
};

/** Lists that a strategic merge merges by a key although server-side apply takes them as one value. */
const mergedOnly: Record<string, string> = { taints: 'key' };

/** Struct fields that the API declares as one value: they are owned and replaced as a whole. */
const atomicObjects = new Set(['selector', 'nodeSelector', 'configMapKeyRef', 'secretKeyRef', 'fieldRef', 'resourceFieldRef', 'involvedObject', 'roleRef', 'claimRef', 'targetRef', 'nodeSelectorTerms']);

/**
 * The merge keys the API schema declares; OpenAPI is made from them too. A strategic merge uses the first key only, server-side
 * apply all of them. `ports` is the trap: a container's are told apart by containerPort, a Service's by port.
 * @param parent name of the field (or list) that the list's owner sits in
 */
export function listKind(parent: string, field: string): ListKind {
  if (field === 'finalizers') return parent === 'metadata' ? 'set' : 'atomic';
  if (field === 'ports') {
    if (parent === 'spec') return ['port', 'protocol'];
    return parent.endsWith('ontainers') ? ['containerPort', 'protocol'] : 'atomic';
  }
  return keyed[field] ?? 'atomic';
}

/** The field by which a strategic merge tells items apart. */
export function mergeKey(parent: string, field: string): string | undefined {
  const kind = listKind(parent, field);
  return Array.isArray(kind) ? (kind[0] as string) : mergedOnly[field];
}

export function isAtomicObject(field: string): boolean {
  return atomicObjects.has(field);
}

/** The key of an item as FieldsV1 writes it, `{"containerPort":80,"protocol":"TCP"}`; null where a key field is missing. */
export function itemKey(item: unknown, keys: readonly string[]): string | null {
  if (!isJsonObject(item)) return null;
  const found = keys.map((key) => [key, item[key] ?? (key === 'protocol' ? 'TCP' : undefined)] as const);
  return found.some(([, value]) => value === undefined) ? null : JSON.stringify(Object.fromEntries(found));
}
