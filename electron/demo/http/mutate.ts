import { isJsonObject, type JsonObject } from '../objects/json';
import type { Draft, KubeObject } from '../objects/meta';
import { applyConfiguration } from '../patch/apply';
import { jsonPatch } from '../patch/jsonPatch';
import { mergePatch } from '../patch/mergePatch';
import { strategicMerge } from '../patch/strategicMerge';
import type { DeleteOptions } from '../store/deletes';
import type { Kind } from '../store/kinds';
import type { Site } from '../site';
import { timestamp } from '../time/clock';
import { managerOf, parseBody, type Exchange } from './exchange';
import { getObject, selectionOf } from './read';
import { fromScale, toScale } from './scale';
import { badRequest, invalid, methodNotAllowed, notFound, unsupportedMediaType } from './status';
import type { Target } from './target';

/** An answer with its code. */
export interface Answer {
  code: number;
  body: unknown;
}

/** `dryRun=All` or none; anything else is refused, since guessing would write. */
function isDryRun(exchange: Exchange, optionsKind: string, body?: JsonObject): boolean {
  const asked = [...exchange.query.getAll('dryRun'), ...((body?.['dryRun'] as string[] | undefined) ?? [])];
  const wrong = asked.filter((value) => value !== 'All');
  if (wrong.length === 0) return asked.length > 0;
  const message = `Unsupported value: []string{${wrong.map((value) => JSON.stringify(value)).join(', ')}}: supported values: "All"`;
  throw invalid({ kind: optionsKind, group: 'meta.k8s.io' }, '', [{ reason: 'FieldValueNotSupported', message, field: 'dryRun' }]);
}

const text = (value: unknown): string => (typeof value === 'string' ? value : '');

/** Checks that a body is an object of the kind and place the URL names, and completes it from there. */
function draftOf(target: Target, body: unknown): Draft {
  const { kind } = target;
  if (!isJsonObject(body)) throw badRequest(`the object provided is unrecognized (must be of type ${kind.kind}): couldn't get version/kind`);
  const [givenKind, givenVersion] = [text(body['kind']), text(body['apiVersion'])];
  if (givenKind && givenKind !== kind.kind) {
    throw badRequest(`${givenKind} in version "${givenVersion.split('/').at(-1)}" cannot be handled as a ${kind.kind}: converting (${kind.version}.${givenKind}) to (core.${kind.kind}): unknown conversion`);
  }
  if (givenVersion && givenVersion !== kind.apiVersion) {
    throw badRequest(`the API version in the data (${givenVersion}) does not match the expected API version (${kind.apiVersion})`);
  }
  const metadata = isJsonObject(body['metadata']) ? body['metadata'] : {};
  if (target.namespace && metadata['namespace'] && metadata['namespace'] !== target.namespace) {
    throw badRequest('the namespace of the provided object does not match the namespace sent on the request');
  }
  if (target.name && metadata['name'] && metadata['name'] !== target.name) {
    throw badRequest(`the name of the object (${text(metadata['name'])}) does not match the name on the URL (${target.name})`);
  }
  return { ...body, metadata: { ...metadata, ...(target.namespace && { namespace: target.namespace }), ...(target.name && { name: target.name }) } };
}

export function createObject(site: Site, target: Target, exchange: Exchange, text: string): Answer {
  if (target.subresource === 'eviction') return evict(site, target, exchange);
  if (target.name) throw methodNotAllowed();
  const draft = draftOf(target, parseBody(text, exchange.contentType));
  const options = { manager: managerOf(exchange), operation: 'Update' as const, dryRun: isDryRun(exchange, 'CreateOptions') };
  return { code: 201, body: site.writes.create(target.kind, draft, options) };
}

function evict(site: Site, target: Target, exchange: Exchange): Answer {
  getObject(site.store, target);
  site.deletes.remove(target.kind, target.namespace, target.name ?? '', { dryRun: isDryRun(exchange, 'CreateOptions') });
  return { code: 201, body: { kind: 'Status', apiVersion: 'v1', metadata: {}, status: 'Success', code: 201 } };
}

/** PUT. Unlike most storage, Kubernetes does not create here. */
export function updateObject(site: Site, target: Target, exchange: Exchange, text: string): Answer {
  if (!target.name) throw methodNotAllowed();
  const body = parseBody(text, exchange.contentType);
  const dryRun = isDryRun(exchange, 'UpdateOptions');
  if (target.subresource === 'scale') return { code: 200, body: writeScale(site, target, exchange, body as JsonObject, dryRun) };
  const draft = draftOf(target, body);
  return { code: 200, body: site.writes.update(target.kind, draft, { manager: managerOf(exchange), operation: 'Update', dryRun, ...subresourceOf(target) }) };
}

const subresourceOf = (target: Target) => (target.subresource ? { subresource: target.subresource } : {});

function writeScale(site: Site, target: Target, exchange: Exchange, scale: JsonObject, dryRun: boolean): unknown {
  const object = getObject(site.store, target);
  const changed = site.writes.update(target.kind, fromScale(object, scale), { manager: managerOf(exchange), operation: 'Update', subresource: 'scale', dryRun });
  return toScale(changed);
}

