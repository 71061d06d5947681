import { isJsonObject, type JsonObject } from '../objects/json';
import type { DeleteOptions } from '../store/deletes';
import { parseBody, type Exchange } from './exchange';
import { invalid, type Cause } from './status';

type OptionsKind = 'CreateOptions' | 'UpdateOptions' | 'PatchOptions' | 'DeleteOptions' | 'ListOptions';

export const invalidOptions = (kind: OptionsKind, causes: readonly Cause[]) => invalid({ kind, group: 'meta.k8s.io' }, '', causes);

const notSupported = (field: string, value: string, supported: string): Cause => ({ reason: 'FieldValueNotSupported', message: `Unsupported value: ${value}: supported values: ${supported}`, field });

/** `dryRun=All` or none; anything else is refused, since guessing would write. */
export function isDryRun(exchange: Exchange, kind: OptionsKind, body?: JsonObject): boolean {
  const asked = [...exchange.query.getAll('dryRun'), ...((body?.['dryRun'] as string[] | undefined) ?? [])];
  const wrong = asked.filter((value) => value !== 'All');
  if (wrong.length === 0) return asked.length > 0;
  throw invalidOptions(kind, [notSupported('dryRun', `[]string{${wrong.map((value) => JSON.stringify(value)).join(', ')}}`, '"All"')]);
}

/** What becomes of fields that no type declares. */
export type FieldValidation = 'Ignore' | 'Warn' | 'Strict';

export function fieldValidationOf(exchange: Exchange, kind: OptionsKind): FieldValidation {
  const asked = exchange.query.get('fieldValidation') || 'Warn';
  if (asked === 'Ignore' || asked === 'Warn' || asked === 'Strict') return asked;
  throw invalidOptions(kind, [notSupported('fieldValidation', JSON.stringify(asked), '"Ignore", "Strict", "Warn"')]);
}

const policies = ['Foreground', 'Background', 'Orphan'];

export function deleteOptions(exchange: Exchange, text: string): DeleteOptions {
  const parsed = text.trim() ? parseBody(text, exchange.contentType) : {};
  const body: JsonObject = isJsonObject(parsed) ? parsed : {};
  const grace = exchange.query.get('gracePeriodSeconds') ?? body['gracePeriodSeconds'];
  const propagation = exchange.query.get('propagationPolicy') ?? body['propagationPolicy'];
  const orphan = exchange.query.get('orphanDependents') ?? body['orphanDependents'];
  const causes: Cause[] = [];
  if (typeof propagation === 'string' && orphan !== undefined && orphan !== null) causes.push({ reason: 'FieldValueInvalid', message: `Invalid value: "${propagation}": orphanDependents and deletionPropagation cannot be both set`, field: 'propagationPolicy' });
  if (typeof propagation === 'string' && !policies.includes(propagation)) causes.push(notSupported('propagationPolicy', JSON.stringify(propagation), [...policies, 'nil'].map((policy) => `"${policy}"`).join(', ')));
  if (causes.length > 0) throw invalidOptions('DeleteOptions', causes);
  const policy = typeof propagation === 'string' ? propagation : String(orphan) === 'true' ? 'Orphan' : undefined;
  return {
    dryRun: isDryRun(exchange, 'DeleteOptions', body),
    ...(grace !== undefined && grace !== null && { gracePeriodSeconds: Number(grace) }),
    ...(policy && { propagationPolicy: policy as NonNullable<DeleteOptions['propagationPolicy']> }),
    ...(isJsonObject(body['preconditions']) && { preconditions: body['preconditions'] }),
  };
}
