import { stringify } from 'yaml';
import { isJsonObject, type JsonObject } from '../objects/json';

/**
 * OpenAPI v2 in protobuf. kubectl up to 1.26 asks for no other form; of gnostic's OpenAPIv2.proto it reads the definitions and which
 * paths take `dryRun`, so the messages of those are written by hand.
 */
const bytes = (field: number, value: Uint8Array): Buffer => Buffer.concat([varint(field * 8 + 2), varint(value.length), value]);
const text = (field: number, value: unknown): Buffer => bytes(field, Buffer.from(String(value)));
const message = (field: number, ...parts: Uint8Array[]): Buffer => bytes(field, Buffer.concat(parts));

function varint(value: number): Buffer {
  const out: number[] = [];
  let rest = value;
  while (rest > 0x7f) {
    out.push((rest & 0x7f) | 0x80);
    rest >>>= 7;
  }
  out.push(rest);
  return Buffer.from(out);
}

/** Numbers of the fields. */
const document = { swagger: 1, info: 2, paths: 8, definitions: 9 };
const info = { title: 1, version: 2 };
const paths = { path: 2 };
const named = { name: 1, value: 2 };
const methods: Record<string, number> = { get: 2, put: 3, post: 4, delete: 5, patch: 8 };
const operation = { operationId: 5, parameters: 8, vendorExtension: 13 };
const schema = { ref: 1, format: 2, description: 4, required: 19, additionalProperties: 21, type: 22, items: 23, properties: 25, vendorExtension: 31 };
const any = { yaml: 2 };

const extensions = (field: number, source: JsonObject): Buffer[] =>
  Object.entries(source)
    .filter(([key]) => key.startsWith('x-kubernetes-'))
    .map(([key, value]) => message(field, text(named.name, key), message(named.value, text(any.yaml, stringify(value)))));

function schemaMessage(field: number, source: JsonObject): Buffer {
  const parts: Buffer[] = [];
  for (const [key, at] of [['$ref', schema.ref], ['format', schema.format], ['description', schema.description]] as const) if (source[key]) parts.push(text(at, source[key]));
  for (const name of (source['required'] as string[] | undefined) ?? []) parts.push(text(schema.required, name));
  if (isJsonObject(source['additionalProperties'])) parts.push(message(schema.additionalProperties, schemaMessage(1, source['additionalProperties'])));
  if (source['type']) parts.push(message(schema.type, text(1, source['type'])));
  if (isJsonObject(source['items'])) parts.push(message(schema.items, schemaMessage(1, source['items'])));
  if (isJsonObject(source['properties'])) parts.push(message(schema.properties, ...namedSchemas(source['properties'])));
  return message(field, ...parts, ...extensions(schema.vendorExtension, source));
}

const namedSchemas = (schemas: JsonObject): Buffer[] => Object.entries(schemas).map(([name, value]) => message(1, text(named.name, name), schemaMessage(named.value, value as JsonObject)));

/** ParametersItem{parameter} > Parameter{nonBodyParameter} > NonBodyParameter{queryParameterSubSchema: 3} > {in: 2, name: 4} */
const queryParameter = (name: string) => message(operation.parameters, message(1, message(2, message(3, text(2, 'query'), text(4, name)))));

function operationMessage(field: number, source: JsonObject): Buffer {
  const parameters = (source['parameters'] as { name: string }[]).map(({ name }) => queryParameter(name));
  return message(field, text(operation.operationId, source['operationId']), ...parameters, ...extensions(operation.vendorExtension, source));
}

function pathMessage([path, item]: [string, unknown]): Buffer {
  const operations = Object.entries(item as JsonObject).map(([method, source]) => operationMessage(methods[method] ?? 0, source as JsonObject));
  return message(paths.path, text(named.name, path), message(named.value, ...operations));
}

/** @param source OpenAPI v2 as JSON */
export function toGnostic(source: JsonObject): Buffer {
  const { title, version } = source['info'] as { title: string; version: string };
  return Buffer.concat([
    text(document.swagger, '2.0'),
    message(document.info, text(info.title, title), text(info.version, version)),
    message(document.paths, ...Object.entries(source['paths'] as JsonObject).map(pathMessage)),
    message(document.definitions, ...namedSchemas(source['definitions'] as JsonObject)),
  ]);
}
