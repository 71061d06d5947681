import type { Cause } from '../../http/status';
import { isJsonObject, type JsonObject } from '../../objects/json';

export type { Cause };

/** @param value as Go prints it; text in quotes */
export const bad = (field: string, value: string, why: string): Cause => ({ reason: 'FieldValueInvalid', message: `Invalid value: ${value}: ${why}`, field });
export const badText = (field: string, value: unknown, why: string): Cause => bad(field, JSON.stringify(value), why);
export const required = (field: string, why = ''): Cause => ({ reason: 'FieldValueRequired', message: why ? `Required value: ${why}` : 'Required value', field });
export const duplicate = (field: string, value: string): Cause => ({ reason: 'FieldValueDuplicate', message: `Duplicate value: ${value}`, field });
export const denied = (field: string, why: string): Cause => ({ reason: 'FieldValueForbidden', message: `Forbidden: ${why}`, field });
export const unknown = (field: string, value: unknown): Cause => ({ reason: 'FieldValueNotFound', message: `Not found: ${JSON.stringify(value)}`, field });
export const unsupported = (field: string, value: string, known: readonly string[]): Cause => ({ reason: 'FieldValueNotSupported', message: `Unsupported value: ${value}: supported values: ${known.map((one) => JSON.stringify(one)).join(', ')}`, field });

/** Nothing where the value is left out or one of those known. */
export const oneOf = (field: string, value: unknown, known: readonly string[]): Cause[] => (value === undefined || known.includes(value as string) ? [] : [unsupported(field, JSON.stringify(value), known)]);

export const atLeastZero = (field: string, value: unknown): Cause[] => (typeof value === 'number' && value < 0 ? [bad(field, String(value), 'must be greater than or equal to 0')] : []);

export const portNumber = (field: string, value: unknown): Cause[] => (typeof value === 'number' && (value < 1 || value > 65535) ? [bad(field, String(value), 'must be between 1 and 65535, inclusive')] : []);

export function child(object: JsonObject | undefined, field: string): JsonObject {
  const value = object?.[field];
  return isJsonObject(value) ? value : {};
}

export function items(value: unknown): JsonObject[] {
  return Array.isArray(value) ? value.filter(isJsonObject) : [];
}

/** Causes for each value that was there before. */
export function duplicates<T>(values: readonly T[], cause: (value: T & {}, index: number) => Cause): Cause[] {
  const seen = new Set<T>();
  return values.flatMap((value, index) => {
    if (value === undefined || value === null || value === '') return [];
    if (seen.has(value)) return [cause(value, index)];
    seen.add(value);
    return [];
  });
}
