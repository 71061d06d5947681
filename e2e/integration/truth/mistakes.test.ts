import { beforeAll, describe, expect, it } from 'vitest';
import { useTruth } from '../../fixtures/truth';

/** NS stands for the namespace of the test. */
const core = '/api/v1/namespaces/NS';
const deployments = '/apis/apps/v1/namespaces/NS/deployments';
const access = '/apis/rbac.authorization.k8s.io/v1/namespaces/NS';
const merge = 'application/merge-patch+json';
const strategic = 'application/strategic-merge-patch+json';
const apply = 'application/apply-patch+yaml';

type Body = Record<string, unknown>;

const configMap = (name: string, rest: Body = {}, metadata: Body = {}) => ({ apiVersion: 'v1', kind: 'ConfigMap', metadata: { name, ...metadata }, ...rest });
const secret = (name: string, rest: Body) => ({ apiVersion: 'v1', kind: 'Secret', metadata: { name }, ...rest });
const pod = (container: Body = {}, spec: Body = {}, name = 'x') => ({ apiVersion: 'v1', kind: 'Pod', metadata: { name }, spec: { containers: [{ name: 'c', image: 'x', ...container }], ...spec } });
const service = (spec: Body, name = 'x') => ({ apiVersion: 'v1', kind: 'Service', metadata: { name }, spec: { selector: { a: 'b' }, ports: [{ port: 80 }], ...spec } });
const claim = (spec: Body, name = 'x') => ({ apiVersion: 'v1', kind: 'PersistentVolumeClaim', metadata: { name }, spec });
const deployment = (spec: Body, name = 'x') => ({
  apiVersion: 'apps/v1',
  kind: 'Deployment',
  metadata: { name },
  spec: { replicas: 0, selector: { matchLabels: { app: name } }, template: { metadata: { labels: { app: name } }, spec: { containers: [{ name: 'c', image: 'x' }] } }, ...spec },
});
const rollingUpdate = (bounds: Body) => deployment({ strategy: { type: 'RollingUpdate', rollingUpdate: bounds } });

type Ask = [method: string, path: string, body?: unknown, contentType?: string];

/** The whole answer of a server that refuses. */
const failure = (code: number, reason: string, message: string, details?: Body) => ({ kind: 'Status', apiVersion: 'v1', metadata: {}, status: 'Failure', message, reason, ...(details && { details }), code });
const missing = (kind: string, name: string, group = '') => failure(404, 'NotFound', `${kind}${group && `.${group}`} "${name}" not found`, { name, ...(group && { group }), kind });
const badRequest = (message: string) => failure(400, 'BadRequest', message);

type Cause = [reason: string, field: string, message: string];

/** `Pod x` is invalid for these causes, in this order. */
function invalid(what: string, ...causes: Cause[]): Body {
  const [title = '', name = ''] = what.split(' ');
  const [kind, ...group] = title.split('.');
  const lines = [...new Set(causes.map(([, field, message]) => `${field}: ${message}`))];
  return failure(422, 'Invalid', `${title} "${name}" is invalid: ${lines.length === 1 ? lines[0] : `[${lines.join(', ')}]`}`, {
    ...(name && { name }),
    ...(group.length > 0 && { group: group.join('.') }),
    kind,
    causes: causes.map(([reason, field, message]) => ({ reason: `FieldValue${reason}`, message, field })),
  });
}

const invalidValue = (field: string, value: string, why: string): Cause => ['Invalid', field, `Invalid value: ${value}: ${why}`];
const required = (field: string, why = ''): Cause => ['Required', field, why ? `Required value: ${why}` : 'Required value'];
const duplicate = (field: string, value: string): Cause => ['Duplicate', field, `Duplicate value: ${value}`];
const forbidden = (field: string, why: string): Cause => ['Forbidden', field, `Forbidden: ${why}`];
const unsupported = (field: string, value: string, ...values: string[]): Cause => ['NotSupported', field, `Unsupported value: ${value}: supported values: ${values.map((known) => `"${known}"`).join(', ')}`];

