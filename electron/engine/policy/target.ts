import { z } from 'zod';
import type { Invocation } from '@shared/wire/types';

/** What the interceptors read of an input. Every contract names these things alike; a test walks it. */
const commonInput = z.object({
  environmentId: z.string().optional().catch(undefined),
  confirmName: z.string().optional().catch(undefined),
  ref: z.object({ environmentId: z.string(), kind: z.string(), name: z.string() }).optional().catch(undefined),
  reason: z.string().optional().catch(undefined),
  changeCause: z.string().optional().catch(undefined),
  id: z.string().optional().catch(undefined),
});
export type CommonInput = z.infer<typeof commonInput>;

export const readCommon = (input: unknown): CommonInput => commonInput.safeParse(input).data ?? {};

/** Procedures about environments name theirs `id` where it is what they change. */
export const environmentIdOf = ({ path, input }: Invocation): string | null => {
  const { environmentId, id } = readCommon(input);
  return environmentId ?? (path.startsWith('environments.') ? (id ?? null) : null);
};

const shownElsewhere = new Set(['environmentId', 'ref', 'confirmName', 'changeCause', 'reason']);

/** An input as it came over the wire: JSON, with gaps where a field is optional. */
type Asked = string | number | boolean | null | undefined | readonly Asked[] | { readonly [name: string]: Asked };

/** `name: prod, change.kind: restart`: read by people, in a table. */
const describe = (value: Asked, path: string): string[] => {
  if (value === null || value === undefined) return [];
  if (typeof value !== 'object') return [`${path}: ${value}`];
  return Object.entries(value).flatMap(([name, inner]) => describe(inner, path === '' ? name : `${path}.${name}`));
};

/** What was asked, in short and before redaction. Sensitive input is left out altogether. */
export const summaryOf = ({ procedure, input }: Invocation): string => {
  if (procedure.sensitive) return '(not recorded: holds a secret)';
  const asked = Object.entries(input as Record<string, Asked>).filter(([name]) => !shownElsewhere.has(name));
  return describe(Object.fromEntries(asked), '').join(', ');
};
