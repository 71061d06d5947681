import { describe, expect, it } from 'vitest';
import { decodeProtobuf } from './decode';

const varint = (value: number): number[] => (value < 128 ? [value] : [(value & 127) | 128, ...varint(value >>> 7)]);
const field = (number: number, value: string | Buffer): Buffer => Buffer.concat([Buffer.from([(number << 3) | 2, ...varint(Buffer.from(value as string).length)]), Buffer.from(value as string)]);
const message = (...fields: Buffer[]) => Buffer.concat(fields);
const body = (apiVersion: string, kind: string, raw: Buffer) => message(Buffer.from('k8s\0'), field(1, message(field(1, apiVersion), field(2, kind))), field(2, raw), field(3, ''), field(4, ''));

describe('a body in protobuf', () => {
  it('is read as the object it stands for, without what Go writes for nothing', () => {
    const metadata = message(field(1, 'settings'), field(2, ''), field(3, 't'), field(8, ''), field(11, message(field(1, 'app'), field(2, 'x'))), field(11, message(field(1, 'tier'), field(2, ''))));
    const raw = message(field(1, metadata), field(2, message(field(1, 'a'), field(2, 'ü'.repeat(200)))), field(3, message(field(1, 'b'), field(2, Buffer.from([0, 255])))));
    expect(decodeProtobuf(body('v1', 'ConfigMap', raw))).toEqual({
      apiVersion: 'v1',
      kind: 'ConfigMap',
      metadata: { name: 'settings', namespace: 't', labels: { app: 'x', tier: '' } },
      data: { a: 'ü'.repeat(200) },
      binaryData: { b: 'AP8=' },
    });
  });

  it('of a question about rights is read with what it asks', () => {
    const attributes = message(field(1, 't'), field(2, 'get'), field(3, ''), field(5, 'pods'), field(6, 'exec'), field(7, ''));
    const raw = message(field(1, ''), field(2, field(1, attributes)), field(3, ''));
    expect(decodeProtobuf(body('authorization.k8s.io/v1', 'SelfSubjectAccessReview', raw))).toMatchObject({ spec: { resourceAttributes: { namespace: 't', verb: 'get', resource: 'pods', subresource: 'exec' } } });
  });

  it('of another kind is not known, and bytes that are none are told', () => {
    expect(decodeProtobuf(body('apps/v1', 'Deployment', Buffer.alloc(0)))).toBeNull();
    expect(() => decodeProtobuf(Buffer.from('{}'))).toThrow('does not appear to be a protobuf message');
    expect(() => decodeProtobuf(body('v1', 'ConfigMap', Buffer.from([0x0a, 0x7f])))).toThrow('unexpected EOF');
    expect(() => decodeProtobuf(body('v1', 'ConfigMap', Buffer.from([0x0b])))).toThrow('illegal wireType 3');
  });

  it('whatever it holds ends in an object or a RangeError', () => {
    let state = 7;
    const random = () => (state = (state * 1_103_515_245 + 12_345) % 2 ** 31) / 2 ** 31;
    for (let i = 0; i < 2000; i += 1) {
      const raw = Buffer.from(Array.from({ length: Math.floor(random() * 40) }, () => Math.floor(random() * 256)));
      try {
        expect(decodeProtobuf(body('v1', 'Secret', raw))).toMatchObject({ kind: 'Secret' });
      } catch (error) {
        expect(error).toBeInstanceOf(RangeError);
      }
    }
  });
});
