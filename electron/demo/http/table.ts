import { isJsonObject, type JsonObject } from '../objects/json';
import type { KubeObject } from '../objects/meta';
import type { Condition, Container, ContainerStatus } from '../objects/workloads';
import type { Kind } from '../store/kinds';

/** A column of `kubectl get`: priority 1 shows with `-o wide` only. */
interface Column {
  name: string;
  type: 'string' | 'integer';
  priority: 0 | 1;
  cell: (object: KubeObject) => unknown;
}

const column = (name: string, cell: Column['cell'], type: Column['type'] = 'string', priority: Column['priority'] = 0): Column => ({ name, type, priority, cell });
const wide = (name: string, cell: Column['cell']) => column(name, cell, 'string', 1);

const part = (object: KubeObject, field: string): JsonObject => (isJsonObject(object[field]) ? object[field] : {});
const spec = (field: string, otherwise: unknown = '<none>') => (object: KubeObject) => part(object, 'spec')[field] ?? otherwise;
const status = (field: string, otherwise: unknown = 0) => (object: KubeObject) => part(object, 'status')[field] ?? otherwise;
const ratio = (top: string, bottom: (object: KubeObject) => unknown) => (object: KubeObject) => `${String(status(top)(object))}/${String(bottom(object))}`;

const age = column('Age', (object) => ageText(object.metadata.creationTimestamp));
const countOf = (field: string) => (object: KubeObject) => Object.keys(part(object, field)).length;

function templateContainers(object: KubeObject): Container[] {
  const template = part(object, 'spec')['template'] as { spec?: { containers?: Container[] } } | undefined;
  return template?.spec?.containers ?? [];
}
const containers = [wide('Containers', (object) => templateContainers(object).map(({ name }) => name).join(',')), wide('Images', (object) => templateContainers(object).map(({ image }) => image).join(','))];
const selector = wide('Selector', (object) => {
  const labels = (part(object, 'spec')['selector'] as { matchLabels?: Record<string, string> } | undefined)?.matchLabels ?? {};
  return Object.entries(labels).map((pair) => pair.join('=')).join(',') || '<none>';
});

const columnsOf: Record<string, Column[]> = {
  Pod: [
    column('Ready', (pod) => `${podStatuses(pod).filter(({ ready }) => ready).length}/${(part(pod, 'spec')['containers'] as unknown[]).length}`),
    column('Status', podWord),
    column('Restarts', (pod) => String(podStatuses(pod).reduce((sum, { restartCount }) => sum + restartCount, 0))),
    age,
    wide('IP', status('podIP', '<none>')),
    wide('Node', spec('nodeName')),
    wide('Nominated Node', () => '<none>'),
    wide('Readiness Gates', () => '<none>'),
  ],
  Deployment: [column('Ready', ratio('readyReplicas', spec('replicas', 0))), column('Up-to-date', status('updatedReplicas'), 'integer'), column('Available', status('availableReplicas'), 'integer'), age, ...containers, selector],
  ReplicaSet: [column('Desired', spec('replicas', 0), 'integer'), column('Current', status('replicas'), 'integer'), column('Ready', status('readyReplicas'), 'integer'), age, ...containers, selector],
  StatefulSet: [column('Ready', ratio('readyReplicas', spec('replicas', 0))), age, ...containers],
  DaemonSet: [
    column('Desired', status('desiredNumberScheduled'), 'integer'),
    column('Current', status('currentNumberScheduled'), 'integer'),
    column('Ready', status('numberReady'), 'integer'),
    column('Up-to-date', status('updatedNumberScheduled'), 'integer'),
    column('Available', status('numberAvailable'), 'integer'),
    column('Node Selector', () => '<none>'),
    age,
    ...containers,
    selector,
  ],
  Job: [column('Status', jobWord), column('Completions', ratio('succeeded', spec('completions', 1))), age, ...containers],
  CronJob: [
    column('Schedule', spec('schedule')),
    column('Timezone', spec('timeZone')),
    column('Suspend', (cronJob) => (spec('suspend', false)(cronJob) ? 'True' : 'False')),
    column('Active', (cronJob) => (status('active', [])(cronJob) as unknown[]).length, 'integer'),
    column('Last Schedule', (cronJob) => (status('lastScheduleTime', '')(cronJob) ? ageText(String(status('lastScheduleTime')(cronJob))) : '<none>')),
    age,
  ],
  Service: [
    column('Type', spec('type')),
    column('Cluster-IP', spec('clusterIP')),
    column('External-IP', () => '<none>'),
    column('Port(s)', (service) => ((part(service, 'spec')['ports'] ?? []) as { port: number; nodePort?: number; protocol: string }[]).map(({ port, nodePort, protocol }) => `${port}${nodePort ? `:${nodePort}` : ''}/${protocol}`).join(',')),
    age,
    wide('Selector', (service) => Object.entries(part(service, 'spec')['selector'] ?? {}).map((pair) => pair.join('=')).join(',') || '<none>'),
  ],
  Namespace: [column('Status', status('phase')), age],
  Node: [column('Status', () => 'Ready'), column('Roles', () => '<none>'), age, column('Version', (node) => (part(node, 'status')['nodeInfo'] as { kubeletVersion?: string } | undefined)?.kubeletVersion ?? '')],
  ConfigMap: [column('Data', countOf('data'), 'integer'), age],
  Secret: [column('Type', (secret) => secret['type']), column('Data', countOf('data'), 'integer'), age],
  PersistentVolumeClaim: [column('Status', status('phase')), column('Volume', spec('volumeName', '')), column('Capacity', (claim) => (part(claim, 'status')['capacity'] as { storage?: string } | undefined)?.storage ?? ''), column('Access Modes', (claim) => ((part(claim, 'spec')['accessModes'] ?? []) as string[]).join(',').replace('ReadWriteOnce', 'RWO')), column('StorageClass', spec('storageClassName', '')), age],
  Ingress: [
    column('Class', spec('ingressClassName')),
    column('Hosts', (ingress) => ((part(ingress, 'spec')['rules'] ?? []) as { host?: string }[]).map(({ host }) => host ?? '*').join(',')),
    column('Address', () => ''),
    column('Ports', (ingress) => (part(ingress, 'spec')['tls'] ? '80, 443' : '80')),
    age,
  ],
  Event: [
    column('Last Seen', (event) => ageText(typeof event['lastTimestamp'] === 'string' ? event['lastTimestamp'] : event.metadata.creationTimestamp)),
    column('Type', (event) => event['type']),
    column('Reason', (event) => event['reason']),
    column('Object', (event) => `${String(part(event, 'involvedObject')['kind']).toLowerCase()}/${String(part(event, 'involvedObject')['name'])}`),
    column('Message', (event) => event['message']),
  ],
};
/** Events have no name column of their own in `kubectl get`. */
const nameless = new Set(['Event']);

