import type { KubeObject } from '../objects/meta';
import type { Site } from '../site';
import type { Kind } from '../store/kinds';
import type { Exchange } from './exchange';
import { deleteOptions } from './options';
import { selectionOf } from './read';
import { methodNotAllowed } from './status';
import { shown, type Target } from './target';
import type { Answer } from './write';

export function deleteObject(site: Site, target: Target, exchange: Exchange, text: string): Answer {
  if (!target.name) return deleteCollection(site, target, exchange, text);
  if (target.subresource) throw methodNotAllowed();
  const { object, gone } = site.deletes.remove(target.stored, target.namespace, target.name, deleteOptions(exchange, text));
  return { code: 200, body: gone && target.kind.kind !== 'Pod' ? deleted(target.kind, object) : shown(target, object) };
}

function deleteCollection(site: Site, target: Target, exchange: Exchange, text: string): Answer {
  const { kind, stored, namespace } = target;
  if (kind.kind === 'Namespace' || (kind.namespaced && namespace === undefined)) throw methodNotAllowed();
  const isWanted = selectionOf(kind, exchange.query);
  const options = deleteOptions(exchange, text);
  const items = site.store.list(stored, namespace).filter((object) => isWanted(shown(target, object)));
  for (const { metadata } of items) site.deletes.remove(stored, metadata.namespace, metadata.name, options);
  return { code: 200, body: { kind: `${kind.kind}List`, apiVersion: kind.apiVersion, metadata: { resourceVersion: String(site.store.revision) }, items: items.map((object) => shown(target, object)) } };
}

function deleted(kind: Kind, { metadata }: KubeObject): unknown {
  const details = { name: metadata.name, ...(kind.group && { group: kind.group }), kind: kind.plural, uid: metadata.uid };
  return { kind: 'Status', apiVersion: 'v1', metadata: {}, status: 'Success', details };
}
