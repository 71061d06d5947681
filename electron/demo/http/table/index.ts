import type { KubeObject } from '../../objects/meta';
import type { Kind } from '../../store/kinds';
import { appColumns } from './apps';
import { batchColumns } from './batch';
import { clusterColumns, shownName } from './cluster';
import { age, nameColumn, type Column, type Columns } from './column';
import { customColumns } from './custom';
import { eventColumns } from './events';
import { networkColumns } from './network';
import { podColumns } from './pods';

const columnsOf: Columns = { ...podColumns, ...appColumns, ...batchColumns, ...networkColumns, ...clusterColumns, ...eventColumns };

export interface TableOptions {
  /** False leaves the columns out, as all but the first event of a watch do. */
  withColumns?: boolean;
  /** How much of each object comes with its row. */
  include?: 'None' | 'Metadata' | 'Object';
}

function allColumns(kind: Kind): readonly Column[] {
  const name = { ...nameColumn, cell: shownName };
  if (kind.custom) return [name, ...customColumns(kind.custom)];
  const own = columnsOf[kind.kind] ?? [age];
  // Events have their name among the columns of `-o wide`.
  return own.some((column) => column.name === 'Name') ? own : [name, ...own];
}

/** A Table as `kubectl get` asks for it, with the columns of the real server. */
export function toTable(kind: Kind, objects: readonly KubeObject[], metadata: unknown, { withColumns = true, include = 'Metadata' }: TableOptions = {}): unknown {
  const columns = allColumns(kind);
  /** The real server prints its one inner form of an object, whatever version it was asked for in. */
  const inner = (object: KubeObject) => (kind.view ? ({ ...kind.view.read(object, undefined), kind: kind.kind } as KubeObject) : object);
  return {
    kind: 'Table',
    apiVersion: 'meta.k8s.io/v1',
    metadata,
    columnDefinitions: withColumns ? columns.map(({ cell: _cell, ...definition }) => ({ format: '', description: '', ...definition })) : null,
    rows: objects.map((object) => ({
      cells: columns.map(({ cell }) => cell(inner(object)) ?? null),
      ...(include !== 'None' && { object: include === 'Object' ? object : { kind: 'PartialObjectMetadata', apiVersion: 'meta.k8s.io/v1', metadata: object.metadata } }),
    })),
  };
}
