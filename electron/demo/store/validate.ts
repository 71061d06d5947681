import { invalid, type Cause } from '../http/status';
import { canonical, isJsonObject, sameJson, type JsonObject } from '../objects/json';
import type { KubeObject } from '../objects/meta';
import type { LabelSelector } from '../objects/workloads';
import type { Kind } from './kinds';
import { selects } from './selectors';

const subdomain = /^[a-z0-9]([-a-z0-9]*[a-z0-9])?(\.[a-z0-9]([-a-z0-9]*[a-z0-9])?)*$/;
const subdomainRule =
  "a lowercase RFC 1123 subdomain must consist of lower case alphanumeric characters, '-' or '.', and must start and end with an alphanumeric character (e.g. 'example.com', regex used for validation is '[a-z0-9]([-a-z0-9]*[a-z0-9])?(\\.[a-z0-9]([-a-z0-9]*[a-z0-9])?)*')";

const bad = (field: string, value: string, why: string): Cause => ({ reason: 'FieldValueInvalid', message: `Invalid value: ${value}: ${why}`, field });
const required = (field: string, why = ''): Cause => ({ reason: 'FieldValueRequired', message: why ? `Required value: ${why}` : 'Required value', field });

/** Kinds whose names may hold what paths allow (`system:basic-user`). */
const freeNames = new Set(['ClusterRole', 'ClusterRoleBinding', 'Role', 'RoleBinding']);
const templated = new Set(['Deployment', 'ReplicaSet', 'StatefulSet', 'DaemonSet']);

/** The mistakes people make most, worded as the server words them. Throws 422 with all causes at once. */
export function validate(kind: Kind, object: KubeObject, before: KubeObject | undefined): void {
  const causes = [...nameCauses(kind, object), ...countCauses(object), ...podCauses(kind, object), ...selectorCauses(kind, object, before)];
  if (causes.length > 0) throw invalid(kind, object.metadata.name, causes);
}

function nameCauses(kind: Kind, object: KubeObject): Cause[] {
  const { name } = object.metadata;
  if (!name) return [required('metadata.name', 'name or generateName is required')];
  return subdomain.test(name) || freeNames.has(kind.kind) ? [] : [bad('metadata.name', JSON.stringify(name), subdomainRule)];
}

const spec = (object: KubeObject): JsonObject => (isJsonObject(object['spec']) ? object['spec'] : {});

function countCauses(object: KubeObject): Cause[] {
  return ['replicas', 'minReadySeconds', 'revisionHistoryLimit', 'parallelism', 'completions', 'backoffLimit'].flatMap((field) => {
    const value = spec(object)[field];
    return typeof value === 'number' && value < 0 ? [bad(`spec.${field}`, String(value), 'must be greater than or equal to 0')] : [];
  });
}

function podCauses(kind: Kind, object: KubeObject): Cause[] {
  if (kind.kind === 'Pod') return containerCauses(spec(object), 'spec');
  const template = spec(object)['template'];
  if ((!templated.has(kind.kind) && kind.kind !== 'Job') || !isJsonObject(template) || !isJsonObject(template['spec'])) return [];
  return containerCauses(template['spec'], 'spec.template.spec');
}

function containerCauses(podSpec: JsonObject, at: string): Cause[] {
  const containers = podSpec['containers'];
  if (!Array.isArray(containers) || containers.length === 0) return [required(`${at}.containers`)];
  const seen = new Set<unknown>();
  return containers.filter(isJsonObject).flatMap((container, index) => {
    const causes: Cause[] = [];
    const field = `${at}.containers[${index}]`;
    if (!container['name']) causes.push(required(`${field}.name`));
    if (container['name'] && seen.has(container['name'])) causes.push({ reason: 'FieldValueDuplicate', message: `Duplicate value: ${JSON.stringify(container['name'])}`, field: `${field}.name` });
    if (!container['image']) causes.push(required(`${field}.image`));
    seen.add(container['name']);
    return causes;
  });
}

function selectorCauses(kind: Kind, object: KubeObject, before: KubeObject | undefined): Cause[] {
  if (!templated.has(kind.kind)) return [];
  const selector = spec(object)['selector'] as LabelSelector | undefined;
  const labels = (spec(object)['template'] as { metadata?: { labels?: Record<string, string> } } | undefined)?.metadata?.labels;
  const causes: Cause[] = [];
  if (!selector) causes.push(required('spec.selector'));
  if (!selects(selector, labels)) causes.push(bad('spec.template.metadata.labels', goMap(labels), '`selector` does not match template `labels`'));
  if (before && !sameJson(spec(before)['selector'], selector)) causes.push(bad('spec.selector', goSelector(selector), 'field is immutable'));
  return causes;
}

/** As Go prints a map with %#v: `map[string]string{"a":"b"}`. */
function goMap(map: Record<string, string> | undefined): string {
  return map ? `map[string]string${canonical(map).replace(/","/g, '", "')}` : 'map[string]string(nil)';
}

function goSelector(selector: LabelSelector | undefined): string {
  return `v1.LabelSelector{MatchLabels:${goMap(selector?.matchLabels)}, MatchExpressions:[]v1.LabelSelectorRequirement(nil)}`;
}
