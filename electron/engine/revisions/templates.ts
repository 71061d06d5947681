import { isDeepStrictEqual } from 'node:util';
import { stringify } from 'yaml';
import type { FieldChange } from '@shared/model/change';
import type { Container, EnvVar, PodTemplate } from '@electron/engine/kube/objects';
import { diffFields } from '@electron/engine/workloads/fieldDiff';

const hashLabels = ['pod-template-hash', 'controller-revision-hash'];

/** The template as a person wrote it: without what controllers add to tell their revisions apart. */
export const plainTemplate = (template: PodTemplate | undefined): PodTemplate => {
  const { metadata, ...rest } = template ?? {};
  // ControllerRevisions store the template as a strategic merge patch.
  const { $patch: _, ...plain } = rest as PodTemplate & { $patch?: string };
  if (!metadata?.labels) return metadata ? { metadata, ...plain } : plain;
  const labels = Object.fromEntries(Object.entries(metadata.labels).filter(([name]) => !hashLabels.includes(name)));
  return { metadata: { ...metadata, labels }, ...plain };
};

export const sameTemplate = (one: PodTemplate | undefined, other: PodTemplate | undefined): boolean =>
  isDeepStrictEqual(withoutEmpty(plainTemplate(one)), withoutEmpty(plainTemplate(other)));

/** `creationTimestamp: null` comes and goes with the version of the server. */
const withoutEmpty = (template: PodTemplate): unknown => JSON.parse(JSON.stringify(template, (_, value: unknown) => (value === null ? undefined : value)));

export const containersOf = (template: PodTemplate | undefined): Container[] => [
  ...(template?.spec?.initContainers ?? []),
  ...(template?.spec?.containers ?? []),
];

export interface Comparison {
  before: string;
  after: string;
  fields: FieldChange[];
}

/** Two objects as YAML and field by field; values of variables that look like secrets are masked on both sides. */
export const compare = (before: unknown, after: unknown): Comparison => {
  const [left, right] = maskPair(before, after);
  return { before: stringify(left, { lineWidth: 0 }), after: stringify(right, { lineWidth: 0 }), fields: diffFields(left, right) };
};

const mask = '•••';
const maskChanged = '•••(changed)';
const secretName = /pass(word|wd|phrase)|(^|[_.-])(pwd|pass|token|secret|key|credentials?|auth)s?($|[_.-])|(api|access|private|secret)key|(pass|token|secret)$/i;

/**
 * A password written straight into a template is bad practice, and it happens. It must not reach a window, so it is
 * replaced; that it changed still shows.
 */
const maskPair = (before: unknown, after: unknown): [unknown, unknown] => {
  const older = secretsOf(before);
  const newer = secretsOf(after);
  return [
    masked(before, () => mask),
    masked(after, (place) => (older.has(place) && older.get(place) !== newer.get(place) ? maskChanged : mask)),
  ];
};

const isSecret = (variable: EnvVar): boolean => typeof variable.value === 'string' && variable.value !== '' && secretName.test(variable.name);

const secretsOf = (value: unknown): Map<string, string> => {
  const found = new Map<string, string>();
  visitVariables(value, (place, variable) => {
    if (isSecret(variable)) found.set(place, variable.value ?? '');
    return variable;
  });
  return found;
};

const masked = (value: unknown, replacement: (place: string) => string): unknown =>
  visitVariables(value, (place, variable) => (isSecret(variable) ? { ...variable, value: replacement(place) } : variable));

/** Copies `value` with every element of every `env` list of a container replaced. `place` is container and name. */
const visitVariables = (value: unknown, replace: (place: string, variable: EnvVar) => EnvVar, place = ''): unknown => {
  if (Array.isArray(value)) return value.map((element) => visitVariables(element, replace, place));
  if (typeof value !== 'object' || value === null) return value;
  const inner = 'name' in value && typeof value.name === 'string' ? `${place}/${value.name}` : place;
  return Object.fromEntries(
    Object.entries(value).map(([key, field]: [string, unknown]) => [
      key,
      key === 'env' && Array.isArray(field)
        ? (field as EnvVar[]).map((variable) => replace(`${inner}/${variable.name}`, variable))
        : visitVariables(field, replace, inner),
    ]),
  );
};
