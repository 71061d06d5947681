import type { KubeObject } from '../../objects/meta';
import type { CustomKind } from '../../store/kinds';
import { ageText } from './age';
import { column, type Column } from './column';
import { readPath } from './jsonPath';

const ageOfCustom: CustomKind['columns'] = [{ name: 'Age', type: 'date', jsonPath: '.metadata.creationTimestamp' }];

/** A cell in the type its column was given; null, which shows as `<none>`, for what is of another. */
function cellOf(type: string, found: readonly unknown[]): unknown {
  const [value] = found;
  switch (type) {
    case 'integer':
      return typeof value === 'number' ? Math.trunc(value) : null;
    case 'number':
      return typeof value === 'number' ? value : null;
    case 'boolean':
      return typeof value === 'boolean' ? value : null;
    case 'date':
      return typeof value !== 'string' ? null : Number.isNaN(Date.parse(value)) ? '<invalid>' : ageText(value);
    default:
      return found.length === 0 ? null : found.map((each) => (typeof each === 'string' ? each : JSON.stringify(each))).join(' ');
  }
}

/** The columns a definition asks for, else the age. */
export function customColumns({ columns }: CustomKind): Column[] {
  return (columns.length > 0 ? columns : ageOfCustom).map(({ name, type, jsonPath, priority = 0, format = '', description = '' }) => ({
    ...column(name, (object: KubeObject) => cellOf(type, readPath(object, jsonPath))),
    type: type as Column['type'],
    priority,
    format,
    description,
  }));
}

