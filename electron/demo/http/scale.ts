import { isJsonObject, type JsonObject } from '../objects/json';
import type { KubeObject } from '../objects/meta';
import type { LabelSelector } from '../objects/workloads';
import type { Kind } from '../store/kinds';
import { badRequest } from './status';

/** `.spec.replicas` of a definition, as the names on the way. */
const segments = (path: string) => path.split('.').filter(Boolean);

function valueAt(object: KubeObject, path: string): unknown {
  return segments(path).reduce<unknown>((at, key) => (isJsonObject(at) ? at[key] : undefined), object);
}

function withValue(node: JsonObject, [name, ...rest]: string[], value: unknown): JsonObject {
  if (name === undefined) return node;
  const child = node[name];
  return { ...node, [name]: rest.length === 0 ? value : withValue(isJsonObject(child) ? child : {}, rest, value) };
}

const count = (value: unknown) => (typeof value === 'number' ? value : 0);

/** A selector in one line, as the Scale of a built-in workload carries it. */
function selectorText(selector: LabelSelector | undefined): string {
  const expressions = (selector?.matchExpressions ?? []).map(({ key, operator, values = [] }) => {
    if (operator === 'Exists') return key;
    return operator === 'DoesNotExist' ? `!${key}` : `${key} ${operator.toLowerCase()} (${[...values].sort().join(',')})`;
  });
  return [...Object.entries(selector?.matchLabels ?? {}).map((pair) => pair.join('=')), ...expressions].sort().join(',');
}

/** Where a kind keeps what a Scale shows. */
function pathsOf(kind: Kind): { specReplicasPath: string; statusReplicasPath: string; labelSelectorPath?: string } {
  return kind.custom?.scale ?? { specReplicasPath: '.spec.replicas', statusReplicasPath: '.status.replicas' };
}

/** The Scale of a workload (autoscaling/v1). */
export function toScale(kind: Kind, object: KubeObject): JsonObject {
  const { specReplicasPath, statusReplicasPath, labelSelectorPath } = pathsOf(kind);
  const { name, namespace, uid, resourceVersion, creationTimestamp } = object.metadata;
  const own = kind.kind === 'ReplicationController' ? { matchLabels: valueAt(object, '.spec.selector') as Record<string, string> } : (valueAt(object, '.spec.selector') as LabelSelector | undefined);
  const selector = kind.custom ? (labelSelectorPath ? valueAt(object, labelSelectorPath) : undefined) : selectorText(own);
  return {
    kind: 'Scale',
    apiVersion: 'autoscaling/v1',
    metadata: { name, ...(namespace && { namespace }), uid, resourceVersion, creationTimestamp },
    spec: { replicas: count(valueAt(object, specReplicasPath)) },
    status: { replicas: count(valueAt(object, statusReplicasPath)), ...(typeof selector === 'string' && { selector }) },
  };
}

/** The workload with the replicas of a Scale. A resourceVersion in the Scale stays a precondition. */
export function fromScale(kind: Kind, object: KubeObject, scale: JsonObject): KubeObject {
  const replicas = isJsonObject(scale['spec']) ? (scale['spec']['replicas'] ?? 0) : 0;
  if (typeof replicas !== 'number') throw badRequest('Scale in version "v1" cannot be handled as a Scale: json: cannot unmarshal string into Go struct field ScaleSpec.spec.replicas of type int32');
  const version = isJsonObject(scale['metadata']) ? scale['metadata']['resourceVersion'] : undefined;
  const metadata = { ...object.metadata, resourceVersion: typeof version === 'string' ? version : '' };
  return withValue({ ...object, metadata }, segments(pathsOf(kind).specReplicasPath), replicas) as KubeObject;
}
