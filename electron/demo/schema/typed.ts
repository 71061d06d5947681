import { isJsonObject, type JsonObject } from '../objects/json';
import type { Draft } from '../objects/meta';
import { itemKey, listKind } from '../patch/listKeys';
import type { Kind } from '../store/kinds';
import { modelNamed, modelOf, type TypeText } from './catalogue';

/** What server-side apply refuses in a configuration: undeclared fields, wrong types, and list items with the same key. */
export function typedErrors(kind: Kind, configuration: Draft): string[] {
  const model = modelOf(kind);
  return model ? structErrors(model, configuration, '', '') : [];
}

const got = (value: unknown) => `got &value.valueUnstructured{Value:${typeof value === 'object' ? `${Array.isArray(value) ? '[]' : 'map[string]'}interface {}{}` : JSON.stringify(value)}}`;

function structErrors(model: string, value: JsonObject, path: string, field: string): string[] {
  const declared = modelNamed(model)?.types;
  if (!declared) return [];
  return Object.entries(value).flatMap(([name, member]) => {
    const type = Object.hasOwn(declared, name) ? declared[name] : undefined;
    if (type === undefined) return [`${path}.${name}: field not declared in schema`];
    return valueErrors(type, member, `${path}.${name}`, field, name);
  });
}

function valueErrors(type: TypeText, value: unknown, path: string, parent: string, field: string): string[] {
  if (value === null || value === undefined) return [];
  if (type.startsWith('[]')) return Array.isArray(value) ? listErrors(type.slice(2), value, path, parent, field) : [`${path}: expected list, ${got(value)}`];
  if (type.startsWith('{}')) {
    if (!isJsonObject(value)) return [`${path}: expected map, ${got(value)}`];
    return Object.entries(value).flatMap(([key, member]) => valueErrors(type.slice(2), member, `${path}.${key}`, field, key));
  }
  if (type.startsWith('#')) return isJsonObject(value) ? structErrors(type.slice(1), value, path, field) : [`${path}: expected map, ${got(value)}`];
  return scalarErrors(type, value, path);
}

function listErrors(type: TypeText, list: unknown[], path: string, parent: string, field: string): string[] {
  const kind = listKind(parent, field);
  const seen = new Set<string>();
  return list.flatMap((item, index) => {
    if (typeof kind === 'string') {
      const own = kind === 'set' ? JSON.stringify(item) : '';
      if (own && seen.has(own)) return [`${path}: duplicate entries for key [=${own}]`];
      if (own) seen.add(own);
      return valueErrors(type, item, `${path}[${index}]`, parent, field);
    }
    const key = itemKey(item, kind);
    if (key === null) return [`${path}: element ${index}: associative list with keys has an element that omits key field "${kind.find((name) => !isJsonObject(item) || item[name] === undefined) ?? ''}" (and doesn't have default value)`];
    const shown = Object.entries(JSON.parse(key) as JsonObject).map(([name, value]) => `${name}=${JSON.stringify(value)}`).join(',');
    if (seen.has(key)) return [`${path}: duplicate entries for key [${shown}]`];
    seen.add(key);
    return valueErrors(type, item, `${path}[${shown}]`, parent, field);
  });
}

function scalarErrors(type: TypeText, value: unknown, path: string): string[] {
  switch (type) {
    case 'int32':
    case 'int64':
    case 'double':
      return typeof value === 'number' ? [] : [`${path}: expected numeric (int or float), ${got(value)}`];
    case 'boolean':
      return typeof value === 'boolean' ? [] : [`${path}: expected boolean, ${got(value)}`];
    case 'any':
    case 'quantity':
    case 'intOrString':
      return [];
    default:
      return typeof value === 'string' ? [] : [`${path}: expected string, ${got(value)}`];
  }
}
