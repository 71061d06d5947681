import type { JsonObject } from '../objects/json';
import type { Kind } from '../store/kinds';
import { readProse } from './catalogue';
import { defineKinds } from './definitions';
import { describePaths } from './paths';

const info = { title: 'Wheelhouse demo site', version: 'v1.34.2' };

/** The whole of OpenAPI v2, as `/openapi/v2` answers it. */
export function openApiV2(kinds: readonly Kind[]): JsonObject {
  const { schemas, nameOf } = defineKinds(kinds, readProse(), (name) => ({ $ref: `#/definitions/${name}` }));
  const parameter = (name: string, type: string) => ({ in: 'query', name, type, uniqueItems: true });
  const paths = kinds.flatMap((kind) => describePaths(kind, parameter, { schema: { $ref: `#/definitions/${nameOf(kind)}` } }));
  return { swagger: '2.0', info, paths: Object.fromEntries(paths), definitions: schemas };
}

/** OpenAPI v3 of one group version. */
export function openApiV3(kinds: readonly Kind[]): JsonObject {
  const reference = (name: string) => ({ $ref: `#/components/schemas/${name}` });
  const { schemas, nameOf } = defineKinds(kinds, readProse(), (name) => ({ allOf: [reference(name)], default: {} }));
  const parameter = (name: string, type: string) => ({ in: 'query', name, schema: { type }, uniqueItems: true });
  const paths = kinds.flatMap((kind) => describePaths(kind, parameter, { content: { 'application/json': { schema: reference(nameOf(kind)) } } }));
  return { openapi: '3.0.0', info, paths: Object.fromEntries(paths), components: { schemas } };
}