export interface TableOptions {
  /** False leaves the columns out, as all but the first event of a watch do. */
  withColumns?: boolean;
  /** How much of each object comes with its row. */
  include?: 'None' | 'Metadata' | 'Object';
}

/** A Table as `kubectl get` asks for it. Kinds without columns of their own show name and age. */
export function toTable(kind: Kind, objects: readonly KubeObject[], metadata: unknown, { withColumns = true, include = 'Metadata' }: TableOptions = {}): unknown {
  const own = columnsOf[kind.kind] ?? [age];
  const columns = nameless.has(kind.kind) ? own : [{ ...column('Name', (object) => object.metadata.name), format: 'name' }, ...own];
  return {
    kind: 'Table',
    apiVersion: 'meta.k8s.io/v1',
    metadata,
    columnDefinitions: withColumns ? columns.map(({ cell: _cell, ...definition }) => ({ format: '', description: '', ...definition })) : null,
    rows: objects.map((object) => ({
      cells: columns.map(({ cell }) => cell(object)),
      ...(include !== 'None' && { object: include === 'Object' ? object : { kind: 'PartialObjectMetadata', apiVersion: 'meta.k8s.io/v1', metadata: object.metadata } }),
    })),
  };
}

function podStatuses(pod: KubeObject): ContainerStatus[] {
  return (part(pod, 'status')['containerStatuses'] ?? []) as ContainerStatus[];
}

function podWord(pod: KubeObject): string {
  if (pod.metadata.deletionTimestamp) return 'Terminating';
  for (const { state } of podStatuses(pod)) {
    if (state.waiting) return state.waiting.reason;
    if (state.terminated) return state.terminated.reason;
  }
  return String(part(pod, 'status')['phase']);
}

function jobWord(job: KubeObject): string {
  const conditions = (part(job, 'status')['conditions'] ?? []) as Condition[];
  return conditions.find(({ type, status: isTrue }) => isTrue === 'True' && (type === 'Complete' || type === 'Failed'))?.type ?? 'Running';
}

/** `3d4h` in the manner of kubectl's HumanDuration, a little simplified. */
function ageText(time: string): string {
  const seconds = Math.max(0, Math.floor((Date.now() - Date.parse(time)) / 1000));
  if (seconds < 120) return `${seconds}s`;
  const minutes = Math.floor(seconds / 60);
  if (minutes < 10 && seconds % 60) return `${minutes}m${seconds % 60}s`;
  if (minutes < 180) return `${minutes}m`;
  const hours = Math.floor(minutes / 60);
  if (hours < 8 && minutes % 60) return `${hours}h${minutes % 60}m`;
  if (hours < 48) return `${hours}h`;
  const days = Math.floor(hours / 24);
  return days < 8 && hours % 24 ? `${days}d${hours % 24}h` : `${days}d`;
}
