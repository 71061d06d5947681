import { canonical, isJsonObject, type JsonObject } from '../objects/json';
import { isAtomicObject, itemKey, listKind } from './listKeys';

/**
 * Fields of an object as paths in the segments of FieldsV1 (`f:spec`, `k:{"name":"web"}`, `.` for a list item itself),
 * joined by a character no segment holds. Sets of such paths make ownership plain set arithmetic.
 */
export type Path = string;
const joint = '\u0000';

const ignoredMetadata = new Set(['name', 'namespace', 'uid', 'resourceVersion', 'generation', 'creationTimestamp', 'deletionTimestamp', 'deletionGracePeriodSeconds', 'managedFields', 'selfLink']);

/** The top-level field that a path lies in. */
export function rootOf(path: Path): string {
  const end = path.indexOf(joint);
  return path.slice(2, end < 0 ? undefined : end);
}

/** Every leaf with its value. Identity and bookkeeping fields, which nobody owns, are left out. @param skipped top-level fields of no interest */
export function leavesOf(object: object, skipped?: ReadonlySet<string>): Map<Path, unknown> {
  const leaves = new Map<Path, unknown>();
  for (const [field, value] of Object.entries(object as JsonObject)) {
    if (field === 'apiVersion' || field === 'kind' || skipped?.has(field)) continue;
    if (field === 'metadata' && isJsonObject(value)) {
      for (const [name, member] of Object.entries(value)) if (!ignoredMetadata.has(name)) collect(leaves, member, `f:metadata${joint}f:${name}`, 'metadata', name);
    } else collect(leaves, value, `f:${field}`, '', field);
  }
  return leaves;
}

function collect(leaves: Map<Path, unknown>, value: unknown, path: Path, parent: string, field: string): void {
  if (value === undefined) return;
  if (isJsonObject(value) && Object.keys(value).length > 0 && !isAtomicObject(field)) {
    for (const [name, member] of Object.entries(value)) collect(leaves, member, `${path}${joint}f:${name}`, field, name);
    return;
  }
  if (Array.isArray(value) && collectItems(leaves, value, path, parent, field)) return;
  leaves.set(path, value);
}

/** False where the list is one value. */
function collectItems(leaves: Map<Path, unknown>, list: unknown[], path: Path, parent: string, field: string): boolean {
  const kind = listKind(parent, field);
  if (kind === 'atomic' || list.length === 0) return false;
  if (kind === 'set') {
    for (const item of list) leaves.set(`${path}${joint}v:${JSON.stringify(item)}`, '');
    return true;
  }
  const keys = list.map((item) => itemKey(item, kind));
  if (keys.includes(null)) return false;
  list.forEach((item, index) => {
    const itemPath = `${path}${joint}k:${keys[index]}`;
    leaves.set(`${itemPath}${joint}.`, '');
    for (const [name, member] of Object.entries(item as JsonObject)) collect(leaves, member, `${itemPath}${joint}f:${name}`, field, name);
  });
  return true;
}

export function toFieldsV1(paths: Iterable<Path>): JsonObject {
  const root: JsonObject = {};
  for (const path of [...paths].sort()) {
    let at = root;
    for (const segment of path.split(joint)) at = (at[segment] ??= {}) as JsonObject;
  }
  return root;
}

export function fromFieldsV1(tree: JsonObject): Set<Path> {
  const paths = new Set<Path>();
  const walk = (node: JsonObject, prefix: string) => {
    const segments = Object.keys(node);
    if (segments.length === 0 && prefix) paths.add(prefix);
    for (const segment of segments) walk(node[segment] as JsonObject, prefix ? `${prefix}${joint}${segment}` : segment);
  };
  walk(tree, '');
  return paths;
}

/** `.spec.template.spec.containers[name="web"].image`, as conflicts name fields. */
export function readable(path: Path): string {
  return path
    .split(joint)
    .filter((segment) => segment !== '.')
    .map((segment) => {
      if (!segment.startsWith('k:')) return segment.startsWith('v:') ? `[=${segment.slice(2)}]` : `.${segment.slice(2)}`;
      const key = JSON.parse(segment.slice(2)) as JsonObject;
      return `[${Object.entries(key)
        .map(([name, value]) => `${name}=${JSON.stringify(value)}`)
        .join(',')}]`;
    })
    .join('');
}

/** Removes one field (or list item) from an object in place, and the objects that become empty by it. */
export function removePath(object: object, path: Path): void {
  removeSegments(object, path.split(joint));
}

function removeSegments(node: unknown, [segment, ...rest]: string[]): boolean {
  if (segment === undefined) return true;
  if (segment === '.') return true;
  if (Array.isArray(node)) {
    const at = node.findIndex((item) => matchesSegment(item, segment));
    if (at >= 0 && removeSegments(node[at], rest)) node.splice(at, 1);
    return node.length === 0;
  }
  if (!isJsonObject(node)) return false;
  const field = segment.slice(2);
  if (field in node && removeSegments(node[field], rest)) delete node[field];
  return Object.keys(node).length === 0;
}

function matchesSegment(item: unknown, segment: string): boolean {
  if (segment.startsWith('v:')) return canonical(item) === segment.slice(2);
  const key = JSON.parse(segment.slice(2)) as JsonObject;
  return isJsonObject(item) && Object.entries(key).every(([name, value]) => (item[name] ?? (name === 'protocol' ? 'TCP' : undefined)) === value);
}
