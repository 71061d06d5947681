/** A field of a message: its JSON name, and what its value is. */
export type Field = readonly [name: string, type: 'text' | 'bytes' | 'number' | 'boolean' | 'texts' | 'textMap' | 'bytesMap'] | readonly [name: string, type: 'message' | 'messages', message: Message];
/** Fields by their number. What is not named here is left out: nobody sends it when an object is made. */
export type Message = Readonly<Record<number, Field>>;

const objectMeta: Message = {
  1: ['name', 'text'],
  2: ['generateName', 'text'],
  3: ['namespace', 'text'],
  5: ['uid', 'text'],
  6: ['resourceVersion', 'text'],
  11: ['labels', 'textMap'],
  12: ['annotations', 'textMap'],
  14: ['finalizers', 'texts'],
};
const metadata = ['metadata', 'message', objectMeta] as const;
const spec = (message: Message) => ['spec', 'message', message] as const;

const resourceAttributes: Message = { 1: ['namespace', 'text'], 2: ['verb', 'text'], 3: ['group', 'text'], 4: ['version', 'text'], 5: ['resource', 'text'], 6: ['subresource', 'text'], 7: ['name', 'text'] };
const accessReview: Message = { 1: ['resourceAttributes', 'message', resourceAttributes], 2: ['nonResourceAttributes', 'message', { 1: ['path', 'text'], 2: ['verb', 'text'] }] };
const named: Message = { 1: ['name', 'text'] };

/**
 * What kubectl from 1.31 on sends as protobuf when it makes small objects and asks what is allowed. Numbers of fields are those of
 * the `generated.proto` of each group (k8s.io/api). Kinds with a pod in them are not here: `kubectl apply` and `create -f` send JSON.
 */
export const messages: Readonly<Record<string, Message>> = {
  'v1/ConfigMap': { 1: metadata, 2: ['data', 'textMap'], 3: ['binaryData', 'bytesMap'], 4: ['immutable', 'boolean'] },
  'v1/Secret': { 1: metadata, 2: ['data', 'bytesMap'], 3: ['type', 'text'], 4: ['stringData', 'textMap'], 5: ['immutable', 'boolean'] },
  'v1/Namespace': { 1: metadata },
  'v1/ServiceAccount': { 1: metadata, 3: ['imagePullSecrets', 'messages', named], 4: ['automountServiceAccountToken', 'boolean'] },
  'authorization.k8s.io/v1/SelfSubjectAccessReview': { 1: metadata, 2: spec(accessReview) },
  'authorization.k8s.io/v1/SelfSubjectRulesReview': { 1: metadata, 2: spec({ 1: ['namespace', 'text'] }) },
  'authentication.k8s.io/v1/SelfSubjectReview': { 1: metadata },
  'authentication.k8s.io/v1/TokenRequest': { 1: metadata, 2: spec({ 1: ['audiences', 'texts'], 4: ['expirationSeconds', 'number'] }) },
  'policy/v1/Eviction': { 1: metadata, 2: ['deleteOptions', 'message', { 1: ['gracePeriodSeconds', 'number'] }] },
};
