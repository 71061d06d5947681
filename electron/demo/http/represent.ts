import type { KubeObject } from '../objects/meta';
import type { Exchange } from './exchange';
import type { ListAnswer } from './read';
import { StatusError } from './status';
import { toTable, type TableOptions } from './table';
import type { Target } from './target';

/** The form a client wants objects in: whole, as rows of `kubectl get`, or their metadata only. */
export type Form = 'object' | 'table' | 'metadata';

const served = /^(application\/json|application\/yaml|application\/\*|\*\/\*)$/;

/** The first form among the media types a client takes that is served; protobuf is not. */
export function formOf({ accept }: Pick<Exchange, 'accept'>): Form {
  if (accept.trim() === '') return 'object';
  for (const type of accept.split(',')) {
    const [media = '', ...parameters] = type.split(';').map((part) => part.trim());
    if (!served.test(media)) continue;
    const as = parameters.find((parameter) => parameter.startsWith('as='))?.slice('as='.length);
    if (as === 'Table') return 'table';
    if (as?.startsWith('PartialObjectMetadata')) return 'metadata';
    if (as === undefined) return 'object';
  }
  throw new StatusError(406, 'NotAcceptable', 'only the following media types are accepted: application/json', {});
}

const meta = 'meta.k8s.io/v1';
const partial = ({ metadata }: KubeObject) => ({ kind: 'PartialObjectMetadata', apiVersion: meta, metadata });

export function tableOptions(exchange: Exchange): TableOptions {
  const include = exchange.query.get('includeObject');
  return { include: include === 'None' || include === 'Object' ? include : 'Metadata' };
}

export function representObject(target: Target, object: KubeObject, exchange: Exchange, options: TableOptions = tableOptions(exchange)): unknown {
  const form = formOf(exchange);
  if (form === 'table') return toTable(target.kind, [object], { resourceVersion: object.metadata.resourceVersion }, options);
  return form === 'metadata' ? partial(object) : object;
}

export function representList(target: Target, list: ListAnswer, exchange: Exchange): unknown {
  const form = formOf(exchange);
  if (form === 'table') return toTable(target.kind, list.items, list.metadata, tableOptions(exchange));
  // The list says what its items are; custom resources say it themselves too.
  const items = target.kind.custom ? list.items : list.items.map(({ kind: _kind, apiVersion: _apiVersion, ...item }) => item);
  return form === 'metadata' ? { kind: 'PartialObjectMetadataList', apiVersion: meta, metadata: list.metadata, items: list.items.map(partial) } : { ...list, items };
}
