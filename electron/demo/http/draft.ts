import { isJsonObject, type JsonObject } from '../objects/json';
import type { Draft } from '../objects/meta';
import { modelOf } from '../schema/catalogue';
import { pruneCustom } from '../schema/custom';
import { decodeObject, type Decoded } from '../schema/decode';
import { duplicateFields } from '../schema/duplicates';
import type { Kind } from '../store/kinds';
import { parseBody, type Exchange } from './exchange';
import type { FieldValidation } from './options';
import { protobufType } from './protobuf/decode';
import { badRequest, unsupportedMediaType } from './status';
import type { Target } from './target';

const text = (value: unknown): string => (typeof value === 'string' ? value : '');
const accepted = ['application/json', 'application/yaml', protobufType];
const scheme = 'pkg/api/legacyscheme/scheme.go:30';

/** Versions of kinds that the server still knows the types of, though it serves them no more. */
const remembered = new Set(['extensions/v1beta1', 'apps/v1beta1', 'apps/v1beta2', 'batch/v1beta1', 'networking.k8s.io/v1beta1', 'policy/v1beta1', 'autoscaling/v2beta1', 'autoscaling/v2beta2']);

/** Decodes the body of a POST or PUT: JSON (also one translated from protobuf) or YAML, of the kind and place the URL names, with the types of its kind. */
export function decodeBody(target: Target, exchange: Exchange, body: string, validation: FieldValidation): Draft {
  const { kind } = target;
  const isYaml = exchange.contentType.includes('yaml');
  const isKnown = isYaml || exchange.contentType.includes('json') || exchange.contentType.startsWith(protobufType);
  if (!isKnown) throw unsupportedMediaType(accepted);
  const parsed = parseObject(kind, body, exchange);
  const draft = draftOf(target, parsed);
  const found = decodeDraft(kind, draft);
  const prefix = `${kind.kind} in version "${kind.version}" cannot be handled as a ${kind.kind}: `;
  if (found.error) throw badRequest(prefix + found.error);
  reportUnknown(exchange, validation, [...mistakes(found), ...(isYaml ? [] : duplicateFields(body).map((field) => `duplicate field ${JSON.stringify(field)}`))], (strict) => badRequest(prefix + strict));
  return draft;
}

const mistakes = ({ unknown }: Decoded) => unknown.map((field) => `unknown field ${JSON.stringify(field)}`);

/** Checks types and drops fields that the kind does not declare, in place. */
export function decodeDraft(kind: Kind, draft: Draft): Decoded {
  if (kind.custom) return { unknown: [...decodeMetadata(draft), ...pruneCustom(kind.custom.schema, draft)] };
  const model = modelOf(kind);
  return model ? decodeObject(model, draft) : { unknown: [] };
}

const decodeMetadata = (draft: Draft) => decodeObject('V1ObjectMeta', draft.metadata as JsonObject).unknown.map((field) => `metadata.${field}`);

/** Undeclared and doubled fields: an error, a warning, or nothing, as the client asked. */
export function reportUnknown(exchange: Exchange, validation: FieldValidation, found: readonly string[], strictly: (message: string) => Error): void {
  if (found.length === 0 || validation === 'Ignore') return;
  if (validation === 'Strict') throw strictly(`strict decoding error: ${found.join(', ')}`);
  exchange.response.setHeader('Warning', found.map((mistake) => `299 - ${JSON.stringify(mistake)}`));
}

export const unknownFields = (found: Decoded) => mistakes(found);

function parseObject(kind: Kind, body: string, exchange: Exchange): JsonObject {
  const unrecognized = (why: string) => badRequest(`the object provided is unrecognized (must be of type ${kind.kind}): couldn't get version/kind; json parse error: ${why} (${summary(body)})`);
  let parsed: unknown;
  try {
    parsed = parseBody(body, exchange.contentType);
  } catch (error) {
    throw unrecognized(error instanceof Error ? error.message : String(error));
  }
  if (isJsonObject(parsed)) return parsed;
  const given = Array.isArray(parsed) ? 'array' : typeof parsed;
  throw unrecognized(`json: cannot unmarshal ${given} into Go value of type struct { APIVersion string "json:\\"apiVersion,omitempty\\""; Kind string "json:\\"kind,omitempty\\"" }`);
}

/** The beginning of a body that could not be read: as text if it looks like an object, else in hexadecimal. */
function summary(body: string): string {
  if (body === '') return '<empty>';
  if (body.startsWith('{')) return body.length > 30 ? `${body.slice(0, 30)} ...` : body;
  const bytes = Buffer.from(body);
  return bytes.length > 30 ? `${bytes.subarray(0, 30).toString('hex')} ...` : bytes.toString('hex');
}

/** Checks that an object is of the kind and place the URL names, and completes it from there. */
export function draftOf(target: Target, body: JsonObject, mustName = false): Draft {
  const { kind } = target;
  const [givenKind, givenVersion] = [text(body['kind']), text(body['apiVersion'])];
  const wrong = (why: string) => badRequest(`${givenKind || kind.kind} in version "${givenVersion.split('/').at(-1)}" cannot be handled as a ${kind.kind}: ${why}`);
  const isKnown = givenVersion === '' || givenVersion === kind.apiVersion || remembered.has(givenVersion) || givenVersion.split('/')[0] !== kind.apiVersion.split('/')[0];
  if (!isKnown) throw wrong(`no kind "${givenKind}" is registered for version "${givenVersion}" in scheme "${scheme}"`);
  if (givenKind && givenKind !== kind.kind) {
    const isKind = modelOf({ group: givenVersion.includes('/') ? (givenVersion.split('/')[0] ?? '') : '', version: givenVersion.split('/').at(-1) ?? '', kind: givenKind }) !== undefined;
    if (kind.custom || !isKind) throw wrong(`no kind "${givenKind}" is registered for version "${givenVersion}" in scheme "${scheme}"`);
    throw wrong(`converting (${kind.version}.${givenKind}) to (${kind.group.split('.')[0] || 'core'}.${kind.kind}): unknown conversion`);
  }
  if (givenVersion && givenVersion !== kind.apiVersion) throw badRequest(`the API version in the data (${givenVersion}) does not match the expected API version (${kind.apiVersion})`);
  const metadata = isJsonObject(body['metadata']) ? body['metadata'] : {};
  if (target.name && metadata['name'] && metadata['name'] !== target.name) throw badRequest(`the name of the object (${text(metadata['name'])}) does not match the name on the URL (${target.name})`);
  if (target.name && mustName && !metadata['name']) throw badRequest(`the name of the object (based on URL) was empty`);
  if (target.namespace && metadata['namespace'] && metadata['namespace'] !== target.namespace) {
    if (target.name) throw badRequest(`the namespace of the object (${text(metadata['namespace'])}) does not match the namespace on the request (${target.namespace})`);
    throw badRequest('the namespace of the provided object does not match the namespace sent on the request');
  }
  return { ...body, metadata: { ...metadata, ...(target.namespace && { namespace: target.namespace }), ...(target.name && { name: target.name }) } };
}
