import { isJsonObject, type JsonObject } from '../../objects/json';
import type { KubeObject } from '../../objects/meta';
import type { Container, LabelSelector } from '../../objects/workloads';
import { ageText } from './age';

/** A column of `kubectl get`: priority 1 shows with `-o wide` only. */
export interface Column {
  name: string;
  type: 'string' | 'integer' | 'number' | 'boolean' | 'date';
  format?: string;
  description?: string;
  priority: number;
  cell: (object: KubeObject) => unknown;
}

/** The columns of some kinds, by their names. */
export type Columns = Readonly<Record<string, readonly Column[]>>;

export const none = '<none>';
export const unset = '<unset>';

export const column = (name: string, cell: Column['cell'], type: Column['type'] = 'string'): Column => ({ name, type, priority: 0, cell });
export const count = (name: string, cell: Column['cell']): Column => column(name, cell, 'integer');
export const wide = (name: string, cell: Column['cell']): Column => ({ ...column(name, cell), priority: 1 });

export const nameColumn: Column = { ...column('Name', (object) => object.metadata.name), format: 'name' };
export const age = column('Age', (object) => ageText(object.metadata.creationTimestamp));
/** In place of the age, for kinds the real server has no words of its own for. */
export const createdAt = column('Created At', (object) => object.metadata.creationTimestamp, 'date');

export const part = (object: JsonObject, field: string): JsonObject => (isJsonObject(object[field]) ? object[field] : {});
export const list = <T = JsonObject>(object: JsonObject, field: string): T[] => (Array.isArray(object[field]) ? (object[field] as T[]) : []);
export const spec = (field: string, otherwise: unknown = none) => (object: KubeObject): unknown => part(object, 'spec')[field] ?? otherwise;
export const status = (field: string, otherwise: unknown = 0) => (object: KubeObject): unknown => part(object, 'status')[field] ?? otherwise;
export const countOf = (...fields: string[]) => (object: KubeObject): number => fields.reduce((sum, field) => sum + Object.keys(part(object, field)).length, 0);

/** `a=b,c=d`, sorted. */
export function labelsText(labels: unknown): string {
  return Object.entries(isJsonObject(labels) ? labels : {}).map((entry) => entry.join('=')).sort().join(',') || none;
}

export function selectorText(selector: unknown): string {
  const { matchLabels = {}, matchExpressions = [] } = (isJsonObject(selector) ? selector : {}) as LabelSelector;
  const expressions = matchExpressions.map(({ key, operator, values = [] }) => {
    if (operator === 'Exists') return key;
    return operator === 'DoesNotExist' ? `!${key}` : `${key} ${operator === 'In' ? 'in' : 'notin'} (${[...values].sort().join(',')})`;
  });
  return [...Object.entries(matchLabels).map((entry) => entry.join('=')), ...expressions].sort().join(',') || none;
}

/** The first three, and how many more there are. */
export function firstThree(texts: readonly string[], otherwise: string): string {
  if (texts.length === 0) return otherwise;
  const shown = texts.slice(0, 3).join(',');
  return texts.length > 3 ? `${shown} + ${texts.length - 3} more...` : shown;
}

/** Names and images of the containers of a pod template. */
export const containerColumns = (templateOf: (object: KubeObject) => JsonObject, make = wide): Column[] => {
  const containers = (object: KubeObject) => list<Container>(part(templateOf(object), 'spec'), 'containers');
  return [make('Containers', (object) => containers(object).map(({ name }) => name).join(',')), make('Images', (object) => containers(object).map(({ image }) => image).join(','))];
};
export const templateOf = (object: KubeObject): JsonObject => part(part(object, 'spec'), 'template');

export const accessModes = (modes: unknown): string => {
  const short: Record<string, string> = { ReadWriteOnce: 'RWO', ReadOnlyMany: 'ROX', ReadWriteMany: 'RWX', ReadWriteOncePod: 'RWOP' };
  return Array.isArray(modes) ? Object.keys(short).filter((mode) => modes.includes(mode)).map((mode) => short[mode]).join(',') : '';
};
