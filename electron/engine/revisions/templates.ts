import { isDeepStrictEqual } from 'node:util';
import { stringify } from 'yaml';
import type { FieldChange } from '@shared/model/change';
import type { Container, PodTemplate } from '@electron/engine/kube/objects';
import { diffFields } from '@electron/engine/workloads/fieldDiff';
import { maskVariables, secretMask, secretVariables } from '@electron/engine/workloads/secretVariables';

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

const maskChanged = `${secretMask}(changed)`;

/** Masks both; that a secret changed still shows. */
const maskPair = (before: unknown, after: unknown): [unknown, unknown] => {
  const older = secretVariables(before);
  return [maskVariables(before), maskVariables(after, (place, value) => (older.has(place) && older.get(place) !== value ? maskChanged : secretMask))];
};
