import { isJsonObject, type JsonObject } from '../objects/json';
import { goName, modelNamed, type TypeText } from './catalogue';

/** What decoding an object found: the first value of a wrong type, and all fields that no type declares. */
export interface Decoded {
  /** In the words of the server's decoder. */
  error?: string;
  /** In the words of its converter, which strategic merge patches go through. */
  conversion?: string;
  unknown: string[];
}

const quantity = /^([+-]?[0-9.]+)([eEinumkKMGTP]*[-+]?[0-9]*)$/;
const time = /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?(Z|[+-]\d\d:\d\d)$/;
const base64 = /^[A-Za-z0-9+/]*={0,2}$/;

const goTypes: Record<string, string> = { boolean: 'bool', double: 'float64', bytes: '[]uint8', quantity: 'resource.Quantity', time: 'v1.Time', microTime: 'v1.MicroTime', intOrString: 'intstr.IntOrString', any: 'interface {}' };

function goType(type: TypeText): string {
  if (type.startsWith('[]')) return `[]${goType(type.slice(2))}`;
  if (type.startsWith('{}')) return `map[string]${goType(type.slice(2))}`;
  return type.startsWith('#') ? goName(type.slice(1)) : (goTypes[type] ?? type);
}

function jsonType(value: unknown): string {
  if (Array.isArray(value)) return 'array';
  if (value === null) return 'null';
  return typeof value === 'boolean' ? 'bool' : typeof value;
}

/** Where a value sits, in the two ways the server names it: `spec.containers[0].image` and, without indexes, below its struct. */
interface Place {
  path: string;
  fields: string;
  struct: string;
}

class WrongType extends Error {
  constructor(
    message: string,
    readonly conversion = message,
  ) {
    super(message);
  }
}

const mismatch = (value: string, { struct, fields }: Place, type: TypeText) => new WrongType(`json: cannot unmarshal ${value} into Go struct field ${struct}.${fields} of type ${goType(type)}`, conversionError(value, type));

function conversionError(value: string, type: TypeText): string {
  const given = { object: 'map[string]interface {}', array: '[]interface {}' }[value] ?? value;
  if (type.startsWith('[]')) return `cannot restore slice from ${given}`;
  if (type.startsWith('{}')) return `cannot restore map from ${given}`;
  return type.startsWith('#') ? `cannot restore struct from: ${given}` : `unrecognized type: ${goType(type)}`;
}

/** Checks an object against a model, and drops undeclared fields from it in place. */
export function decodeObject(model: string, object: JsonObject): Decoded {
  const unknown: string[] = [];

  const checkStruct = (name: string, value: JsonObject, at: { path: string; fields: string }) => {
    const declared = modelNamed(name);
    if (!declared) return;
    for (const field of Object.keys(value)) {
      const path = at.path ? `${at.path}.${field}` : field;
      const type = Object.hasOwn(declared.types, field) ? declared.types[field] : undefined;
      if (type === undefined) {
        unknown.push(path);
        delete value[field];
      } else check(type, value[field], { path, fields: at.fields ? `${at.fields}.${field}` : field, struct: goName(name).split('.')[1] ?? name });
    }
  };

  const check = (type: TypeText, value: unknown, place: Place): void => {
    if (value === null || value === undefined || type === 'any') return;
    if (type.startsWith('[]')) {
      if (!Array.isArray(value)) throw mismatch(jsonType(value), place, type);
      value.forEach((item, index) => check(type.slice(2), item, { ...place, path: `${place.path}[${index}]` }));
    } else if (type.startsWith('{}')) {
      if (!isJsonObject(value)) throw mismatch(jsonType(value), place, type);
      for (const [key, member] of Object.entries(value)) check(type.slice(2), member, { ...place, path: `${place.path}.${key}` });
    } else if (type.startsWith('#')) {
      if (!isJsonObject(value)) throw mismatch(jsonType(value), place, type);
      // Fields below an undeclared kind of list item start over at their own struct, but keep the path of fields.
      checkStruct(type.slice(1), value, place);
    } else checkPlain(type, value, place);
  };

  try {
    checkStruct(model, object, { path: '', fields: '' });
  } catch (error) {
    if (!(error instanceof WrongType)) throw error;
    return { error: error.message, conversion: error.conversion, unknown };
  }
  return { unknown };
}

function checkPlain(type: TypeText, value: unknown, place: Place): void {
  switch (type) {
    case 'int32':
    case 'int64':
      if (typeof value !== 'number') throw mismatch(jsonType(value), place, type);
      if (!Number.isInteger(value) || (type === 'int32' && Math.abs(value) > 2 ** 31)) throw mismatch(`number ${value}`, place, type);
      return;
    case 'double':
      if (typeof value !== 'number') throw mismatch(jsonType(value), place, type);
      return;
    case 'boolean':
      if (typeof value !== 'boolean') throw mismatch(jsonType(value), place, type);
      return;
    case 'quantity':
      if (!isQuantity(value)) throw new WrongType(`quantities must match the regular expression '${quantity.source}'`);
      return;
    case 'intOrString':
      if (typeof value !== 'number' && typeof value !== 'string') throw mismatch(jsonType(value), place, type);
      return;
    case 'time':
    case 'microTime':
      if (typeof value !== 'string') throw mismatch(jsonType(value), place, 'string');
      if (!time.test(value)) throw new WrongType(`parsing time ${JSON.stringify(value)} as "2006-01-02T15:04:05${type === 'time' ? '' : '.000000'}Z07:00": cannot parse ${JSON.stringify(value)} as "2006"`);
      return;
    case 'bytes':
      if (typeof value !== 'string') throw mismatch(jsonType(value), place, type);
      if (!isBase64(value)) throw new WrongType(`illegal base64 data at input byte ${/[^A-Za-z0-9+/]/.exec(value)?.index ?? value.length - (value.length % 4)}`);
      return;
    default:
      if (typeof value !== 'string') throw mismatch(jsonType(value), place, 'string');
  }
}

export const isQuantity = (value: unknown): boolean => typeof value === 'number' || (typeof value === 'string' && quantity.test(value));

/** Line breaks are let through, as Go's decoder does. */
const isBase64 = (value: string) => {
  const text = value.replace(/[\r\n]/g, '');
  return text.length % 4 === 0 && base64.test(text);
};
