import { isJsonObject, type JsonObject } from '../objects/json';
import type { KubeObject } from '../objects/meta';
import type { LabelSelector } from '../objects/workloads';
import { badRequest } from './status';

/** The Scale of a workload (autoscaling/v1). */
export function toScale(object: KubeObject): JsonObject {
  const spec = object['spec'] as { replicas?: number; selector?: LabelSelector };
  const status = (object['status'] ?? {}) as { replicas?: number };
  const { name, namespace, uid, resourceVersion, creationTimestamp } = object.metadata;
  const selector = Object.entries(spec.selector?.matchLabels ?? {}).map((pair) => pair.join('=')).join(',');
  return {
    kind: 'Scale',
    apiVersion: 'autoscaling/v1',
    metadata: { name, namespace, uid, resourceVersion, creationTimestamp },
    spec: { replicas: spec.replicas ?? 0 },
    status: { replicas: status.replicas ?? 0, selector },
  };
}

/** The workload with the replicas of a Scale. A resourceVersion in the Scale stays a precondition. */
export function fromScale(object: KubeObject, scale: JsonObject): KubeObject {
  const replicas = isJsonObject(scale['spec']) ? (scale['spec']['replicas'] ?? 0) : 0;
  if (typeof replicas !== 'number') throw badRequest('Scale in version "v1" cannot be handled as a Scale: spec.replicas must be a number');
  const version = isJsonObject(scale['metadata']) ? scale['metadata']['resourceVersion'] : undefined;
  const metadata = { ...object.metadata, resourceVersion: typeof version === 'string' ? version : '' };
  return { ...object, metadata, spec: { ...(object['spec'] as JsonObject), replicas } };
}