type Patcher = (object: unknown, patch: unknown) => unknown;
const patchers: Record<string, Patcher> = {
  'application/json-patch+json': jsonPatch,
  'application/merge-patch+json': mergePatch,
  'application/strategic-merge-patch+json': (object, patch) => strategicMerge(object, patch),
};

export function patchObject(site: Site, target: Target, exchange: Exchange, text: string): Answer {
  if (!target.name) throw methodNotAllowed();
  const mediaType = exchange.contentType.split(';')[0]?.trim() ?? '';
  const dryRun = isDryRun(exchange, 'PatchOptions');
  if (mediaType === 'application/apply-patch+yaml') return applyObject(site, target, exchange, parseBody(text, mediaType), dryRun);
  const patcher = patchers[mediaType];
  if (!patcher) throw unsupportedMediaType();
  const patch = parseBody(text, mediaType);
  const live = getObject(site.store, target);
  if (target.subresource === 'scale') return { code: 200, body: writeScale(site, target, exchange, patcher(toScale(live), patch) as JsonObject, dryRun) };
  // A version in the patch is a precondition; one the patch did not set is only what it was patched from.
  const draft = draftOf(target, patcher(live, patch));
  return { code: 200, body: site.writes.update(target.kind, draft, { manager: managerOf(exchange), operation: 'Update', dryRun, ...subresourceOf(target) }) };
}

function applyObject(site: Site, target: Target, exchange: Exchange, body: unknown, dryRun: boolean): Answer {
  const manager = exchange.query.get('fieldManager');
  if (!manager) throw invalid({ kind: 'PatchOptions', group: 'meta.k8s.io' }, '', [{ reason: 'FieldValueRequired', message: 'Required value: is required for apply patch', field: 'fieldManager' }]);
  const configuration = draftOf(target, body);
  const writer = { manager, operation: 'Apply' as const, ...subresourceOf(target) };
  const time = timestamp(site.clock.now());
  const live = site.store.get(target.kind, target.namespace, target.name ?? '');
  if (!live) {
    if (target.subresource) throw notFound(target.kind, target.name ?? '');
    const blank: KubeObject = { apiVersion: target.kind.apiVersion, kind: target.kind.kind, metadata: { name: target.name ?? '', uid: '', resourceVersion: '', creationTimestamp: '' } };
    const { managedFields } = applyConfiguration(blank, configuration, writer, true, time);
    return { code: 201, body: site.writes.create(target.kind, configuration, { ...writer, managedFields, dryRun }) };
  }
  const { object, managedFields } = applyConfiguration(live, configuration, writer, exchange.query.get('force') === 'true', time);
  return { code: 200, body: site.writes.update(target.kind, object, { ...writer, managedFields, dryRun }) };
}

export function deleteObject(site: Site, target: Target, exchange: Exchange, text: string): Answer {
  if (!target.name) return deleteCollection(site, target, exchange, text);
  if (target.subresource) throw methodNotAllowed();
  const { object, gone } = site.deletes.remove(target.kind, target.namespace, target.name, deleteOptions(exchange, text));
  return { code: 200, body: gone && target.kind.kind !== 'Pod' ? deleted(target.kind, object) : object };
}

function deleteCollection(site: Site, target: Target, exchange: Exchange, text: string): Answer {
  if (target.kind.kind === 'Namespace') throw methodNotAllowed();
  const isWanted = selectionOf(target.kind, exchange.query);
  const items = site.store.list(target.kind, target.namespace).filter(isWanted);
  const options = deleteOptions(exchange, text);
  for (const { metadata } of items) site.deletes.remove(target.kind, metadata.namespace, metadata.name, options);
  return { code: 200, body: { kind: `${target.kind.kind}List`, apiVersion: target.kind.apiVersion, metadata: { resourceVersion: String(site.store.revision) }, items } };
}

function deleted(kind: Kind, { metadata }: KubeObject): unknown {
  const details = { name: metadata.name, ...(kind.group && { group: kind.group }), kind: kind.plural, uid: metadata.uid };
  return { kind: 'Status', apiVersion: 'v1', metadata: {}, status: 'Success', details };
}

function deleteOptions(exchange: Exchange, text: string): DeleteOptions {
  const parsed = text.trim() ? parseBody(text, exchange.contentType) : {};
  const body: JsonObject = isJsonObject(parsed) ? parsed : {};
  const grace = exchange.query.get('gracePeriodSeconds') ?? body['gracePeriodSeconds'];
  const propagation = exchange.query.get('propagationPolicy') ?? body['propagationPolicy'];
  return {
    dryRun: isDryRun(exchange, 'DeleteOptions', body),
    ...(grace !== undefined && grace !== null && { gracePeriodSeconds: Number(grace) }),
    ...(typeof propagation === 'string' && { propagationPolicy: propagation as NonNullable<DeleteOptions['propagationPolicy']> }),
    ...(isJsonObject(body['preconditions']) && { preconditions: body['preconditions'] }),
  };
}
