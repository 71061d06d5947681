import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { gunzipSync } from 'node:zlib';
import type { Kind } from '../store/kinds';

/**
 * A type in few letters: `string`, `bytes`, `time`, `microTime`, `quantity`, `intOrString`, `int32`, `int64`, `double`, `boolean`, `any`,
 * `#V1Container` (a model), `[]` before what a list holds, `{}` before what a map holds.
 */
export type TypeText = string;

export interface Model {
  readonly types: Readonly<Record<string, TypeText>>;
  readonly required?: readonly string[];
}

export interface Prose {
  readonly description: string;
  readonly fields: Readonly<Record<string, string>>;
}

/** Beside the bundle, or where the build puts them when the source runs as it is (unit tests). */
function locate(file: string): string {
  const found = [join(import.meta.dirname, file), join(import.meta.dirname, '../../../dist/demo', file)].find(existsSync);
  if (!found) throw new Error(`${file} is missing: run \`npm run build\`.`);
  return found;
}

let models: Readonly<Record<string, Model>> | undefined;

/** All models. Read at the first need: a demo that nobody writes to never pays for it. */
export function allModels(): Readonly<Record<string, Model>> {
  models ??= JSON.parse(readFileSync(locate('schemas.json'), 'utf8')) as Record<string, Model>;
  return models;
}

export function modelNamed(name: string): Model | undefined {
  return allModels()[name];
}

/** Descriptions are five times the size of all else and read by few: they are not kept. */
export function readProse(): Readonly<Record<string, Prose>> {
  return JSON.parse(gunzipSync(readFileSync(locate('descriptions.json.gz'))).toString('utf8')) as Record<string, Prose>;
}

const capital = (text: string) => text.slice(0, 1).toUpperCase() + text.slice(1);

/** `V1Deployment`; where a kind name is used twice the models put the group first (`EventsV1Event`). Undefined for custom kinds. */
export function modelOf({ group, version, kind, custom }: Pick<Kind, 'group' | 'version' | 'kind' | 'custom'>): string | undefined {
  if (custom) return undefined;
  const short = `${capital(version)}${kind}`;
  const long = `${capital(group.split('.')[0] || 'core')}${short}`;
  const known = allModels();
  return known[long] ? long : known[short] ? short : undefined;
}

/** `V1Container` and `CoreV1Event` as Go names them: `v1.Container`. */
export function goName(model: string): string {
  const [, version = '', name = ''] = /V(\d+(?:(?:alpha|beta)\d+)?)(.+)$/.exec(model) ?? [];
  return `v${version}.${name}`;
}
