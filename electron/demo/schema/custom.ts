import { isJsonObject, type JsonObject } from '../objects/json';

const flag = (schema: JsonObject, name: string) => schema[`x-kubernetes-${name}`] === true;

/** Drops what the schema of a custom resource does not declare, in place, as the server prunes it. Returns the paths of what went. */
export function pruneCustom(schema: JsonObject, object: JsonObject): string[] {
  const head = ['apiVersion', 'kind', 'metadata'];
  return prune(schema, object, '', head);
}

function prune(schema: JsonObject, value: unknown, path: string, kept: readonly string[] = []): string[] {
  if (flag(schema, 'preserve-unknown-fields') && !isJsonObject(schema['properties'])) return [];
  if (Array.isArray(value)) return isJsonObject(schema['items']) ? value.flatMap((item, index) => prune(schema['items'] as JsonObject, item, `${path}[${index}]`)) : [];
  if (!isJsonObject(value)) return [];
  const embedded = flag(schema, 'embedded-resource') ? ['apiVersion', 'kind', 'metadata'] : [];
  const properties = isJsonObject(schema['properties']) ? schema['properties'] : {};
  const others = schema['additionalProperties'];
  return Object.entries(value).flatMap(([field, member]) => {
    const own = path ? `${path}.${field}` : field;
    const declared = Object.hasOwn(properties, field) ? properties[field] : isJsonObject(others) ? others : undefined;
    if (kept.includes(field) || embedded.includes(field)) return [];
    if (isJsonObject(declared)) return prune(declared, member, own);
    if (others === true || flag(schema, 'preserve-unknown-fields')) return [];
    delete value[field];
    return [own];
  });
}

/** Fills in the defaults a schema declares, in place. */
export function defaultCustom(schema: JsonObject, value: unknown): void {
  if (Array.isArray(value)) {
    if (isJsonObject(schema['items'])) for (const item of value) defaultCustom(schema['items'], item);
    return;
  }
  if (!isJsonObject(value)) return;
  const properties = isJsonObject(schema['properties']) ? schema['properties'] : {};
  for (const [field, declared] of Object.entries(properties)) {
    if (!isJsonObject(declared)) continue;
    if (value[field] === undefined && declared['default'] !== undefined) value[field] = structuredClone(declared['default']);
    defaultCustom(declared, value[field]);
  }
  const others = schema['additionalProperties'];
  if (isJsonObject(others)) for (const [field, member] of Object.entries(value)) if (!Object.hasOwn(properties, field)) defaultCustom(others, member);
}
