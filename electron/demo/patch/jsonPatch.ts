import { z } from 'zod';
import { badRequest, StatusError } from '../http/status';
import { cloneJson, isJsonObject, sameJson } from '../objects/json';

const operationSchema = z.object({
  op: z.enum(['add', 'remove', 'replace', 'move', 'copy', 'test']),
  path: z.string(),
  from: z.string().optional(),
  value: z.unknown().optional(),
});
type Operation = z.infer<typeof operationSchema>;

/** The server says no more than this about an operation that does not fit. */
const rejected = () => new StatusError(422, 'Invalid', 'the server rejected our request due to an error in our request', {});

const segmentsOf = (pointer: string) =>
  pointer
    .split('/')
    .slice(1)
    .map((segment) => segment.replace(/~1/g, '/').replace(/~0/g, '~'));

function indexOf(list: unknown[], segment: string, adding: boolean): number {
  if (segment === '-' && adding) return list.length;
  const index = Number(segment);
  if (!Number.isInteger(index) || index < 0 || index > list.length - (adding ? 0 : 1)) throw rejected();
  return index;
}

function read(root: unknown, pointer: string): unknown {
  return segmentsOf(pointer).reduce<unknown>((at, segment) => {
    if (Array.isArray(at)) return at[indexOf(at, segment, false)] as unknown;
    if (!isJsonObject(at) || !(segment in at)) throw rejected();
    return at[segment];
  }, root);
}

function write(root: unknown, pointer: string, change: 'add' | 'replace' | 'remove', value?: unknown): void {
  const segments = segmentsOf(pointer);
  const last = segments.pop();
  if (last === undefined) throw rejected();
  const parent = read(root, segments.map((segment) => `/${segment.replace(/~/g, '~0').replace(/\//g, '~1')}`).join(''));
  if (Array.isArray(parent)) {
    const index = indexOf(parent, last, change === 'add');
    if (change === 'remove') parent.splice(index, 1);
    else parent.splice(index, change === 'replace' ? 1 : 0, value);
    return;
  }
  if (!isJsonObject(parent) || (change !== 'add' && !(last in parent))) throw rejected();
  if (change === 'remove') delete parent[last];
  else parent[last] = value;
}

/** What a test looks at. One for null is passed by a field that is not there. */
function tested(root: unknown, { path, value }: Operation): unknown {
  const segments = segmentsOf(path);
  const parent = segments.slice(0, -1).reduce<unknown>((at, segment) => (isJsonObject(at) ? at[segment] : undefined), root);
  return value === null && isJsonObject(parent) && !(segments.at(-1) as string in parent) ? null : read(root, path);
}

function apply(root: unknown, operation: Operation): void {
  switch (operation.op) {
    case 'add':
    case 'replace':
      return write(root, operation.path, operation.op, operation.value);
    case 'remove':
      return write(root, operation.path, 'remove');
    case 'test':
      if (!sameJson(tested(root, operation), operation.value)) throw rejected();
      return;
    case 'move': {
      const value = read(root, operation.from ?? '');
      write(root, operation.from ?? '', 'remove');
      return write(root, operation.path, 'add', value);
    }
    case 'copy':
      return write(root, operation.path, 'add', cloneJson(read(root, operation.from ?? '')));
  }
}

/** RFC 6902. Returns a changed copy; throws a Status if the patch is malformed or does not fit. */
export function jsonPatch<T>(target: T, patch: unknown): T {
  const operations = z.array(operationSchema).safeParse(patch);
  if (!operations.success) throw badRequest('error decoding patch: json: cannot unmarshal object into Go value of type jsonpatch.Patch');
  const result = cloneJson(target);
  for (const operation of operations.data) apply(result, operation);
  return result;
}