const label = "a lowercase RFC 1123 label must consist of lower case alphanumeric characters or '-', and must start and end with an alphanumeric character (e.g. 'my-name',  or '123-abc', regex used for validation is '[a-z0-9]([-a-z0-9]*[a-z0-9])?')";
const subdomain =
  "a lowercase RFC 1123 subdomain must consist of lower case alphanumeric characters, '-' or '.', and must start and end with an alphanumeric character (e.g. 'example.com', regex used for validation is '[a-z0-9]([-a-z0-9]*[a-z0-9])?(\\.[a-z0-9]([-a-z0-9]*[a-z0-9])?)*')";
const olderLabel = "a DNS-1035 label must consist of lower case alphanumeric characters or '-', start with an alphabetic character, and end with an alphanumeric character (e.g. 'my-name',  or 'abc-123', regex used for validation is '[a-z]([-a-z0-9]*[a-z0-9])?')";
const keyPart = "name part must consist of alphanumeric characters, '-', '_' or '.', and must start and end with an alphanumeric character (e.g. 'MyName',  or 'my.name',  or '123-abc', regex used for validation is '([A-Za-z0-9][-A-Za-z0-9_.]*)?[A-Za-z0-9]')";
const labelValue =
  "a valid label must be an empty string or consist of alphanumeric characters, '-', '_' or '.', and must start and end with an alphanumeric character (e.g. 'MyValue',  or 'my_value',  or '12345', regex used for validation is '(([A-Za-z0-9][-A-Za-z0-9_.]*)?[A-Za-z0-9])?')";
const configKey = "a valid config key must consist of alphanumeric characters, '-', '_' or '.' (e.g. 'key.name',  or 'KEY_NAME',  or 'key-name', regex used for validation is '[-._a-zA-Z0-9]+')";
const portRange = 'must be between 1 and 65535, inclusive';
const positive = 'must be greater than or equal to 0';
const once = 'field is immutable when `immutable` is set';
const container = 'spec.containers[0]';
const selectorOf = (labels: string) => `v1.LabelSelector{MatchLabels:map[string]string{${labels}}, MatchExpressions:[]v1.LabelSelectorRequirement(nil)}`;
const differs = '`selector` does not match template `labels`';
const options = (kind: string, ...causes: Cause[]) => invalid(`${kind}Options.meta.k8s.io `, ...causes);
const notAllowed = failure(405, 'MethodNotAllowed', 'the server does not allow this method on the requested resource', {});
const unserved = failure(404, 'NotFound', 'the server could not find the requested resource', {});

