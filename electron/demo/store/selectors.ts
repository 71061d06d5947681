import type { KubeObject } from '../objects/meta';
import type { LabelSelector } from '../objects/workloads';
import { isJsonObject } from '../objects/json';
import { badRequest } from '../http/status';
import type { Kind } from './kinds';

export type Predicate = (object: KubeObject) => boolean;
type Labels = Record<string, string> | undefined;

/** Splits `a=b,c in (d,e),!f` at the commas outside parentheses. */
function requirements(text: string): string[] {
  return text
    .split(/,(?![^(]*\))/)
    .map((part) => part.trim())
    .filter((part) => part !== '');
}

function labelTest(requirement: string): (labels: Labels) => boolean {
  const set = /^([^\s!=,()]+)\s+(in|notin)\s+\(([^)]*)\)$/.exec(requirement);
  if (set) {
    const [, key = '', operator, list = ''] = set;
    const values = list.split(',').map((value) => value.trim());
    const within = (labels: Labels) => labels?.[key] !== undefined && values.includes(labels[key]);
    return operator === 'in' ? within : (labels) => !within(labels);
  }
  const equality = /^([^\s!=,()]+)\s*(==|=|!=)\s*([^\s!=,()]*)$/.exec(requirement);
  if (equality) {
    const [, key = '', operator, value] = equality;
    return operator === '!=' ? (labels) => labels?.[key] !== value : (labels) => labels?.[key] === value;
  }
  const existence = /^(!?)\s*([^\s!=,()]+)$/.exec(requirement);
  if (existence) {
    const [, not, key = ''] = existence;
    return not ? (labels) => labels?.[key] === undefined : (labels) => labels?.[key] !== undefined;
  }
  const found = requirement.split(/\s+/)[1] ?? requirement;
  throw badRequest(`unable to parse requirement: found '${found}', expected: in, notin, =, ==, !=, gt, lt`);
}

/** Parses the `labelSelector` query parameter. */
export function parseLabelSelector(text: string): Predicate {
  const tests = requirements(text).map(labelTest);
  return (object) => tests.every((test) => test(object.metadata.labels));
}

const metadataFields = ['metadata.name', 'metadata.namespace'];
const fieldsOf: Record<string, readonly string[]> = {
  Pod: ['spec.nodeName', 'spec.restartPolicy', 'spec.schedulerName', 'spec.serviceAccountName', 'status.phase', 'status.podIP'],
  Event: ['involvedObject.kind', 'involvedObject.namespace', 'involvedObject.name', 'involvedObject.uid', 'involvedObject.apiVersion', 'involvedObject.resourceVersion', 'involvedObject.fieldPath', 'reason', 'reportingComponent', 'source', 'type'],
  Secret: ['type'],
  Namespace: ['status.phase'],
  Node: ['spec.unschedulable'],
  ReplicaSet: ['status.replicas'],
  Job: ['status.successful'],
};

function fieldOf(object: KubeObject, path: string): string {
  const value = path.split('.').reduce<unknown>((at, key) => (isJsonObject(at) ? at[key] : undefined), object);
  return typeof value === 'string' || typeof value === 'number' || typeof value === 'boolean' ? String(value) : '';
}

/** Parses the `fieldSelector` query parameter; a field the kind cannot be selected by is a bad request. */
export function parseFieldSelector(kind: Kind, text: string): Predicate {
  const tests = requirements(text).map((requirement): Predicate => {
    const match = /^([^!=]+)(==|=|!=)(.*)$/.exec(requirement);
    if (!match) throw badRequest(`invalid selector: '${requirement}'; can't understand '${requirement}'`);
    const [, field = '', operator, value] = match;
    if (!metadataFields.includes(field) && !fieldsOf[kind.kind]?.includes(field)) throw badRequest(`field label not supported: ${field}`);
    return operator === '!=' ? (object) => fieldOf(object, field) !== value : (object) => fieldOf(object, field) === value;
  });
  return (object) => tests.every((test) => test(object));
}

/** A workload's selector over labels. An empty one selects nothing here: the server refuses empty selectors of workloads. */
export function selects(selector: LabelSelector | undefined, labels: Labels): boolean {
  if (!selector) return false;
  const byLabels = Object.entries(selector.matchLabels ?? {}).every(([key, value]) => labels?.[key] === value);
  return byLabels && (selector.matchExpressions ?? []).every((expression) => matchesExpression(expression, labels));
}

function matchesExpression({ key, operator, values = [] }: NonNullable<LabelSelector['matchExpressions']>[number], labels: Labels): boolean {
  const value = labels?.[key];
  switch (operator) {
    case 'Exists':
      return value !== undefined;
    case 'DoesNotExist':
      return value === undefined;
    case 'In':
      return value !== undefined && values.includes(value);
    case 'NotIn':
      return value === undefined || !values.includes(value);
  }
}
