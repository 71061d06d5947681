import type { JsonObject } from '../../objects/json';
import { messages, type Field, type Message } from './messages';

export const protobufType = 'application/vnd.kubernetes.protobuf';

/** What stands before a message: `k8s` and a zero byte. */
const magic = Buffer.from('k8s\0');

/** Each field of a message as it stands there: numbers as such, all else as bytes. */
function* fieldsOf(bytes: Buffer): Generator<[number: number, value: number | Buffer]> {
  let at = 0;
  const varint = (): number => {
    let value = 0;
    for (let factor = 1; ; factor *= 128) {
      const byte = bytes[at];
      if (byte === undefined || factor > 2 ** 49) throw new RangeError('unexpected EOF');
      at += 1;
      value += (byte & 127) * factor;
      if (byte < 128) return value;
    }
  };
  while (at < bytes.length) {
    const tag = varint();
    const wire = tag & 7;
    if (wire === 0) yield [tag >>> 3, varint()];
    else if (wire === 2) {
      const length = varint();
      if (length > bytes.length - at) throw new RangeError('unexpected EOF');
      yield [tag >>> 3, bytes.subarray(at, at + length)];
      at += length;
    } else throw new RangeError(`proto: illegal wireType ${wire}`);
  }
}

const keyAndValue = (entry: Buffer): [string, Buffer] => {
  const parts = new Map(fieldsOf(entry));
  const part = (number: number) => (Buffer.isBuffer(parts.get(number)) ? (parts.get(number) as Buffer) : Buffer.alloc(0));
  return [part(1).toString('utf8'), part(2)];
};

/** What a field adds to what was read of it before; a list and a map come one item at a time. */
function valueOf([, type, message]: Field, value: number | Buffer, before: unknown): unknown {
  if (typeof value === 'number') return type === 'boolean' ? value !== 0 : value;
  const listed = Array.isArray(before) ? (before as unknown[]) : [];
  switch (type) {
    case 'message':
      return read(message, value);
    case 'messages':
      return [...listed, read(message, value)];
    case 'texts':
      return [...listed, value.toString('utf8')];
    case 'textMap':
    case 'bytesMap': {
      const [key, bytes] = keyAndValue(value);
      return { ...(before as JsonObject | undefined), [key]: bytes.toString(type === 'textMap' ? 'utf8' : 'base64') };
    }
    default:
      return value.toString(type === 'bytes' ? 'base64' : 'utf8');
  }
}

/** Go writes every text and message, also an empty one, which in JSON is left out. */
const isEmpty = (value: unknown) => value === '' || (typeof value === 'object' && value !== null && Object.keys(value).length === 0);

function read(message: Message, bytes: Buffer): JsonObject {
  const object: JsonObject = {};
  for (const [number, value] of fieldsOf(bytes)) {
    const field = message[number];
    if (field) object[field[0]] = valueOf(field, value, object[field[0]]);
  }
  return Object.fromEntries(Object.entries(object).filter(([, value]) => !isEmpty(value)));
}

const textOf = (value: number | Buffer | undefined) => (Buffer.isBuffer(value) ? value.toString('utf8') : '');

/** The object in a Kubernetes protobuf body; null where its kind is none that is known. Throws a RangeError for bytes that are no message. */
export function decodeProtobuf(body: Buffer): JsonObject | null {
  if (!body.subarray(0, magic.length).equals(magic)) throw new RangeError('provided data does not appear to be a protobuf message, expected prefix [107 56 115 0]');
  const envelope = new Map(fieldsOf(body.subarray(magic.length)));
  const [typeMeta, raw] = [envelope.get(1), envelope.get(2)];
  if (!Buffer.isBuffer(typeMeta)) return null;
  const type = new Map(fieldsOf(typeMeta));
  const [apiVersion, kind] = [textOf(type.get(1)), textOf(type.get(2))];
  const message = messages[`${apiVersion}/${kind}`];
  return message ? { apiVersion, kind, ...read(message, Buffer.isBuffer(raw) ? raw : Buffer.alloc(0)) } : null;
}
