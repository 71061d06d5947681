import { isJsonObject, type JsonObject } from '../objects/json';
import type { Draft, KubeObject } from '../objects/meta';
import { applyConfiguration } from '../patch/apply';
import { jsonPatch } from '../patch/jsonPatch';
import { mergePatch } from '../patch/mergePatch';
import { strategicMerge } from '../patch/strategicMerge';
import type { Decoded } from '../schema/decode';
import { typedErrors } from '../schema/typed';
import type { Site } from '../site';
import { timestamp } from '../time/clock';
import { decodeDraft, draftOf, reportUnknown, unknownFields } from './draft';
import { managerOf, parseBody, type Exchange } from './exchange';
import { fieldValidationOf, invalidOptions, isDryRun } from './options';
import { getObject } from './read';
import { toScale } from './scale';
import { badRequest, invalid, methodNotAllowed, notFound, StatusError, unexplained, unsupportedMediaType } from './status';
import { shown, type Target } from './target';
import { subresourceOf, toStored, writeObject, writeScale, type Answer } from './write';

const json = 'application/json-patch+json';
const merge = 'application/merge-patch+json';
const strategic = 'application/strategic-merge-patch+json';
const apply = 'application/apply-patch+yaml';

export function patchObject(site: Site, target: Target, exchange: Exchange, text: string): Answer {
  if (!target.name) throw methodNotAllowed();
  const mediaType = exchange.contentType.split(';')[0]?.trim() ?? '';
  const accepted = target.kind.custom ? [json, merge, apply] : [json, merge, strategic, apply];
  if (!accepted.includes(mediaType)) throw unsupportedMediaType(accepted);
  const dryRun = isDryRun(exchange, 'PatchOptions');
  if (mediaType === apply) return applyObject(site, target, exchange, parseBody(text, mediaType), dryRun);
  if (exchange.query.has('force')) throw invalidOptions('PatchOptions', [{ reason: 'FieldValueForbidden', message: 'Forbidden: may not be specified for non-apply patch', field: 'force' }]);
  const patch = readPatch(mediaType, text);
  const stored = getObject(site.store, target);
  const live = target.subresource === 'scale' ? toScale(target.stored, stored) : shown(target, stored);
  const patched = patchedObject(mediaType, live, patch);
  if (target.subresource === 'scale') return writeScale(site, target, exchange, patched, dryRun);

  const draft = draftOf(target, patched);
  if (draft.metadata.uid !== stored.metadata.uid) {
    const cause = { reason: 'FieldValueInvalid', message: `Invalid value: ${JSON.stringify(draft.metadata.uid ?? '')}: field is immutable`, field: 'metadata.uid' } as const;
    throw invalid(target.kind, target.name, [cause, cause]);
  }
  const found = decodeDraft(target.kind, draft);
  const rejected = (why: string) => invalid({ kind: '', group: '' }, '', [{ reason: 'FieldValueInvalid', message: `Invalid value: ${JSON.stringify(mediaType === strategic ? goValue(patch) : JSON.stringify(patched))}: ${why}`, field: 'patch' }]);
  if (found.error) throw rejected(mediaType === strategic ? (found.conversion ?? found.error) : found.error);
  reportPatchMistakes(exchange, found, rejected);
  return writeObject(site, target, draft, { manager: managerOf(exchange), operation: 'Update', dryRun });
}

function reportPatchMistakes(exchange: Exchange, found: Decoded, rejected: (why: string) => Error): void {
  reportUnknown(exchange, fieldValidationOf(exchange, 'PatchOptions'), unknownFields(found), rejected);
}

function readPatch(mediaType: string, text: string): unknown {
  try {
    return parseBody(text, mediaType);
  } catch (error) {
    // Each kind of patch has a decoder, and words, of its own.
    if (mediaType === merge) throw badRequest('error decoding patch: Invalid JSON Patch');
    if (mediaType === strategic && error instanceof StatusError && error.message === 'unexpected end of JSON input') throw badRequest('unexpected EOF');
    throw error;
  }
}

