import type { FieldChange } from '@shared/model/change';

type Fields = Record<string, unknown>;

/**
 * What makes an element of a Kubernetes list the same element, best first. A key is used only where every element of both
 * lists has it and no two share it: `volumeMounts` repeat names, `ports` of two protocols repeat numbers.
 */
const listKeys = ['name', 'mountPath', 'devicePath', 'containerPort', 'key', 'ip', 'topologyKey'] as const;

/**
 * Every leaf that differs between two values of JSON, with paths as `spec.containers[uuid-server].image`.
 * Elements of lists are matched by their name where they have one, so that an inserted container is one addition
 * and not a change of all that follow. `null` stands for "is not there".
 */
export const diffFields = (before: unknown, after: unknown, path = ''): FieldChange[] => {
  if (Object.is(before, after)) return [];
  if (Array.isArray(before) && Array.isArray(after)) return diffLists(before, after, path);
  if (isFields(before) && isFields(after)) {
    const keys = new Set([...Object.keys(before), ...Object.keys(after)]);
    return [...keys].flatMap((key) => diffFields(own(before, key), own(after, key), join(path, key)));
  }
  if (before === undefined || before === null) return leaves(after, path).map(([at, value]) => ({ path: at, before: null, after: value }));
  if (after === undefined || after === null) return leaves(before, path).map(([at, value]) => ({ path: at, before: value, after: null }));
  return text(before) === text(after) ? [] : [{ path, before: text(before), after: text(after) }];
};

const diffLists = (before: readonly unknown[], after: readonly unknown[], path: string): FieldChange[] => {
  const key = sharedKey(before, after);
  if (key === null) {
    const length = Math.max(before.length, after.length);
    return Array.from({ length }, (_, index) => diffFields(before[index], after[index], `${path}[${index}]`)).flat();
  }
  const older = byKey(before, key);
  const newer = byKey(after, key);
  const names = new Set([...older.keys(), ...newer.keys()]);
  const changes = [...names].flatMap((name) => diffFields(older.get(name), newer.get(name), `${path}[${name}]`));
  // The order of containers and variables means something (`$(VAR)` reads what stands above it).
  const orderBefore = [...older.keys()].filter((name) => newer.has(name)).join(', ');
  const orderAfter = [...newer.keys()].filter((name) => older.has(name)).join(', ');
  return orderBefore === orderAfter ? changes : [...changes, { path: `${path}[order]`, before: orderBefore, after: orderAfter }];
};

const sharedKey = (before: readonly unknown[], after: readonly unknown[]): string | null =>
  listKeys.find((key) => identifies(before, key) && identifies(after, key)) ?? null;

const identifies = (list: readonly unknown[], key: string): boolean => {
  const values = list.map((element) => (isFields(element) ? element[key] : undefined));
  return values.every((value) => typeof value === 'string' || typeof value === 'number') && new Set(values).size === list.length;
};

const byKey = (list: readonly unknown[], key: string): Map<string, unknown> => new Map(list.map((element) => [text((element as Fields)[key]), element]));

/** All leaves below a value that was added or removed; an empty object or list is a leaf. */
const leaves = (value: unknown, path: string): [string, string][] => {
  if (Array.isArray(value) && value.length > 0) {
    const key = sharedKey(value, value);
    return value.flatMap((element: unknown, index) => leaves(element, `${path}[${key === null ? index : text((element as Fields)[key])}]`));
  }
  if (isFields(value) && Object.keys(value).length > 0) return Object.entries(value).flatMap(([key, inner]) => leaves(inner, join(path, key)));
  return value === undefined || value === null ? [] : [[path, text(value)]];
};

/** Keys of labels and annotations hold dots and slashes: they are put in brackets. */
const join = (path: string, key: string): string => {
  if (!/^[A-Za-z0-9_-]+$/.test(key)) return `${path}[${key}]`;
  return path === '' ? key : `${path}.${key}`;
};

/** A label may be called `constructor`, which every object seems to have. */
const own = (fields: Fields, key: string): unknown => (Object.hasOwn(fields, key) ? fields[key] : undefined);

const text = (value: unknown): string => (typeof value === 'string' ? value : JSON.stringify(value));
const isFields = (value: unknown): value is Fields => typeof value === 'object' && value !== null && !Array.isArray(value);
