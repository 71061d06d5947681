import type { KubeObject } from '@electron/engine/kube/types';
import { fieldManager } from './annotations';

/** One entry of `metadata.managedFields`; only objects that were read one by one have them, caches strip them. */
interface ManagedFields {
  manager?: string;
  operation?: string;
  time?: string;
  subresource?: string;
  fieldsV1?: unknown;
}

/** Where a field is in a `fieldsV1` tree: `f:spec`, `k:{"name":"app"}` … */
export type FieldPath = readonly string[];

export const templatePath: FieldPath = ['f:spec', 'f:template'];
export const replicasPath: FieldPath = ['f:spec', 'f:replicas'];
export const pausedPath: FieldPath = ['f:spec', 'f:paused'];
export const imagePath = (list: 'containers' | 'initContainers', container: string): FieldPath =>
  [...templatePath, 'f:spec', `f:${list}`, `k:${JSON.stringify({ name: container })}`, 'f:image'];

/** Who set a field last, or something below it; null where the cluster does not say. */
export const managerOf = (object: KubeObject, path: FieldPath): string | null => {
  const owners = entries(object).filter(({ fieldsV1 }) => has(fieldsV1, path));
  owners.sort((a, b) => (b.time ?? '').localeCompare(a.time ?? ''));
  return owners[0]?.manager ?? null;
};

/** Tools that a person runs once. Everybody else is expected to write the field again from a file of its own. */
const onceOnly = /^kubectl-(set|edit|patch|rollout|scale|label|annotate|autoscale|run|expose)$/;

/** Managers other than us that own the field and will want it back, most recent first. */
export const claimants = (object: KubeObject, path: FieldPath): string[] => {
  const managers = entries(object)
    .filter(({ manager = '', fieldsV1 }) => manager !== '' && manager !== fieldManager && !onceOnly.test(manager) && has(fieldsV1, path))
    .map(({ manager = '' }) => manager);
  return [...new Set(managers)];
};

const entries = ({ metadata }: KubeObject): ManagedFields[] => {
  const { managedFields } = metadata as { managedFields?: unknown };
  return Array.isArray(managedFields) ? (managedFields as ManagedFields[]) : [];
};

const has = (fields: unknown, path: FieldPath): boolean => {
  let at = fields;
  for (const step of path) {
    if (typeof at !== 'object' || at === null || !(step in at)) return false;
    at = (at as Record<string, unknown>)[step];
  }
  return true;
};
