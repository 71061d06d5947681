import type { KubeObject, Resource } from '@electron/engine/kube/types';

const lastApplied = 'kubectl.kubernetes.io/last-applied-configuration';
const longestAnnotation = 16 * 1024;
const keptOfLongAnnotation = 1024;

/** Ends the value of an annotation that a store cut. Such a value must never be written back: read the object anew for writes. */
export const cutMarker = '… [cut by Wheelhouse]';

const record = (value: unknown): Record<string, unknown> | null =>
  typeof value === 'object' && value !== null && !Array.isArray(value) ? (value as Record<string, unknown>) : null;

const slimAnnotations = (annotations: Record<string, unknown>): void => {
  delete annotations[lastApplied];
  for (const [key, value] of Object.entries(annotations)) {
    if (typeof value === 'string' && value.length > longestAnnotation) annotations[key] = value.slice(0, keptOfLongAnnotation) + cutMarker;
  }
};

/**
 * Makes an object of the wire fit for a store, in place: without what nobody looks at but everybody pays for
 * (`managedFields`, last-applied, annotation values over 16 KiB), and with what lists leave out of their items
 * (`apiVersion`, `kind`). Null for what is no object at all.
 */
export const admit = (resource: Resource, value: unknown): KubeObject | null => {
  const object = record(value);
  const metadata = record(object?.metadata);
  if (!object || !metadata || typeof metadata.name !== 'string') return null;
  object.apiVersion ??= resource.apiVersion;
  object.kind ??= resource.kind;
  // Some aggregated APIs give no uid: there the name is the identity.
  metadata.uid ??= `${typeof metadata.namespace === 'string' ? metadata.namespace : ''}/${metadata.name}`;
  delete metadata.managedFields;
  const annotations = record(metadata.annotations);
  if (annotations) slimAnnotations(annotations);
  return object as KubeObject;
};
