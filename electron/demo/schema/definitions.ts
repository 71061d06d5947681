import type { JsonObject } from '../objects/json';
import { isAtomicObject, listKind, mergeKey } from '../patch/listKeys';
import { qualified, type Kind } from '../store/kinds';
import { modelNamed, modelOf, type Prose, type TypeText } from './catalogue';

/** Types that belong to no group of the API. */
const meta = new Set(['APIResource', 'APIResourceList', 'Condition', 'DeleteOptions', 'FieldSelectorRequirement', 'LabelSelector', 'LabelSelectorRequirement', 'ListMeta', 'ManagedFieldsEntry', 'ObjectMeta', 'OwnerReference', 'Preconditions', 'Status', 'StatusCause', 'StatusDetails']);
const metaPackage = 'io.k8s.apimachinery.pkg.apis.meta.v1';

const plain: Record<string, JsonObject> = {
  boolean: { type: 'boolean' },
  double: { type: 'number', format: 'double' },
  int32: { type: 'integer', format: 'int32' },
  int64: { type: 'integer', format: 'int64' },
  string: { type: 'string' },
  bytes: { type: 'string', format: 'byte' },
  time: { type: 'string', format: 'date-time' },
  microTime: { type: 'string', format: 'date-time' },
  quantity: { type: 'string' },
  intOrString: { type: 'string', format: 'int-or-string' },
  any: { type: 'object' },
};

/** How a document points from one definition to another. */
export type Refer = (definition: string) => JsonObject;

export interface Definitions {
  /** All that the kinds reach, by name. */
  schemas: Record<string, JsonObject>;
  nameOf(kind: Kind): string;
}

export const groupVersionKind = ({ group, version, kind }: Pick<Kind, 'group' | 'version' | 'kind'>) => ({ group, kind, version });

const reversed = (group: string) => group.split('.').reverse().join('.');

/** JSON schemas of kinds and of what their fields hold. @param refer differs between OpenAPI v2 and v3. */
export function defineKinds(kinds: readonly Kind[], prose: Readonly<Record<string, Prose>>, refer: Refer): Definitions {
  const names = new Map<string, string>();
  const schemas: Record<string, JsonObject> = {};

  const property = (type: TypeText, parent: string, field: string): JsonObject => {
    if (type.startsWith('[]')) return { type: 'array', items: property(type.slice(2), parent, field), ...listExtensions(parent, field) };
    if (type.startsWith('{}')) return { type: 'object', additionalProperties: property(type.slice(2), parent, field) };
    if (!type.startsWith('#')) return plain[type] ?? { type: 'string' };
    return { ...refer(define(type.slice(1), field)), ...(isAtomicObject(field) && { 'x-kubernetes-map-type': 'atomic' }) };
  };

  /** Named by the first kind that reaches it, as the real packages are: a PodSpec is core's also where a Deployment holds it. */
  let owner: Pick<Kind, 'group' | 'version'> = { group: '', version: 'v1' };
  const define = (model: string, asField: string): string => {
    const known = names.get(model);
    if (known) return known;
    const short = model.replace(/^.*?V\d+((alpha|beta)\d+)?/, '');
    const name = meta.has(short) ? `${metaPackage}.${short}` : `io.k8s.api.${owner.group.split('.')[0] || 'core'}.${owner.version}.${short}`;
    names.set(model, name);
    const { types = {}, required } = modelNamed(model) ?? {};
    const said = prose[model];
    const properties = Object.entries(types).map(([field, type]) => {
      const text = said?.fields[field];
      return [field, { ...(text && { description: text }), ...property(type, asField, field) }];
    });
    schemas[name] = { ...(said && { description: said.description }), type: 'object', ...(properties.length > 0 && { properties: Object.fromEntries(properties) as JsonObject }), ...(required && { required }) };
    return name;
  };

  const custom = (kind: Kind): string => {
    const name = `${reversed(kind.group)}.${kind.version}.${kind.kind}`;
    const schema = kind.custom?.schema ?? {};
    const head = { apiVersion: plain['string'], kind: plain['string'], metadata: refer(define('V1ObjectMeta', 'metadata')) };
    schemas[name] = { ...schema, type: 'object', properties: { ...(schema['properties'] as JsonObject | undefined), ...head }, 'x-kubernetes-group-version-kind': [groupVersionKind(kind)] };
    return name;
  };

  const kindNames = new Map<Kind, string>();
  for (const kind of kinds) {
    owner = kind;
    const model = modelOf(kind);
    const name = kind.custom ? custom(kind) : model ? define(model, '') : undefined;
    if (!name) continue;
    kindNames.set(kind, name);
    schemas[name] = { ...schemas[name], 'x-kubernetes-group-version-kind': [groupVersionKind(kind)] };
  }
  return {
    schemas,
    nameOf(kind) {
      const name = kindNames.get(kind);
      if (!name) throw new Error(`There is no schema of ${qualified(kind)}.`);
      return name;
    },
  };
}

function listExtensions(parent: string, field: string): JsonObject {
  const kind = listKind(parent, field);
  const key = mergeKey(parent, field);
  const merging = key === undefined ? {} : { 'x-kubernetes-patch-merge-key': key, 'x-kubernetes-patch-strategy': field === 'volumes' ? 'merge,retainKeys' : 'merge' };
  if (kind === 'atomic') return { 'x-kubernetes-list-type': 'atomic', ...merging };
  if (kind === 'set') return { 'x-kubernetes-list-type': 'set', 'x-kubernetes-patch-strategy': 'merge' };
  return { 'x-kubernetes-list-map-keys': kind, 'x-kubernetes-list-type': 'map', ...merging };
}
