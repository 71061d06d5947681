import { isJsonObject } from '../../objects/json';
import type { KubeObject } from '../../objects/meta';
import type { Kind } from '../kinds';
import { bad, badText, required, type Cause } from './causes';

/** What a text must look like, and how the server says so. */
interface Rule {
  readonly pattern: RegExp;
  readonly why: string;
  readonly limit: number;
}

/** Examples are listed with two spaces before `or`, as the server does. */
function rule(what: string, pattern: string, examples: readonly string[], limit: number): Rule {
  const shown = examples.map((example) => `'${example}', `).join(' or ');
  return { pattern: new RegExp(`^${pattern}$`), why: `${what} (e.g. ${shown}regex used for validation is '${pattern}')`, limit };
}

const labelPattern = '[a-z0-9]([-a-z0-9]*[a-z0-9])?';
const qualifiedPattern = '([A-Za-z0-9][-A-Za-z0-9_.]*)?[A-Za-z0-9]';
const lowerCase = 'consist of lower case alphanumeric characters';

export const subdomain = rule(`a lowercase RFC 1123 subdomain must ${lowerCase}, '-' or '.', and must start and end with an alphanumeric character`, `${labelPattern}(\\.${labelPattern})*`, ['example.com'], 253);
export const label = rule(`a lowercase RFC 1123 label must ${lowerCase} or '-', and must start and end with an alphanumeric character`, labelPattern, ['my-name', '123-abc'], 63);
export const olderLabel = rule(`a DNS-1035 label must ${lowerCase} or '-', start with an alphabetic character, and end with an alphanumeric character`, '[a-z]([-a-z0-9]*[a-z0-9])?', ['my-name', 'abc-123'], 63);
const keyName = rule("name part must consist of alphanumeric characters, '-', '_' or '.', and must start and end with an alphanumeric character", qualifiedPattern, ['MyName', 'my.name', '123-abc'], 63);
const labelValue = rule("a valid label must be an empty string or consist of alphanumeric characters, '-', '_' or '.', and must start and end with an alphanumeric character", `(${qualifiedPattern})?`, ['MyValue', 'my_value', '12345'], 63);
export const configKey = rule("a valid config key must consist of alphanumeric characters, '-', '_' or '.'", '[-._a-zA-Z0-9]+', ['key.name', 'KEY_NAME', 'key-name'], 253);
export const variableName = rule("a valid environment variable name must consist of alphabetic characters, digits, '_', '-', or '.', and must not start with a digit", '[-._a-zA-Z][-._a-zA-Z0-9]*', ['my.env-name', 'MY_ENV.NAME', 'MyEnvName1'], Infinity);

export function follows(field: string, value: string, { pattern, why, limit }: Rule, prefix = ''): Cause[] {
  return [...(value.length > limit ? [badText(field, value, `${prefix}must be no more than ${limit} characters`)] : []), ...(pattern.test(value) ? [] : [badText(field, value, prefix + why)])];
}

/** A key of labels and annotations: a name, perhaps with a domain before it. */
export function keyCauses(field: string, key: string): Cause[] {
  const parts = key.split('/');
  const name = parts.at(-1) ?? '';
  if (parts.length > 2) return [badText(field, key, `a qualified name ${keyName.why.slice('name part '.length)} with an optional DNS subdomain prefix and '/' (e.g. 'example.com/MyName')`)];
  const prefix = parts.length < 2 ? [] : parts[0] === '' ? [badText(field, key, 'prefix part must be non-empty')] : wholeKey(field, key, follows(field, parts[0] ?? '', subdomain, 'prefix part '));
  if (name === '') return [...prefix, badText(field, key, 'name part must be non-empty'), badText(field, key, keyName.why)];
  const tooLong = name.length > keyName.limit ? [badText(field, key, `name part must be no more than ${keyName.limit} characters`)] : [];
  return [...prefix, ...tooLong, ...(keyName.pattern.test(name) ? [] : [badText(field, key, keyName.why)])];
}

/** Causes of a part, said of the key it is part of. */
const wholeKey = (field: string, key: string, causes: readonly Cause[]): Cause[] => causes.map(({ message }) => badText(field, key, message.replace(/^Invalid value: "(?:[^"\\]|\\.)*": /, '')));

export function labelCauses(field: string, labels: unknown): Cause[] {
  if (!isJsonObject(labels)) return [];
  return Object.entries(labels).flatMap(([key, value]) => [...keyCauses(field, key), ...(typeof value === 'string' ? follows(field, value, labelValue) : [])]);
}

/** Kinds whose names may hold what paths allow (`system:basic-user`). */
const freeNames = new Set(['ClusterRole', 'ClusterRoleBinding', 'Role', 'RoleBinding']);
const rules: Readonly<Record<string, Rule>> = { Service: olderLabel, Namespace: label };

/** Name, labels and annotations. What did not change was checked when it came. */
export function metadataCauses(kind: Kind, { metadata }: KubeObject, before: KubeObject | undefined): Cause[] {
  const { name, labels, annotations } = metadata;
  const named = before ? [] : nameCauses(kind, name);
  return [
    ...named,
    ...(labels && labels !== before?.metadata.labels ? labelCauses('metadata.labels', labels) : []),
    ...(annotations && annotations !== before?.metadata.annotations ? Object.keys(annotations).flatMap((key) => keyCauses('metadata.annotations', key.toLowerCase()).map((cause) => ({ ...cause, message: cause.message.replace(JSON.stringify(key.toLowerCase()), JSON.stringify(key)) }))) : []),
  ];
}

function nameCauses(kind: Kind, name: string): Cause[] {
  if (!name) return [required('metadata.name', 'name or generateName is required')];
  if (freeNames.has(kind.kind)) return name.includes('/') || name.includes('%') ? [bad('metadata.name', JSON.stringify(name), `may not contain '${name.includes('/') ? '/' : '%'}'`)] : [];
  return follows('metadata.name', name, rules[kind.kind] ?? subdomain);
}