function patchedObject(mediaType: string, live: KubeObject | JsonObject, patch: unknown): JsonObject {
  if (mediaType === json) return jsonPatch(live as JsonObject, patch);
  if (mediaType === strategic) {
    if (!isJsonObject(patch)) throw badRequest(`json: cannot unmarshal ${Array.isArray(patch) ? 'array' : typeof patch} into Go value of type map[string]interface {}`);
    return strategicMerge(live, patch) as JsonObject;
  }
  if (isJsonObject(patch)) return mergePatch(live, patch) as JsonObject;
  const why = `couldn't get version/kind; json parse error: json: cannot unmarshal ${Array.isArray(patch) ? 'array' : typeof patch} into Go value of type struct { APIVersion string "json:\\"apiVersion,omitempty\\""; Kind string "json:\\"kind,omitempty\\"" }`;
  throw invalid({ kind: '', group: '' }, '', [{ reason: 'FieldValueInvalid', message: `Invalid value: ${JSON.stringify(JSON.stringify(patch))}: ${why}`, field: 'patch' }]);
}

/** As Go prints a value with %v: `map[spec:map[replicas:2]]`. */
function goValue(value: unknown): string {
  if (Array.isArray(value)) return `[${value.map(goValue).join(' ')}]`;
  if (!isJsonObject(value)) return value === null ? '<nil>' : typeof value === 'string' ? value : JSON.stringify(value);
  const keys = Object.keys(value).sort();
  return `map[${keys.map((key) => `${key}:${goValue(value[key])}`).join(' ')}]`;
}

/** Server-side apply. */
function applyObject(site: Site, target: Target, exchange: Exchange, body: unknown, dryRun: boolean): Answer {
  const manager = exchange.query.get('fieldManager');
  if (!manager) throw invalidOptions('PatchOptions', [{ reason: 'FieldValueRequired', message: 'Required value: is required for apply patch', field: 'fieldManager' }]);
  if (target.subresource === 'scale') throw methodNotAllowed();
  const configuration = configurationOf(target, body);
  const force = ['true', '1'].includes(exchange.query.get('force') ?? '');
  const writer = { manager, operation: 'Apply' as const, ...subresourceOf(target) };
  const time = timestamp(site.clock.now());
  const live = site.store.get(target.stored, target.namespace, target.name ?? '');
  if (!live) {
    if (target.subresource) throw notFound(target.kind, target.name ?? '');
    if (configuration.metadata.uid) throw new StatusError(409, 'Conflict', `Operation cannot be fulfilled on ${target.kind.plural} "${target.name ?? ''}": uid mismatch: the provided object specified uid ${configuration.metadata.uid}, and no existing object was found`, {});
    const blank: KubeObject = { apiVersion: target.kind.apiVersion, kind: target.kind.kind, metadata: { name: target.name ?? '', uid: '', resourceVersion: '', creationTimestamp: '' } };
    const { managedFields } = applyConfiguration(blank, configuration, writer, true, time);
    return { code: 201, body: shown(target, site.writes.create(target.stored, toStored(target, configuration, undefined), { ...writer, managedFields, dryRun })) };
  }
  const { resourceVersion, ...metadata } = configuration.metadata;
  const { object, managedFields } = applyConfiguration(shown(target, live), { ...configuration, metadata }, writer, force, time);
  // Only a version the configuration names is a precondition.
  const draft = { ...object, metadata: { ...object.metadata, resourceVersion: resourceVersion ?? '' } };
  return writeObject(site, target, draft, { ...writer, managedFields, dryRun });
}

function configurationOf(target: Target, body: unknown): Draft {
  if (!isJsonObject(body)) throw badRequest(`error decoding YAML: json: cannot unmarshal ${Array.isArray(body) ? 'array' : typeof body} into Go value of type map[string]interface {}`);
  const { kind } = target;
  const version = typeof body['apiVersion'] === 'string' ? body['apiVersion'] : '';
  if (version !== kind.apiVersion) throw badRequest(`Incorrect version specified in apply patch. Specified patch version: ${version}, expected: ${kind.apiVersion}`);
  const configuration = draftOf(target, body);
  if (configuration.metadata.managedFields?.length) throw badRequest('metadata.managedFields must be nil');
  const errors = typedErrors(kind, configuration);
  if (errors.length > 0) {
    const what = `${target.namespace ? `${target.namespace}/` : '/'}${target.name ?? ''}; ${kind.apiVersion}, Kind=${kind.kind}`;
    throw unexplained(`failed to create typed patch object (${what}): ${errors.length === 1 ? errors[0] : `errors:\n${errors.map((error) => `  ${error}`).join('\n')}`}`);
  }
  return configuration;
}
