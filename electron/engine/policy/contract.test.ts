import { describe, expect, it } from 'vitest';
import { z } from 'zod';
import { contract } from '@shared/contract/index';
import { bytes, type Procedure } from '@shared/wire/define';
import { isSecretField } from '@electron/engine/redaction/fields';

/** Names that sound like secrets and are none: they say where or how a secret is kept. */
const innocent = new Set(['allowPlainTextSecrets']);

const procedures = Object.entries(contract).flatMap(([domain, verbs]) =>
  Object.entries<Procedure>(verbs).map(([verb, procedure]): [string, Procedure] => [`${domain}.${verb}`, procedure]),
);

/** Every property name anywhere in a JSON schema. */
const namesIn = (schema: unknown): string[] => {
  if (Array.isArray(schema)) return schema.flatMap(namesIn);
  if (typeof schema !== 'object' || schema === null) return [];
  return Object.entries(schema as Record<string, unknown>).flatMap(([key, inner]) => [
    ...(key === 'properties' && typeof inner === 'object' && inner !== null ? Object.keys(inner) : []),
    ...namesIn(inner),
  ]);
};
const namesOf = (schema: z.ZodType): string[] => namesIn(z.toJSONSchema(schema, { unrepresentable: 'any' }));
const inputOf = (procedure: Procedure): string[] => Object.keys((z.toJSONSchema(procedure.input, { unrepresentable: 'any', io: 'input' }).properties ?? {}));

describe.each(procedures)('%s', (_, procedure) => {
  it('says what it does and to what', () => {
    expect(['read', 'write', 'dangerous']).toContain(procedure.effect);
    expect(['environment', 'workstation']).toContain(procedure.scope);
  });

  it('can be judged by the policy', () => {
    if (procedure.scope === 'workstation' || procedure.effect === 'read') return;
    expect(inputOf(procedure)).toContain('environmentId');
    if (procedure.effect === 'dangerous') expect(inputOf(procedure)).toContain('confirmName');
  });

  it('gives out no secret', () => {
    const output = procedure.type === 'call' ? procedure.output : procedure.item;
    if (output === bytes) return;
    expect(namesOf(output).filter((name) => isSecretField(name) && !innocent.has(name))).toEqual([]);
  });

  it('is marked sensitive when it takes a secret', () => {
    const takesSecret = namesOf(procedure.input).some((name) => isSecretField(name) && !innocent.has(name));
    if (takesSecret) expect(procedure.sensitive).toBe(true);
  });
});

it('would notice a secret in an output', () => {
  expect(namesOf(z.object({ list: z.array(z.union([z.object({ clientKey: z.string() }), z.null()])) })).filter(isSecretField)).toEqual(['clientKey']);
});
