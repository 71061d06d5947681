import type { JsonObject } from '../objects/json';
import type { Kind } from '../store/kinds';
import { groupVersionKind } from './definitions';

const query = (name: string, type = 'string') => ({ name, type });
const writing = [query('dryRun'), query('fieldManager'), query('fieldValidation')];
const listing = [query('labelSelector'), query('fieldSelector'), query('limit', 'integer'), query('continue'), query('resourceVersion'), query('resourceVersionMatch'), query('timeoutSeconds', 'integer'), query('watch', 'boolean')];

interface Offered {
  method: string;
  action: string;
  parameters: { name: string; type: string }[];
}

const onCollection: Offered[] = [
  { method: 'get', action: 'list', parameters: listing },
  { method: 'post', action: 'post', parameters: writing },
  { method: 'delete', action: 'deletecollection', parameters: [...listing, query('dryRun')] },
];
const onObject: Offered[] = [
  { method: 'get', action: 'get', parameters: [] },
  { method: 'put', action: 'put', parameters: writing },
  { method: 'patch', action: 'patch', parameters: [...writing, query('force', 'boolean')] },
  { method: 'delete', action: 'delete', parameters: [query('dryRun'), query('gracePeriodSeconds', 'integer'), query('propagationPolicy')] },
];

export function pathOf(kind: Kind): string {
  return `${kind.group ? `/apis/${kind.apiVersion}` : '/api/v1'}/${kind.namespaced ? 'namespaces/{namespace}/' : ''}${kind.plural}`;
}

/** The paths of a kind. @param answer is what a success is described with, which differs between OpenAPI v2 and v3. */
export function describePaths(kind: Kind, parameter: (name: string, type: string) => JsonObject, answer: JsonObject): [string, JsonObject][] {
  const item = (offered: Offered[]) =>
    Object.fromEntries(
      offered.map(({ method, action, parameters }) => [
        method,
        {
          operationId: `${action}${kind.version}${kind.kind}`,
          parameters: parameters.map(({ name, type }) => parameter(name, type)),
          responses: { '200': { description: 'OK', ...(action !== 'list' && !action.startsWith('delete') && answer) } },
          'x-kubernetes-action': action,
          'x-kubernetes-group-version-kind': groupVersionKind(kind),
        },
      ]),
    );
  const path = pathOf(kind);
  const withName: [string, JsonObject] = [`${path}/{name}`, item(onObject)];
  const everywhere: [string, JsonObject][] = kind.namespaced ? [[path.replace('/namespaces/{namespace}', ''), item(onCollection.slice(0, 1))]] : [];
  return [[path, item(onCollection)], withName, ...everywhere];
}
