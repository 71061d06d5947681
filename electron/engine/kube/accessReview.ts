import type { AccessCheck, KubeRequest } from './types';

const path = '/apis/authorization.k8s.io/v1/selfsubjectaccessreviews';
const apiVersion = 'authorization.k8s.io/v1';
const kind = 'SelfSubjectAccessReview';

export const reviewInJson = (resourceAttributes: AccessCheck): KubeRequest => ({ method: 'POST', path, body: { apiVersion, kind, spec: { resourceAttributes } } });

/**
 * The same review as protobuf, whose answer is asked for in JSON. API servers of Kubernetes v1.20 built with Go 1.18 or
 * newer (Debian's package among them) crash on every review that comes as JSON and cut the connection; `kubectl auth can-i`
 * fails on them. Numbers of fields are those of authorization/v1/generated.proto.
 */
export const reviewInProtobuf = (check: AccessCheck): KubeRequest => {
  const { namespace, verb, group, resource, subresource = '', name = '' } = check;
  const attributes = message([1, namespace], [2, verb], [3, group], [5, resource], [6, subresource], [7, name]);
  const review = message([1, ''], [2, message([1, attributes])], [3, '']);
  const envelope = message([1, message([1, apiVersion], [2, kind])], [2, review]);
  return { method: 'POST', path, contentType: 'application/vnd.kubernetes.protobuf', body: Buffer.concat([Buffer.from('k8s\0'), envelope]) };
};

/** A protobuf message of strings and messages. */
const message = (...fields: readonly [number: number, value: string | Buffer][]): Buffer =>
  Buffer.concat(
    fields.flatMap(([number, value]) => {
      const bytes = Buffer.from(value as string);
      return [Buffer.from([(number << 3) | 2, ...varint(bytes.length)]), bytes];
    }),
  );

const varint = (value: number): number[] => (value < 128 ? [value] : [(value & 127) | 128, ...varint(value >>> 7)]);
