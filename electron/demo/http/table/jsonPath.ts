import { isJsonObject } from '../../objects/json';

type Step = { field: string } | { index: number } | { every: true } | { where: { path: string; equals: string | number | boolean } };

/** A dotted name (a dot in it is escaped), `[0]`, `[*]`, `['name']` or `[?(@.type=="Ready")]`. */
const stepPattern = /\.((?:\\.|[^.[\\])+)|\[(-?\d+)\]|(\[\*\]|\.\*)|\['((?:\\.|[^'])+)'\]|\[\?\(@(\.[^=]+?)\s*==\s*(?:"([^"]*)"|'([^']*)'|([\w.]+))\)\]/y;

function parseSteps(path: string): Step[] | null {
  const steps: Step[] = [];
  stepPattern.lastIndex = 0;
  while (stepPattern.lastIndex < path.length) {
    const match = stepPattern.exec(path);
    if (!match) return null;
    const [, dotted, index, every, quoted, where, double, single, bare] = match;
    const field = dotted ?? quoted;
    if (every !== undefined || dotted === '*') steps.push({ every: true });
    else if (field !== undefined) steps.push({ field: field.replace(/\\(.)/g, '$1') });
    else if (index !== undefined) steps.push({ index: Number(index) });
    else if (where !== undefined) steps.push({ where: { path: where, equals: double ?? single ?? (JSON.parse(bare ?? 'null') as number | boolean) } });
  }
  return steps;
}

/** Values at a path in the form of kubectl's JSONPath that definitions use for their columns; none for what is not there or cannot be read. */
export function readPath(object: unknown, path: string): unknown[] {
  const steps = parseSteps(path.replace(/^\{(.*)\}$/, '$1').replace(/^\$/, ''));
  if (!steps) return [];
  return steps.reduce<unknown[]>((values, step) => values.flatMap((value) => take(value, step)), [object]).filter((value) => value !== undefined && value !== null);
}

function take(value: unknown, step: Step): unknown[] {
  if ('field' in step) return isJsonObject(value) && Object.hasOwn(value, step.field) ? [value[step.field]] : [];
  if ('every' in step) return Array.isArray(value) ? value : isJsonObject(value) ? Object.values(value) : [];
  if (!Array.isArray(value)) return [];
  if ('index' in step) return [value.at(step.index)];
  return value.filter((item) => readPath(item, step.where.path)[0] === step.where.equals);
}
