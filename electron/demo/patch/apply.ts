import { StatusError, type Cause } from '../http/status';
import { cloneJson, isJsonObject, sameJson, type JsonObject } from '../objects/json';
import type { KubeObject, ManagedFieldsEntry } from '../objects/meta';
import { fromFieldsV1, leavesOf, readable, removePath, type Path } from './fieldPaths';
import { isAtomicObject, itemKey, listKind } from './listKeys';
import { entryFor, isSameWriter, without, type Writer } from './managers';

export interface Applied {
  object: KubeObject;
  managedFields: ManagedFieldsEntry[];
}

interface Conflict {
  entry: ManagedFieldsEntry;
  path: Path;
}

/**
 * Server-side apply onto a live object: fields of the configuration are set and owned, fields this manager applied before and
 * left out now are removed unless someone else owns them. Fields that others own with another value are conflicts (409)
 * unless forced.
 */
export function applyConfiguration(live: KubeObject, configuration: JsonObject, writer: Writer, force: boolean, time: string): Applied {
  const wanted = leavesOf(configuration);
  const present = leavesOf(live);
  const entries = live.metadata.managedFields ?? [];
  const own = entries.find((entry) => isSameWriter(entry, writer));
  const others = entries.filter((entry) => entry !== own);

  const conflicts = others.flatMap((entry): Conflict[] =>
    [...fromFieldsV1(entry.fieldsV1)].filter((path) => wanted.has(path) && !sameJson(wanted.get(path), present.get(path))).map((path) => ({ entry, path })),
  );
  if (conflicts.length > 0 && !force) throw conflictStatus(conflicts);

  const object = mergeValues(live, configuration, '', '') as KubeObject;
  const ownedElsewhere = new Set(others.flatMap((entry) => [...fromFieldsV1(entry.fieldsV1)]));
  const abandoned = own ? [...fromFieldsV1(own.fieldsV1)].filter((path) => !wanted.has(path) && !ownedElsewhere.has(path)) : [];
  for (const path of abandoned) removePath(object, path);

  const taken = new Set(conflicts.map(({ path }) => path));
  const applied = entryFor(writer, live.apiVersion, time, new Set(wanted.keys()));
  return { object, managedFields: [...others.flatMap((entry) => without(entry, taken)), ...applied] };
}

/** Sets what the configuration says and keeps all else. */
function mergeValues(live: unknown, wanted: unknown, parent: string, field: string): unknown {
  if (isJsonObject(wanted) && isJsonObject(live) && !isAtomicObject(field)) {
    const result: JsonObject = { ...live };
    for (const [name, value] of Object.entries(wanted)) {
      // A configuration may leave out what the server fills in; it says so with null for creationTimestamp.
      if (value !== null) result[name] = mergeValues(live[name], value, field, name);
    }
    return result;
  }
  if (Array.isArray(wanted) && Array.isArray(live)) {
    const kind = listKind(parent, field);
    if (kind === 'set') return [...new Set<unknown>([...(live as unknown[]), ...(wanted as unknown[])])];
    if (kind !== 'atomic') return mergeItems(live, wanted, kind, field);
  }
  return cloneJson(wanted);
}

function mergeItems(live: unknown[], wanted: unknown[], keys: readonly string[], field: string): unknown[] {
  const result = cloneJson(live);
  for (const item of wanted) {
    const key = itemKey(item, keys);
    const at = result.findIndex((candidate) => itemKey(candidate, keys) === key);
    if (at >= 0) result[at] = mergeValues(result[at], item, field, field);
    else result.push(cloneJson(item));
  }
  return result;
}

function conflictStatus(conflicts: readonly Conflict[]): StatusError {
  const message = ({ entry }: Conflict) =>
    `conflict with "${entry.manager}"${entry.subresource ? ` with subresource "${entry.subresource}"` : ''}${entry.operation === 'Update' ? ` using ${entry.apiVersion}` : ''}`;
  const causes: Cause[] = conflicts.map((conflict) => ({ reason: 'FieldManagerConflict', message: message(conflict), field: readable(conflict.path) }));
  const [only] = causes;
  if (causes.length === 1 && only) return new StatusError(409, 'Conflict', `Apply failed with 1 conflict: ${only.message}: ${only.field}`, { causes });
  const groups = groupByMessage(causes);
  const lines = [...groups].map(([text, fields]) => `${text.replace('conflict with', 'conflicts with')}:\n${fields.map((path) => `- ${path}`).join('\n')}`);
  return new StatusError(409, 'Conflict', `Apply failed with ${causes.length} conflicts: ${lines.join('\n')}`, { causes });
}

function groupByMessage(causes: readonly Cause[]): Map<string, string[]> {
  const groups = new Map<string, string[]>();
  for (const cause of causes) groups.set(cause.message, [...(groups.get(cause.message) ?? []), cause.field]);
  return groups;
}
