import type { EnvVar } from '@electron/engine/kube/objects';

const secretName = /pass(word|wd|phrase)|(^|[_.-])(pwd|pass|token|secret|key|credentials?|auth)s?($|[_.-])|(api|access|private|secret)key|(pass|token|secret)$/i;
/** `scheme://user:password@host`, as connection strings have it. */
const passwordInUrl = /:\/\/[^/\s:@]*:[^/\s@]+@/;

const isSecret = ({ name, value }: EnvVar): boolean => typeof value === 'string' && value !== '' && (secretName.test(name) || passwordInUrl.test(value));

/** What takes the place of a value. `place` tells one variable from every other of the object. */
export type Replacement = (place: string, value: string) => string;
export const secretMask = '•••';

/**
 * Copies an object with the values of those variables of its containers replaced that look like secrets, by their name or
 * their form. A password written straight into a template is bad practice, and it happens; it must not reach a window.
 */
export const maskVariables = (value: unknown, replace: Replacement = () => secretMask): unknown =>
  visit(value, (place, variable) => (isSecret(variable) ? { ...variable, value: replace(place, variable.value ?? '') } : variable), '');

/** Every value that `maskVariables` would replace, by its place. */
export const secretVariables = (value: unknown): Map<string, string> => {
  const found = new Map<string, string>();
  maskVariables(value, (place, secret) => {
    found.set(place, secret);
    return secret;
  });
  return found;
};

/** Copies `value` with every element of every `env` list of a container replaced. `place` is container and name. */
const visit = (value: unknown, replace: (place: string, variable: EnvVar) => EnvVar, place: string): unknown => {
  if (Array.isArray(value)) return value.map((element) => visit(element, replace, place));
  if (typeof value !== 'object' || value === null) return value;
  const inner = 'name' in value && typeof value.name === 'string' ? `${place}/${value.name}` : place;
  return Object.fromEntries(
    Object.entries(value).map(([key, field]: [string, unknown]) => [
      key,
      key === 'env' && Array.isArray(field)
        ? (field as EnvVar[]).map((variable) => replace(`${inner}/${variable.name}`, variable))
        : visit(field, replace, inner),
    ]),
  );
};
