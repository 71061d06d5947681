import type { JsonObject } from '../objects/json';
import type { Draft, KubeObject } from '../objects/meta';
import type { Site } from '../site';
import type { WriteOptions } from '../store/writes';
import { decodeBody, decodeDraft } from './draft';
import { managerOf, type Exchange } from './exchange';
import { fieldValidationOf, isDryRun } from './options';
import { getObject } from './read';
import { fromScale, toScale } from './scale';
import { methodNotAllowed, unexplained } from './status';
import { shown, type Target } from './target';

/** An answer with its code. */
export interface Answer {
  code: number;
  body: unknown;
}

/** A draft in the form its kind is stored in. */
export function toStored({ kind, stored }: Target, draft: Draft, live: KubeObject | undefined): Draft {
  if (kind.view) return kind.view.read(draft, live);
  return kind === stored ? draft : { ...draft, apiVersion: stored.apiVersion };
}

export function createObject(site: Site, target: Target, exchange: Exchange, text: string): Answer {
  if (target.name) throw methodNotAllowed();
  const dryRun = isDryRun(exchange, 'CreateOptions');
  const draft = decodeBody(target, exchange, text, fieldValidationOf(exchange, 'CreateOptions'));
  if (draft.metadata.resourceVersion) throw unexplained('resourceVersion should not be set on objects to be created');
  const made = site.writes.create(target.stored, toStored(target, draft, undefined), { manager: managerOf(exchange), operation: 'Update', dryRun });
  return { code: 201, body: shown(target, made) };
}

/** PUT. Unlike most storage, Kubernetes does not create here. */
export function updateObject(site: Site, target: Target, exchange: Exchange, text: string): Answer {
  if (!target.name) throw methodNotAllowed();
  const dryRun = isDryRun(exchange, 'UpdateOptions');
  if (target.subresource === 'scale') {
    const body = decodeBody({ ...target, kind: { ...target.kind, group: 'autoscaling', version: 'v1', apiVersion: 'autoscaling/v1', kind: 'Scale' } }, exchange, text, fieldValidationOf(exchange, 'UpdateOptions'));
    return writeScale(site, target, exchange, body, dryRun);
  }
  const draft = decodeBody(target, exchange, text, fieldValidationOf(exchange, 'UpdateOptions'));
  return writeObject(site, target, draft, { manager: managerOf(exchange), operation: 'Update', dryRun });
}

/** Replaces an object by a draft in the client's form. */
export function writeObject(site: Site, target: Target, draft: Draft, options: WriteOptions): Answer {
  const live = site.store.get(target.stored, target.namespace, target.name ?? '');
  const made = site.writes.update(target.stored, toStored(target, draft, live), { ...options, ...subresourceOf(target) });
  return { code: 200, body: shown(target, made) };
}

export const subresourceOf = (target: Target) => (target.subresource ? { subresource: target.subresource } : {});

export function writeScale(site: Site, target: Target, exchange: Exchange, scale: JsonObject, dryRun: boolean): Answer {
  const object = getObject(site.store, target);
  const draft = fromScale(target.stored, object, scale);
  decodeDraft(target.stored, draft);
  const changed = site.writes.update(target.stored, draft, { manager: managerOf(exchange), operation: 'Update', subresource: 'scale', dryRun });
  return { code: 200, body: toScale(target.stored, changed) };
}
