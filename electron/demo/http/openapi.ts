import type { Kind } from '../store/kinds';

/**
 * The smallest OpenAPI v2 document that kubectl is content with. It reads only which kinds take `dryRun`, and skips the
 * validation of kinds without a definition. Its protobuf form is the trap: kubectl asks for no other, so the few messages of
 * gnostic's openapi_v2 that are needed are written by hand.
 */
const bytes = (field: number, value: Uint8Array): Buffer => Buffer.concat([varint((field << 3) | 2), varint(value.length), value]);
const text = (field: number, value: string): Buffer => bytes(field, Buffer.from(value));
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

/** Numbers of the fields in gnostic's OpenAPIv2.proto. */
const document = { swagger: 1, info: 2, paths: 8 };
const info = { title: 1, version: 2 };
const paths = { path: 2 };
const named = { name: 1, value: 2 };
const pathItem = { patch: 8 };
const operation = { parameters: 8, vendorExtension: 13 };
const any = { yaml: 2 };

/** ParametersItem{parameter} > Parameter{nonBodyParameter} > NonBodyParameter{queryParameterSubSchema: 3} > {in: 2, name: 4} */
const dryRunParameter = message(operation.parameters, message(1, message(2, message(3, text(2, 'query'), text(4, 'dryRun')))));

function patchOperation(kind: Kind): Buffer {
  const extension = `group: "${kind.group}"\nkind: ${kind.kind}\nversion: ${kind.version}\n`;
  return Buffer.concat([dryRunParameter, message(operation.vendorExtension, text(named.name, 'x-kubernetes-group-version-kind'), message(named.value, text(any.yaml, extension)))]);
}

function pathOf(kind: Kind): string {
  const root = kind.group ? `/apis/${kind.apiVersion}` : '/api/v1';
  return `${root}/${kind.namespaced ? 'namespaces/{namespace}/' : ''}${kind.plural}/{name}`;
}

export function openApiV2Protobuf(kinds: readonly Kind[]): Buffer {
  const entries = kinds.map((kind) => message(paths.path, text(named.name, pathOf(kind)), message(named.value, message(pathItem.patch, patchOperation(kind)))));
  return Buffer.concat([
    text(document.swagger, '2.0'),
    message(document.info, text(info.title, 'Wheelhouse demo site'), text(info.version, 'v1.34.2')),
    message(document.paths, ...entries),
  ]);
}

export function openApiV2(kinds: readonly Kind[]): unknown {
  const entries = kinds.map((kind) => [
    pathOf(kind),
    { patch: { parameters: [{ in: 'query', name: 'dryRun', type: 'string' }], 'x-kubernetes-group-version-kind': { group: kind.group, kind: kind.kind, version: kind.version } } },
  ]);
  return { swagger: '2.0', info: { title: 'Wheelhouse demo site', version: 'v1.34.2' }, paths: Object.fromEntries(entries) as unknown, definitions: {} };
}
