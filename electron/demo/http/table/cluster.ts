import type { JsonObject } from '../../objects/json';
import type { KubeObject } from '../../objects/meta';
import { accessModes, age, column, count, countOf, createdAt, list, none, part, spec, status, unset, wide, type Column, type Columns } from './column';

const roleLabel = 'node-role.kubernetes.io/';

function nodeRoles({ metadata: { labels = {} } }: KubeObject): string {
  const roles = Object.entries(labels).flatMap(([key, value]) => (key.startsWith(roleLabel) ? key.slice(roleLabel.length) : key === 'kubernetes.io/role' ? value : []));
  return [...new Set(roles.filter(Boolean))].sort().join(',') || none;
}

function nodeWord(node: KubeObject): string {
  const ready = list<{ type: string; status: string }>(part(node, 'status'), 'conditions').find(({ type }) => type === 'Ready');
  const word = ready ? (ready.status === 'True' ? 'Ready' : 'NotReady') : 'Unknown';
  return spec('unschedulable', false)(node) ? `${word},SchedulingDisabled` : word;
}

const nodeAddress = (wanted: string) => (node: KubeObject) => list<{ type: string; address: string }>(part(node, 'status'), 'addresses').find(({ type }) => type === wanted)?.address ?? none;
const nodeInfo = (field: string) => (node: KubeObject) => part(part(node, 'status'), 'nodeInfo')[field] || '<unknown>';

/** Deleted but still held, for whatever reason. */
const phase = (object: KubeObject) => (object.metadata.deletionTimestamp ? 'Terminating' : status('phase', '')(object));

const storageColumns = (phaseOf: Column['cell']) => [column('StorageClass', phaseOf), column('VolumeAttributesClass', spec('volumeAttributesClassName', unset))];
const volumeMode = wide('VolumeMode', spec('volumeMode', unset));
const bound = <T>(claim: KubeObject, value: T) => (part(claim, 'spec')['volumeName'] ? value : '');

function claimText(volume: KubeObject): string {
  const { namespace, name } = part(part(volume, 'spec'), 'claimRef') as { namespace?: string; name?: string };
  return name ? `${namespace}/${name}` : '';
}

const quantityText = (quantity: unknown) => (typeof quantity === 'string' || typeof quantity === 'number' ? String(quantity) : '0');
const quotaText = (limits: boolean) => (quota: KubeObject) => {
  const { hard, used } = { hard: part(part(quota, 'status'), 'hard'), used: part(part(quota, 'status'), 'used') };
  return Object.keys(hard).filter((resource) => resource.startsWith('limits') === limits).sort().map((resource) => `${resource}: ${quantityText(used[resource])}/${quantityText(hard[resource])}`).join(', ');
};

const isDefaultClass = ({ metadata: { annotations = {} } }: KubeObject) => annotations['storageclass.kubernetes.io/is-default-class'] === 'true';

const subjects = (kind: string, text: (subject: JsonObject) => string) => (binding: KubeObject) => list(binding, 'subjects').filter((subject) => subject['kind'] === kind).map(text).join(', ');
const subjectName = ({ name }: JsonObject) => String(name);
const bindingColumns = [
  column('Role', (binding) => {
    const { kind, name } = part(binding, 'roleRef') as { kind?: string; name?: string };
    return `${kind}/${name}`;
  }),
  age,
  wide('Users', subjects('User', subjectName)),
  wide('Groups', subjects('Group', subjectName)),
  wide('ServiceAccounts', subjects('ServiceAccount', ({ namespace, name }) => `${String(namespace)}/${String(name)}`)),
];

function serviceOf(apiService: KubeObject): string {
  const { namespace, name } = part(part(apiService, 'spec'), 'service') as { namespace?: string; name?: string };
  return name ? `${namespace}/${name}` : 'Local';
}

export const clusterColumns: Columns = {
  Namespace: [column('Status', status('phase')), age],
  Node: [
    column('Status', nodeWord),
    column('Roles', nodeRoles),
    age,
    column('Version', nodeInfo('kubeletVersion')),
    wide('Internal-IP', nodeAddress('InternalIP')),
    wide('External-IP', nodeAddress('ExternalIP')),
    wide('OS-Image', nodeInfo('osImage')),
    wide('Kernel-Version', nodeInfo('kernelVersion')),
    wide('Container-Runtime', nodeInfo('containerRuntimeVersion')),
  ],
  ConfigMap: [column('Data', countOf('data', 'binaryData')), age],
  Secret: [column('Type', (secret) => secret['type']), column('Data', countOf('data')), age],
  ServiceAccount: [column('Secrets', (account) => list(account, 'secrets').length), age],
  PersistentVolume: [
    column('Capacity', (volume) => part(part(volume, 'spec'), 'capacity')['storage'] ?? ''),
    column('Access Modes', (volume) => accessModes(part(volume, 'spec')['accessModes'])),
    column('Reclaim Policy', spec('persistentVolumeReclaimPolicy', '')),
    column('Status', phase),
    column('Claim', claimText),
    ...storageColumns(spec('storageClassName', '')),
    column('Reason', status('reason', '')),
    age,
    volumeMode,
  ],
  PersistentVolumeClaim: [
    column('Status', phase),
    column('Volume', spec('volumeName', '')),
    column('Capacity', (claim) => bound(claim, part(part(claim, 'status'), 'capacity')['storage'] ?? '0')),
    column('Access Modes', (claim) => bound(claim, accessModes(part(claim, 'status')['accessModes']))),
    ...storageColumns(spec('storageClassName', '')),
    age,
    volumeMode,
  ],
  StorageClass: [
    column('Provisioner', (storage) => storage['provisioner']),
    column('ReclaimPolicy', (storage) => storage['reclaimPolicy'] ?? 'Delete'),
    column('VolumeBindingMode', (storage) => storage['volumeBindingMode'] ?? 'Immediate'),
    column('AllowVolumeExpansion', (storage) => Boolean(storage['allowVolumeExpansion'])),
    age,
  ],
  ResourceQuota: [column('Request', quotaText(false)), column('Limit', quotaText(true)), age],
  Lease: [column('Holder', spec('holderIdentity', '')), age],
  PriorityClass: [count('Value', (priority) => priority['value']), column('Global-Default', (priority) => Boolean(priority['globalDefault']), 'boolean'), age, column('PreemptionPolicy', (priority) => priority['preemptionPolicy'] ?? 'PreemptLowerPriority')],
  RoleBinding: bindingColumns,
  ClusterRoleBinding: bindingColumns,
  LimitRange: [createdAt],
  Role: [createdAt],
  ClusterRole: [createdAt],
  CustomResourceDefinition: [createdAt],
  APIService: [column('Service', serviceOf), column('Available', (service) => list<{ type: string; status: string }>(part(service, 'status'), 'conditions').find(({ type }) => type === 'Available')?.status ?? 'Unknown'), age],
};

/** The default storage class is told from the others by its name alone. */
export const shownName = (object: KubeObject): string => (object.kind === 'StorageClass' && isDefaultClass(object) ? `${object.metadata.name} (default)` : object.metadata.name);
