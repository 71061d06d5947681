import { mkdir, readdir, readFile, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { gzipSync } from 'node:zlib';
import { buildIfChanged } from './fingerprint.mjs';

/**
 * What the demo site knows of the types it serves, made from the models of the client library: `schemas.json` has fields and
 * types (read for validation), `descriptions.json.gz` the prose (read only when OpenAPI is asked for).
 */
const root = fileURLToPath(new URL('../..', import.meta.url));
const models = 'node_modules/@kubernetes/client-node/dist/gen/models';
const packageFile = 'node_modules/@kubernetes/client-node/package.json';

/** Maps of quantities look like maps of strings in the models. */
const quantityMaps = new Set(['limits', 'requests', 'capacity', 'allocatable', 'allocatedResources', 'hard', 'used', 'overhead', 'default', 'defaultRequest', 'max', 'min', 'maxLimitRequestRatio']);
const quantities = new Set(['sizeLimit', 'divisor']);
const plainTypes = { boolean: 'boolean', any: 'any', object: 'any', Date: 'time', V1MicroTime: 'microTime', IntOrString: 'intOrString' };

const typeOf = (type, format) => {
  const list = /^Array<(.+)>$/.exec(type);
  if (list) return `[]${typeOf(list[1], format)}`;
  const map = /^\{ \[key: string\]: (.+); \}$/.exec(type);
  if (map) return `{}${typeOf(map[1], format)}`;
  if (type === 'number') return format || 'double';
  if (type === 'string') return format === 'byte' ? 'bytes' : 'string';
  return plainTypes[type] ?? `#${type}`;
};

/** Text of a doc comment: one line, without the escapes the generator put in. */
const unescape = (text) => text.replace(/\\(['"])/g, '$1').replace(/\s*\n\s*\*?\s*/g, ' ').trim();

const readModel = async (name) => {
  const [source, declaration] = await Promise.all(['js', 'd.ts'].map((ending) => readFile(path.join(root, models, `${name}.${ending}`), 'utf8')));
  const table = /attributeTypeMap = (\[[^]*?\n\]);/.exec(source);
  if (!table) return null;
  const description = /\/\*\*\n\* ((?:(?!\*\/)[^])*?)\n\*\/\nexport declare class/.exec(declaration)?.[1] ?? '';
  const fields = new Map([...declaration.matchAll(/\/\*\*\n\s+\* ((?:(?!\*\/)[^])*?)\n\s+\*\/\n\s+'([^']+)'(\??):/g)].map(([, text, field, mark]) => [field, { text: unescape(text), optional: mark === '?' }]));
  const types = {};
  const required = [];
  const prose = {};
  for (const { name: field, baseName, type, format } of JSON.parse(table[1])) {
    const said = fields.get(field) ?? { text: '', optional: true };
    const isQuantity = quantities.has(baseName) || said.text.startsWith('Quantity is a fixed-point') || (quantityMaps.has(baseName) && type === '{ [key: string]: string; }');
    types[baseName] = isQuantity ? (type === 'string' ? 'quantity' : '{}quantity') : typeOf(type, format);
    if (!said.optional) required.push(baseName);
    prose[baseName] = said.text;
  }
  return { schema: required.length > 0 ? { types, required } : { types }, prose: { description: unescape(description), fields: prose } };
};

const generate = async (output) => {
  const files = await readdir(path.join(root, models));
  // What is alpha or beta is served by none of the demo's groups.
  const names = files.filter((file) => file.endsWith('.js') && !/V\d+(alpha|beta)\d/.test(file)).map((file) => file.slice(0, -'.js'.length));
  const read = await Promise.all(names.map(async (name) => [name, await readModel(name)]));
  const found = read.filter(([, model]) => model !== null);
  await mkdir(output, { recursive: true });
  await writeFile(path.join(output, 'schemas.json'), JSON.stringify(Object.fromEntries(found.map(([name, { schema }]) => [name, schema]))));
  await writeFile(path.join(output, 'descriptions.json.gz'), gzipSync(JSON.stringify(Object.fromEntries(found.map(([name, { prose }]) => [name, prose])))));
};

/** Writes both files into dist/demo unless they are of the installed models already. */
export const buildSchemas = () => {
  const output = path.join(root, 'dist/demo');
  return buildIfChanged({ root, stamp: path.join(root, 'dist/.schemas.stamp'), inputs: [packageFile, 'electron/build/schemas.mjs'], work: () => generate(output) });
};

/** The global set-up of vitest: unit tests of the demo site read the schemas too, in a fresh clone as well. */
export default buildSchemas;
