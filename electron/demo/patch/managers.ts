import { sameJson } from '../objects/json';
import type { KubeObject, ManagedFieldsEntry } from '../objects/meta';
import { fromFieldsV1, leavesOf, rootOf, toFieldsV1, type Path } from './fieldPaths';

/** Who writes: the field manager, and the subresource it writes through. */
export interface Writer {
  manager: string;
  operation: 'Update' | 'Apply';
  subresource?: string;
}

export const isSameWriter = (entry: ManagedFieldsEntry, writer: Writer) =>
  entry.manager === writer.manager && entry.operation === writer.operation && (entry.subresource ?? '') === (writer.subresource ?? '');

/** The entry for a writer, or none where it owns nothing. */
export function entryFor(writer: Writer, apiVersion: string, time: string, paths: Set<Path>): ManagedFieldsEntry[] {
  if (paths.size === 0) return [];
  const { manager, operation, subresource } = writer;
  return [{ manager, operation, apiVersion, time, fieldsType: 'FieldsV1', fieldsV1: toFieldsV1(paths), ...(subresource && { subresource }) }];
}

/** Takes fields away from an entry; drops the entry when nothing is left. */
export function without(entry: ManagedFieldsEntry, taken: ReadonlySet<Path>): ManagedFieldsEntry[] {
  const owned = fromFieldsV1(entry.fieldsV1);
  const kept = new Set([...owned].filter((path) => !taken.has(path)));
  if (kept.size === owned.size) return [entry];
  return kept.size === 0 ? [] : [{ ...entry, fieldsV1: toFieldsV1(kept) }];
}

/** managedFields after an ordinary write: what it changed is now the writer's, what it changed or removed is nobody else's. */
export function afterUpdate(before: KubeObject | undefined, after: KubeObject, writer: Writer, time: string): ManagedFieldsEntry[] {
  // Most writes are of a status: the rest is the very same value, and not looked into.
  const untouched = new Set(before ? Object.keys(after).filter((field) => after[field] === before[field]) : []);
  const old = before ? leavesOf(before, untouched) : new Map<Path, unknown>();
  const now = leavesOf(after, untouched);
  const changed = new Set([...now].filter(([path, value]) => !old.has(path) || !sameJson(old.get(path), value)).map(([path]) => path));
  const lost = new Set([...changed, ...[...old.keys()].filter((path) => !now.has(path))]);
  const entries = before?.metadata.managedFields ?? [];
  if (lost.size === 0) return entries;

  const own = entries.find((entry) => isSameWriter(entry, writer));
  const roots = new Set([...lost].map((path) => `f:${rootOf(path)}`));
  const others = entries.filter((entry) => entry !== own).flatMap((entry) => (Object.keys(entry.fieldsV1).some((root) => roots.has(root)) ? without(entry, lost) : [entry]));
  const kept = own ? [...fromFieldsV1(own.fieldsV1)].filter((path) => now.has(path) || untouched.has(rootOf(path))) : [];
  return [...others, ...entryFor(writer, after.apiVersion, time, new Set([...kept, ...changed]))];
}
