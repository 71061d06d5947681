import { cloneJson, isJsonObject, type JsonObject } from '../objects/json';
import { listKind, mergeKey } from './listKeys';

const isDirective = (key: string) => key.startsWith('$');

/**
 * Kubernetes' strategic merge: like a merge patch, but lists with a merge key are merged item by item. Understands
 * `$patch: delete|replace`, `$retainKeys`, `$deleteFromPrimitiveList` and `$setElementOrder`, which `kubectl apply` sends.
 */
export function strategicMerge(target: unknown, patch: unknown, parent = '', field = ''): unknown {
  if (!isJsonObject(patch)) return cloneJson(patch);
  if (patch['$patch'] === 'replace') return withoutDirectives(patch);
  if (patch['$patch'] === 'delete') return undefined;
  const result: JsonObject = isJsonObject(target) ? { ...target } : {};
  const retained = patch['$retainKeys'];
  if (Array.isArray(retained)) for (const key of Object.keys(result)) if (!retained.includes(key)) delete result[key];

  for (const [key, value] of Object.entries(patch)) {
    if (isDirective(key)) continue;
    const merged = value === null ? undefined : mergeField(result[key], value, field || parent, key);
    if (merged === undefined) delete result[key];
    else result[key] = merged;
  }
  applyListDirectives(result, patch, field || parent);
  return result;
}

function mergeField(target: unknown, patch: unknown, owner: string, field: string): unknown {
  if (!Array.isArray(patch)) return strategicMerge(target, patch, owner, field);
  const kind = listKind(owner, field);
  const present: unknown[] = Array.isArray(target) ? target : [];
  if (kind === 'set') return [...new Set([...present, ...(patch as unknown[])])];
  const key = mergeKey(owner, field);
  return key === undefined ? cloneJson(patch) : mergeItems(present, patch, key, field);
}

function mergeItems(present: unknown[], patch: unknown[], key: string, field: string): unknown[] {
  if (patch.some((item) => isJsonObject(item) && item['$patch'] === 'replace')) {
    return patch.filter((item) => isJsonObject(item) && item['$patch'] !== 'replace').map(withoutDirectives);
  }
  const result = [...present];
  for (const item of patch) {
    if (!isJsonObject(item)) continue;
    const at = result.findIndex((candidate) => isJsonObject(candidate) && candidate[key] === item[key]);
    if (item['$patch'] === 'delete') {
      if (at >= 0) result.splice(at, 1);
    } else if (at >= 0) result[at] = strategicMerge(result[at], item, field, field);
    else result.push(strategicMerge({}, item, field, field));
  }
  return result;
}

function applyListDirectives(result: JsonObject, patch: JsonObject, owner: string): void {
  for (const [directive, value] of Object.entries(patch)) {
    const [name, field] = directive.split('/');
    const list = field === undefined ? undefined : result[field];
    if (!Array.isArray(list) || !Array.isArray(value) || field === undefined) continue;
    if (name === '$deleteFromPrimitiveList') result[field] = list.filter((item) => !value.includes(item));
    if (name === '$setElementOrder') result[field] = ordered(list, value, listKind(owner, field));
  }
}

/** Items the order does not name keep their place after those it names. */
function ordered(list: unknown[], order: unknown[], kind: ReturnType<typeof listKind>): unknown[] {
  const key = Array.isArray(kind) ? (kind[0] as string) : undefined;
  const identity = (item: unknown) => (key && isJsonObject(item) ? item[key] : item);
  const rank = new Map(order.map((item, index) => [identity(item), index]));
  const rankOf = (item: unknown) => rank.get(identity(item)) ?? order.length;
  return [...list].sort((a, b) => rankOf(a) - rankOf(b));
}

function withoutDirectives(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(withoutDirectives);
  if (!isJsonObject(value)) return value;
  return Object.fromEntries(
    Object.entries(value)
      .filter(([key, member]) => !isDirective(key) && member !== null)
      .map(([key, member]) => [key, withoutDirectives(member)]),
  );
}