const mistakes: [title: string, ask: Ask, answer: Body][] = [
  ['a missing pod', ['GET', `${core}/pods/nope`], missing('pods', 'nope')],
  ['a missing deployment', ['GET', `${deployments}/nope`], missing('deployments', 'nope', 'apps')],
  ['a PUT of a missing object', ['PUT', `${core}/configmaps/nope`, configMap('nope')], missing('configmaps', 'nope')],
  ['a patch of a missing object', ['PATCH', `${core}/configmaps/nope`, {}, merge], missing('configmaps', 'nope')],
  ['a delete of a missing object', ['DELETE', `${core}/configmaps/nope`], missing('configmaps', 'nope')],
  ['a missing namespace', ['POST', '/api/v1/namespaces/nonesuch/configmaps', configMap('x')], missing('namespaces', 'nonesuch')],
  ['an unknown resource', ['GET', `${core}/foos`], unserved],
  ['an unknown subresource', ['GET', `${core}/pods/x/foo`], unserved],
  ['a name that is taken', ['POST', `${core}/configmaps`, configMap('plain')], failure(409, 'AlreadyExists', 'configmaps "plain" already exists', { name: 'plain', kind: 'configmaps' })],
  ['a stale version', ['PATCH', `${core}/configmaps/plain`, { metadata: { resourceVersion: '1' } }, merge], failure(409, 'Conflict', 'Operation cannot be fulfilled on configmaps "plain": the object has been modified; please apply your changes to the latest version and try again', { name: 'plain', kind: 'configmaps' })],
  ['another kind', ['POST', `${core}/configmaps`, pod()], badRequest('Pod in version "v1" cannot be handled as a ConfigMap: converting (v1.Pod) to (core.ConfigMap): unknown conversion')],
  ['another version', ['POST', deployments, { ...deployment({}), apiVersion: 'extensions/v1beta1' }], badRequest('the API version in the data (extensions/v1beta1) does not match the expected API version (apps/v1)')],
  ['another name', ['PUT', `${core}/configmaps/plain`, configMap('other')], badRequest('the name of the object (other) does not match the name on the URL (plain)')],
  ['another namespace', ['POST', `${core}/configmaps`, configMap('x', {}, { namespace: 'other' })], badRequest('the namespace of the provided object does not match the namespace sent on the request')],
  ['text that is no JSON', ['POST', `${core}/configmaps`, Buffer.from('hello')], badRequest("the object provided is unrecognized (must be of type ConfigMap): couldn't get version/kind; json parse error: invalid character 'h' looking for beginning of value (68656c6c6f)")],
  ['JSON that ends early', ['POST', `${core}/configmaps`, Buffer.from('{"a":')], badRequest('the object provided is unrecognized (must be of type ConfigMap): couldn\'t get version/kind; json parse error: unexpected end of JSON input ({"a":)')],
  ['a POST on an object', ['POST', `${core}/configmaps/plain`, configMap('plain')], notAllowed],
  ['a PUT on a collection', ['PUT', `${core}/configmaps`, configMap('plain')], notAllowed],

  ['no name', ['POST', `${core}/configmaps`, {}], invalid('ConfigMap ', required('metadata.name', 'name or generateName is required'))],
  ['a bad name', ['POST', `${core}/configmaps`, configMap('Bad_Name')], invalid('ConfigMap Bad_Name', invalidValue('metadata.name', '"Bad_Name"', subdomain))],
  ['a bad name of a service', ['POST', `${core}/services`, service({}, '1abc')], invalid('Service 1abc', invalidValue('metadata.name', '"1abc"', olderLabel))],
  ['a long name of a service', ['POST', `${core}/services`, service({}, 'a'.repeat(70))], invalid(`Service ${'a'.repeat(70)}`, invalidValue('metadata.name', `"${'a'.repeat(70)}"`, 'must be no more than 63 characters'))],
  ['a bad name of a namespace', ['POST', '/api/v1/namespaces', { apiVersion: 'v1', kind: 'Namespace', metadata: { name: 'Bad.name' } }], invalid('Namespace Bad.name', invalidValue('metadata.name', '"Bad.name"', label))],
  ['a bad label', ['POST', `${core}/configmaps`, configMap('x', {}, { labels: { 'a b': 'c' } })], invalid('ConfigMap x', invalidValue('metadata.labels', '"a b"', keyPart))],
  ['a bad value of a label', ['POST', `${core}/configmaps`, configMap('x', {}, { labels: { a: 'c d' } })], invalid('ConfigMap x', invalidValue('metadata.labels', '"c d"', labelValue))],
  ['a bad annotation', ['POST', `${core}/configmaps`, configMap('x', {}, { annotations: { 'a b': 'c' } })], invalid('ConfigMap x', invalidValue('metadata.annotations', '"a b"', keyPart))],
  ['a bad key of data', ['POST', `${core}/configmaps`, configMap('x', { data: { 'a b': 'c' } })], invalid('ConfigMap x', invalidValue('data[a b]', '"a b"', configKey))],
  ['another uid', ['PATCH', `${core}/configmaps/plain`, { metadata: { uid: 'abc' } }, merge], invalid('ConfigMap plain', invalidValue('metadata.uid', '"abc"', 'field is immutable'), invalidValue('metadata.uid', '"abc"', 'field is immutable'))],
  ['data that may not change', ['PATCH', `${core}/configmaps/fixed`, { data: { a: '2' } }, merge], invalid('ConfigMap fixed', forbidden('data', once))],
  ['an end of immutability', ['PATCH', `${core}/configmaps/fixed`, { immutable: false }, merge], invalid('ConfigMap fixed', forbidden('immutable', once))],
  ['a secret without its keys', ['POST', `${core}/secrets`, secret('x', { type: 'kubernetes.io/tls', data: {} })], invalid('Secret x', required('data[tls.crt]'), required('data[tls.key]'))],
  ['another type of secret', ['PATCH', `${core}/secrets/plain`, { type: 'foo' }, merge], invalid('Secret plain', invalidValue('type', '"foo"', 'field is immutable'))],

  ['no containers', ['POST', `${core}/pods`, pod({}, { containers: [] })], invalid('Pod x', required('spec.containers'))],
  ['no image', ['POST', `${core}/pods`, pod({ image: '' })], invalid('Pod x', required(`${container}.image`))],
  ['a bad name of a container', ['POST', `${core}/pods`, pod({ name: 'C_' })], invalid('Pod x', invalidValue(`${container}.name`, '"C_"', label))],
  ['two containers of one name', ['POST', `${core}/pods`, pod({}, { containers: [{ name: 'c', image: 'x' }, { name: 'c', image: 'x' }] })], invalid('Pod x', duplicate('spec.containers[1].name', '"c"'))],
  ['a variable without a name', ['POST', `${core}/pods`, pod({ env: [{ name: 'A' }, { name: '', value: '2' }] })], invalid('Pod x', required(`${container}.env[1].name`))],
  ['a variable of two values', ['POST', `${core}/pods`, pod({ env: [{ name: 'A', value: '1', valueFrom: { fieldRef: { fieldPath: 'metadata.name' } } }] })], invalid('Pod x', invalidValue(`${container}.env[0].valueFrom`, '""', 'may not be specified when `value` is not empty'))],
  ['a mount of an unknown volume', ['POST', `${core}/pods`, pod({ volumeMounts: [{ name: 'v', mountPath: '/a' }] })], invalid('Pod x', ['NotFound', `${container}.volumeMounts[0].name`, 'Not found: "v"'])],
  ['two mounts in one place', ['POST', `${core}/pods`, pod({ volumeMounts: [{ name: 'v', mountPath: '/a' }, { name: 'v', mountPath: '/a' }] }, { volumes: [{ name: 'v', emptyDir: {} }] })], invalid('Pod x', invalidValue(`${container}.volumeMounts[1].mountPath`, '"/a"', 'must be unique'))],
  ['two volumes of one name', ['POST', `${core}/pods`, pod({}, { volumes: [{ name: 'v', emptyDir: {} }, { name: 'v', emptyDir: {} }] })], invalid('Pod x', duplicate('spec.volumes[1].name', '"v"'))],
  ['a volume of two types', ['POST', `${core}/pods`, pod({}, { volumes: [{ name: 'v', emptyDir: {}, configMap: { name: 'a' } }] })], invalid('Pod x', forbidden('spec.volumes[0].configMap', 'may not specify more than 1 volume type'))],
  ['a port out of range', ['POST', `${core}/pods`, pod({ ports: [{ containerPort: 70000 }] })], invalid('Pod x', invalidValue(`${container}.ports[0].containerPort`, '70000', portRange))],
  ['two ports of one name', ['POST', `${core}/pods`, pod({ ports: [{ containerPort: 1, name: 'a' }, { containerPort: 2, name: 'a' }] })], invalid('Pod x', duplicate(`${container}.ports[1].name`, '"a"'))],
  ['a long name of a port', ['POST', `${core}/pods`, pod({ ports: [{ containerPort: 1, name: 'averyveryverylongname' }] })], invalid('Pod x', invalidValue(`${container}.ports[0].name`, '"averyveryverylongname"', 'must be no more than 15 characters'))],
  ['an unknown protocol', ['POST', `${core}/pods`, pod({ ports: [{ containerPort: 1, protocol: 'FTP' }] })], invalid('Pod x', unsupported(`${container}.ports[0].protocol`, '"FTP"', 'SCTP', 'TCP', 'UDP'))],
  ['an unknown pull policy', ['POST', `${core}/pods`, pod({ imagePullPolicy: 'Sometimes' })], invalid('Pod x', unsupported(`${container}.imagePullPolicy`, '"Sometimes"', 'Always', 'IfNotPresent', 'Never'))],
  ['an unknown restart policy', ['POST', `${core}/pods`, pod({}, { restartPolicy: 'Maybe' })], invalid('Pod x', unsupported('spec.restartPolicy', '"Maybe"', 'Always', 'OnFailure', 'Never'))],
  ['negative resources, limit first', ['POST', `${core}/pods`, pod({ resources: { limits: { cpu: '-1' } } })], invalid('Pod x', invalidValue(`${container}.resources.limits[cpu]`, '"-1"', positive), invalidValue(`${container}.resources.requests[cpu]`, '"-1"', positive))],
  ['a probe of two kinds', ['POST', `${core}/pods`, pod({ livenessProbe: { httpGet: { port: 80 }, tcpSocket: { port: 80 } } })], invalid('Pod x', forbidden(`${container}.livenessProbe.tcpSocket`, 'may not specify more than 1 handler type'))],
  ['a probe of nothing', ['POST', `${core}/pods`, pod({ livenessProbe: {} })], invalid('Pod x', required(`${container}.livenessProbe`, 'must specify a handler type'))],
  ['numbers of a probe', ['POST', `${core}/pods`, pod({ livenessProbe: { httpGet: { port: 80 }, successThreshold: 2, periodSeconds: -1 } })], invalid('Pod x', invalidValue(`${container}.livenessProbe.periodSeconds`, '-1', positive), invalidValue(`${container}.livenessProbe.successThreshold`, '2', 'must be 1'))],
  ['an unknown service account', ['POST', `${core}/pods`, pod({}, { serviceAccountName: 'nope' })], failure(403, 'Forbidden', 'pods "x" is forbidden: error looking up service account NS/nope: serviceaccount "nope" not found', { name: 'x', kind: 'pods' })],
  ['an unknown priority', ['POST', `${core}/pods`, pod({}, { priorityClassName: 'nope' })], failure(403, 'Forbidden', 'pods "x" is forbidden: no PriorityClass with name nope was found', { name: 'x', kind: 'pods' })],
  ['a container more in a pod', ['PATCH', `${core}/pods/placed`, { spec: { containers: [{ name: 'd', image: 'x' }] } }, strategic], invalid('Pod placed', forbidden('spec.containers', 'pod updates may not add or remove containers'))],

  ['negative replicas', ['POST', deployments, deployment({ replicas: -1 })], invalid('Deployment.apps x', invalidValue('spec.replicas', '-1', positive))],
  ['a selector of others', ['POST', deployments, deployment({ selector: { matchLabels: { app: 'y' } } })], invalid('Deployment.apps x', invalidValue('spec.template.metadata.labels', 'map[string]string{"app":"x"}', differs))],
  ['another selector, after the labels', ['PATCH', `${deployments}/plain`, { spec: { selector: { matchLabels: { a: 'b' } } } }, merge], invalid('Deployment.apps plain', invalidValue('spec.template.metadata.labels', 'map[string]string{"app":"plain"}', differs), invalidValue('spec.selector', selectorOf('"a":"b", "app":"plain"'), 'field is immutable'))],
  ['a template that ends', ['POST', deployments, deployment({ template: { metadata: { labels: { app: 'x' } }, spec: { restartPolicy: 'Never', containers: [{ name: 'c', image: 'x' }] } } })], invalid('Deployment.apps x', unsupported('spec.template.spec.restartPolicy', '"Never"', 'Always'))],
  ['bounds of what is recreated', ['POST', deployments, deployment({ strategy: { type: 'Recreate', rollingUpdate: { maxSurge: 1 } } })], invalid('Deployment.apps x', forbidden('spec.strategy.rollingUpdate', "may not be specified when strategy `type` is 'Recreate'"))],
  ['bounds that allow nothing', ['POST', deployments, rollingUpdate({ maxSurge: 0, maxUnavailable: 0 })], invalid('Deployment.apps x', invalidValue('spec.strategy.rollingUpdate.maxUnavailable', 'intstr.IntOrString{Type:0, IntVal:0, StrVal:""}', 'may not be 0 when `maxSurge` is 0'))],
  ['a negative bound', ['POST', deployments, rollingUpdate({ maxSurge: -1 })], invalid('Deployment.apps x', invalidValue('spec.strategy.rollingUpdate.maxSurge', '-1', positive))],
  ['a deadline before readiness', ['POST', deployments, deployment({ progressDeadlineSeconds: 5, minReadySeconds: 10 })], invalid('Deployment.apps x', invalidValue('spec.progressDeadlineSeconds', '5', 'must be greater than minReadySeconds'))],

  ['a service without ports', ['POST', `${core}/services`, service({ ports: [] })], invalid('Service x', required('spec.ports'))],
  ['ports without names', ['POST', `${core}/services`, service({ ports: [{ port: 80 }, { port: 81 }] })], invalid('Service x', required('spec.ports[0].name'), required('spec.ports[1].name'))],
  ['service ports of one name', ['POST', `${core}/services`, service({ ports: [{ port: 80, name: 'a' }, { port: 81, name: 'a' }] })], invalid('Service x', duplicate('spec.ports[1].name', '"a"'))],
  ['a service port out of range', ['POST', `${core}/services`, service({ ports: [{ port: 0 }] })], invalid('Service x', invalidValue('spec.ports[0].port', '0', portRange), invalidValue('spec.ports[0].targetPort', '0', portRange))],
  ['an unknown type of service', ['POST', `${core}/services`, service({ type: 'Bogus' })], invalid('Service x', unsupported('spec.type', '"Bogus"', 'ClusterIP', 'ExternalName', 'LoadBalancer', 'NodePort'))],
  ['a node port out of range', ['POST', `${core}/services`, service({ type: 'NodePort', ports: [{ port: 80, nodePort: 80 }] })], invalid('Service x', invalidValue('spec.ports[0].nodePort', '80', 'provided port is not in the valid range. The range of valid ports is 30000-32767'))],
  ['a node port that is taken', ['POST', `${core}/services`, service({ type: 'NodePort', ports: [{ port: 80, nodePort: 31987 }] })], invalid('Service x', invalidValue('spec.ports[0].nodePort', '31987', 'provided port is already allocated'))],
  ['a node port where there is none', ['POST', `${core}/services`, service({ ports: [{ port: 80, nodePort: 30124 }] })], invalid('Service x', forbidden('spec.ports[0].nodePort', "may not be used when `type` is 'ClusterIP'"))],
  ['a name that is none', ['POST', `${core}/services`, service({ type: 'ExternalName', ports: [] })], invalid('Service x', required('spec.externalName'))],
  ['another cluster IP', ['PATCH', `${core}/services/plain`, { spec: { clusterIP: '10.96.1.9' } }, merge], invalid('Service plain', invalidValue('spec.clusterIPs[0]', '[]string{"10.96.1.9"}', 'may not change once set'))],
  ['a claim of nothing', ['POST', `${core}/persistentvolumeclaims`, claim({})], invalid('PersistentVolumeClaim x', required('spec.accessModes', 'at least 1 access mode is required'), required('spec.resources[storage]'))],
  ['a role of nothing', ['POST', `${access}/roles`, { apiVersion: 'rbac.authorization.k8s.io/v1', kind: 'Role', metadata: { name: 'x' }, rules: [{ verbs: [], resources: ['pods'] }] }], invalid('Role.rbac.authorization.k8s.io x', required('rules[0].verbs', 'verbs must contain at least one value'), required('rules[0].apiGroups', 'resource rules must supply at least one api group'))],

  ['an unknown dry run', ['POST', `${core}/configmaps?dryRun=Yes`, configMap('x')], options('Create', unsupported('dryRun', '[]string{"Yes"}', 'All'))],
  ['an apply by nobody', ['PATCH', `${core}/configmaps/plain`, configMap('plain'), apply], options('Patch', required('fieldManager', 'is required for apply patch'))],
  ['an unknown propagation', ['DELETE', `${core}/configmaps/plain?propagationPolicy=Foo`], options('Delete', unsupported('propagationPolicy', '"Foo"', 'Foreground', 'Background', 'Orphan', 'nil'))],
  ['a field that cannot select', ['GET', `${core}/pods?fieldSelector=foo%3Dbar`], badRequest('field label not supported: foo')],
];

