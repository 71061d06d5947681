import { isJsonObject, sameJson, type JsonObject } from '../../objects/json';
import type { KubeObject } from '../../objects/meta';
import { badText, child, denied, required, type Cause } from './causes';
import { configKey, follows } from './names';

const once = 'field is immutable when `immutable` is set';

const keys = (object: KubeObject, field: string) => Object.keys(child(object, field)).flatMap((key) => follows(`${field}[${key}]`, key, configKey));

/** What was said to be for good. A list or map left out is the same as an empty one. */
function fixed(object: KubeObject, before: KubeObject | undefined, fields: readonly string[]): Cause[] {
  if (before?.['immutable'] !== true) return [];
  const isSame = (field: string) => sameJson(child(object, field), child(before, field));
  return [...(object['immutable'] === true ? [] : [denied('immutable', once)]), ...fields.filter((field) => !isSame(field)).map((field) => denied(field, once))];
}

export const configMapCauses = (object: KubeObject, before: KubeObject | undefined): Cause[] => [...fixed(object, before, ['data', 'binaryData']), ...keys(object, 'data'), ...keys(object, 'binaryData')];

const keysOfType: Readonly<Record<string, readonly string[]>> = { 'kubernetes.io/tls': ['tls.crt', 'tls.key'], 'kubernetes.io/dockerconfigjson': ['.dockerconfigjson'], 'kubernetes.io/dockercfg': ['.dockercfg'], 'kubernetes.io/ssh-auth': ['ssh-privatekey'] };

export function secretCauses(secret: KubeObject, before: KubeObject | undefined): Cause[] {
  const { type } = secret;
  const data = child(secret, 'data');
  const changed = before && before['type'] !== type ? [badText('type', type, 'field is immutable')] : [];
  return [...changed, ...fixed(secret, before, ['data']), ...keys(secret, 'data'), ...(keysOfType[type as string] ?? []).flatMap((key) => (data[key] === undefined ? [required(`data[${key}]`)] : key.startsWith('.docker') ? jsonCauses(data, key) : []))];
}

/** What the file of an image registry's passwords says must be JSON; what it says is never shown. */
function jsonCauses(data: JsonObject, key: string): Cause[] {
  const text = Buffer.from(String(data[key]), 'base64').toString('utf8');
  try {
    if (isJsonObject(JSON.parse(text))) return [];
    return [badText(`data[${key}]`, '<secret contents redacted>', 'json: cannot unmarshal')];
  } catch {
    // Node's words would show the contents.
    const why = text.trim() === '' || /^[[{"]/.test(text.trim()) ? 'unexpected end of JSON input' : `invalid character '${text.trim().slice(0, 1)}' looking for beginning of value`;
    return [badText(`data[${key}]`, '<secret contents redacted>', why)];
  }
}