describe('a mistake is refused', () => {
  const truth = useTruth();
  let namespace: string;
  const here = (text: string) => text.replace(/\bNS\b/g, namespace);
  const ask = async ([method, path, body, contentType]: Ask, client = truth.admin) => (await client.call(method, here(path), body, contentType)).body as Body & { message?: string };

  beforeAll(async () => {
    namespace = await truth.namespace();
    const made: [path: string, body: unknown][] = [
      [`${core}/configmaps`, configMap('plain', { data: { a: '1' } })],
      [`${core}/configmaps`, configMap('fixed', { data: { a: '1' }, immutable: true })],
      [`${core}/secrets`, secret('plain', { data: { a: 'eA==' } })],
      [`${core}/pods`, pod({}, { nodeName: 'nowhere' }, 'placed')],
      [`${core}/services`, service({}, 'plain')],
      [`${core}/services`, service({ type: 'NodePort', ports: [{ port: 80, nodePort: 31987 }] }, 'outside')],
      [deployments, deployment({}, 'plain')],
      [`${core}/persistentvolumeclaims`, claim({ accessModes: ['ReadWriteOnce'], resources: { requests: { storage: '1Gi' } } }, 'plain')],
    ];
    for (const [path, body] of made) expect(await ask(['POST', path, body])).not.toHaveProperty('status', 'Failure');
  });

  it.each(mistakes)('%s', async (_title, asked, answer) => {
    expect(await ask(asked)).toEqual(JSON.parse(here(JSON.stringify(answer))));
  });

  const wordedOtherwise: [title: string, ask: Ask, code: number, message: RegExp][] = [
    // Decoders differ in how they say where they stopped.
    ['text where a number belongs', ['POST', deployments, deployment({ replicas: 'two' })], 400, /^Deployment in version "v1" cannot be handled as a Deployment: /],
    ['a number where text belongs', ['POST', `${core}/configmaps`, configMap('x', { data: { a: 1 } })], 400, /^ConfigMap in version "v1" cannot be handled as a ConfigMap: /],
    ['a quantity of words', ['POST', `${core}/pods`, pod({ resources: { limits: { cpu: 'lots' } } })], 400, /^Pod in version "v1" cannot be handled as a Pod: .*quantities must match the regular expression '\^\(\[\+-]\?\[0-9.]\+\)\(\[eEinumkKMGTP]\*\[-\+]\?\[0-9]\*\)\$'/],
    // The path of the source file at the end is not the same.
    ['an unknown kind', ['POST', `${core}/configmaps`, { ...configMap('x'), kind: 'Foo' }], 400, /^Foo in version "v1" cannot be handled as a ConfigMap: no kind "Foo" is registered for version "v1" in scheme "/],
    // Newer servers also say the limit.
    ['a request above its limit', ['POST', `${core}/pods`, pod({ resources: { limits: { cpu: '1' }, requests: { cpu: '2' } } })], 422, /^Pod "x" is invalid: spec\.containers\[0]\.resources\.requests: Invalid value: "2": must be less than or equal to cpu limit/],
    // Newer servers let more characters through, but never a =.
    ['a bad name of a variable', ['POST', `${core}/pods`, pod({ env: [{ name: 'a=b' }] })], 422, /^Pod "x" is invalid: spec\.containers\[0]\.env\[0]\.name: Invalid value: "a=b": a valid environment variable name must consist of /],
    // Newer servers know one more access mode.
    ['an unknown access mode', ['POST', `${core}/persistentvolumeclaims`, claim({ accessModes: ['Foo'], resources: { requests: { storage: '1Gi' } } })], 422, /^PersistentVolumeClaim "x" is invalid: spec\.accessModes: Unsupported value: "Foo": supported values: "ReadOnlyMany", "ReadWriteMany", "ReadWriteOnce"/],
    // What else may change, and the difference as Go prints it.
    ['another claim', ['PATCH', `${core}/persistentvolumeclaims/plain`, { spec: { accessModes: ['ReadWriteMany'] } }, merge], 422, /^PersistentVolumeClaim "plain" is invalid: spec: Forbidden: spec is immutable after creation except resources\.requests /],
    ['another pod', ['PATCH', `${core}/pods/placed`, { spec: { nodeName: 'other' } }, merge], 422, /^Pod "placed" is invalid: spec: Forbidden: pod updates may not change fields other than `spec\.containers\[\*]\.image`, ?`spec\.initContainers\[\*]\.image`, ?`spec\.activeDeadlineSeconds`/],
    ['a cluster IP of elsewhere', ['POST', `${core}/services`, service({ clusterIP: '1.2.3.4' })], 422, /^Service "x" is invalid: spec\.clusterIPs: Invalid value: \[]string\{"1\.2\.3\.4"}: failed to allocate.* ?1\.2\.3\.4.*is not in the valid range\. The range of valid IPs is /],
    ['a delete of another object', ['DELETE', `${core}/configmaps/plain`, { preconditions: { uid: 'abc' } }], 409, /^Operation cannot be fulfilled on ConfigMap "plain": the UID in the precondition \(abc\) does not match the UID in record \([-0-9a-f]+\)\. The object might have been deleted and then recreated$/],
    ['a delete of another version', ['DELETE', `${core}/configmaps/plain`, { preconditions: { resourceVersion: '1' } }], 409, /^Operation cannot be fulfilled on ConfigMap "plain": the ResourceVersion in the precondition \(1\) does not match the ResourceVersion in record \(\d+\)\. The object might have been modified$/],
    ['a media type of no patch', ['PATCH', `${core}/configmaps/plain`, {}, 'application/json'], 415, /Unsupported Media Type|the body of the request was in an unknown format - accepted media types include: application\/json-patch\+json/],
    ['a media type of no object', ['POST', `${core}/configmaps`, Buffer.from('<a/>'), 'application/xml'], 415, /^the body of the request was in an unknown format - accepted media types include: application\/json, application\/yaml, application\/vnd\.kubernetes\.protobuf/],
    ['a label selector of words', ['GET', `${core}/pods?labelSelector=a%20b`], 400, /^unable to parse requirement: found 'b', expected: /],
    // Why comes from the decoder.
    ['an invalid place to continue', ['GET', `${core}/pods?continue=abc%7B`], 400, /^invalid continue token: continue key is not valid: /],
  ];

  it.each(wordedOtherwise)('%s', async (_title, asked, code, message) => {
    const answer = await ask(asked);
    expect({ code: answer['code'], message: answer.message }).toEqual({ code, message: expect.stringMatching(message) as string });
  });

  const denied: [title: string, ask: Ask, kind: string, message: string][] = [
    ['a delete', ['DELETE', `${core}/pods/placed`], 'pods', 'pods "placed" is forbidden: User "U" cannot delete resource "pods" in API group "" in the namespace "NS"'],
    ['a new object', ['POST', deployments, deployment({})], 'deployments', 'deployments.apps is forbidden: User "U" cannot create resource "deployments" in API group "apps" in the namespace "NS"'],
    ['a subresource', ['POST', `${core}/pods/placed/eviction`, {}], 'pods', 'pods "placed" is forbidden: User "U" cannot create resource "pods/eviction" in API group "" in the namespace "NS"'],
    ['the scope of the cluster', ['DELETE', '/api/v1/nodes/nowhere'], 'nodes', 'nodes "nowhere" is forbidden: User "U" cannot delete resource "nodes" in API group "" at the cluster scope'],
  ];

  it.each(denied)('%s by a viewer', async (_title, asked, kind, message) => {
    const answer = await ask(asked, truth.viewer);
    expect({ ...answer, message: answer.message?.replace(/User "[^"]+"/, 'User "U"') }).toMatchObject({ reason: 'Forbidden', code: 403, message: here(message), details: { kind } });
  });
});
