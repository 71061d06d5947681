import type { JsonObject } from '../objects/json';
import type { Draft, KubeObject } from '../objects/meta';

/** One kind the site serves, as discovery describes it. */
export interface Kind {
  readonly group: string;
  readonly version: string;
  /** `apps/v1`, or `v1` for the core group. */
  readonly apiVersion: string;
  readonly kind: string;
  readonly plural: string;
  readonly singular: string;
  readonly shortNames: readonly string[];
  readonly categories: readonly string[];
  readonly namespaced: boolean;
  readonly subresources: readonly string[];
  /** Present where a CustomResourceDefinition made the kind. */
  readonly custom?: CustomKind;
  /** Present where the kind is another one in a different version or group: the objects are stored as that one. */
  readonly view?: KindView;
}

/** How objects of one kind are seen as another. */
export interface KindView {
  readonly of: string;
  /** From the stored form to this one. */
  show(object: KubeObject): KubeObject;
  /** From this form to the stored one. */
  read(draft: Draft): Draft;
}

/** What a definition says about its kind beyond names. */
export interface CustomKind {
  readonly definition: string;
  /** `openAPIV3Schema` of the version. */
  readonly schema: JsonObject;
  readonly columns: readonly { name: string; type: string; jsonPath: string; priority?: number; format?: string; description?: string }[];
  readonly scale?: { specReplicasPath: string; statusReplicasPath: string; labelSelectorPath?: string };
}

type Row = [kind: string, plural: string, options?: { short?: string[]; all?: true; cluster?: true; sub?: string[] }];

const status = ['status'];
const scalable = ['status', 'scale'];

const served: Record<string, Row[]> = {
  v1: [
    ['Namespace', 'namespaces', { short: ['ns'], cluster: true, sub: ['status', 'finalize'] }],
    ['Node', 'nodes', { short: ['no'], cluster: true, sub: status }],
    ['PersistentVolume', 'persistentvolumes', { short: ['pv'], cluster: true, sub: status }],
    ['Pod', 'pods', { short: ['po'], all: true, sub: ['status', 'log', 'eviction', 'binding', 'exec', 'attach', 'portforward', 'proxy'] }],
    ['Service', 'services', { short: ['svc'], all: true, sub: ['status', 'proxy'] }],
    ['ConfigMap', 'configmaps', { short: ['cm'] }],
    ['Secret', 'secrets'],
    ['ServiceAccount', 'serviceaccounts', { short: ['sa'] }],
    ['PersistentVolumeClaim', 'persistentvolumeclaims', { short: ['pvc'], sub: status }],
    ['Endpoints', 'endpoints', { short: ['ep'] }],
    ['Event', 'events', { short: ['ev'] }],
    ['ResourceQuota', 'resourcequotas', { short: ['quota'], sub: status }],
    ['LimitRange', 'limitranges', { short: ['limits'] }],
    ['ReplicationController', 'replicationcontrollers', { short: ['rc'], all: true, sub: scalable }],
  ],
  'apps/v1': [
    ['Deployment', 'deployments', { short: ['deploy'], all: true, sub: scalable }],
    ['ReplicaSet', 'replicasets', { short: ['rs'], all: true, sub: scalable }],
    ['StatefulSet', 'statefulsets', { short: ['sts'], all: true, sub: scalable }],
    ['DaemonSet', 'daemonsets', { short: ['ds'], all: true, sub: status }],
    ['ControllerRevision', 'controllerrevisions'],
  ],
  'batch/v1': [
    ['Job', 'jobs', { all: true, sub: status }],
    ['CronJob', 'cronjobs', { short: ['cj'], all: true, sub: status }],
  ],
  'networking.k8s.io/v1': [
    ['Ingress', 'ingresses', { short: ['ing'], sub: status }],
    ['IngressClass', 'ingressclasses', { cluster: true }],
    ['NetworkPolicy', 'networkpolicies', { short: ['netpol'] }],
  ],
  'autoscaling/v2': [['HorizontalPodAutoscaler', 'horizontalpodautoscalers', { short: ['hpa'], all: true, sub: status }]],
  'policy/v1': [['PodDisruptionBudget', 'poddisruptionbudgets', { short: ['pdb'], sub: status }]],
  'storage.k8s.io/v1': [['StorageClass', 'storageclasses', { short: ['sc'], cluster: true }]],
  'coordination.k8s.io/v1': [['Lease', 'leases']],
  'rbac.authorization.k8s.io/v1': [
    ['ClusterRole', 'clusterroles', { cluster: true }],
    ['ClusterRoleBinding', 'clusterrolebindings', { cluster: true }],
    ['Role', 'roles'],
    ['RoleBinding', 'rolebindings'],
  ],
};

const toKind = (apiVersion: string, [kind, plural, options = {}]: Row): Kind => {
  const [group, version] = apiVersion.includes('/') ? (apiVersion.split('/') as [string, string]) : ['', apiVersion];
  return {
    group,
    version,
    apiVersion,
    kind,
    plural,
    singular: kind.toLowerCase(),
    shortNames: options.short ?? [],
    categories: options.all ? ['all'] : [],
    namespaced: !options.cluster,
    subresources: options.sub ?? [],
  };
};

/** The kinds every site has; custom ones join them in its registry. */
export const builtInKinds: readonly Kind[] = Object.entries(served).flatMap(([apiVersion, rows]) => rows.map((row) => toKind(apiVersion, row)));

/** The built-in kind of that name; for code that knows it is served. */
export function kindNamed(name: string): Kind {
  const kind = builtInKinds.find((candidate) => candidate.kind === name);
  if (!kind) throw new Error(`The demo site does not serve the kind ${name}.`);
  return kind;
}

/** `deployments.apps`, `pods`: how messages of the server name a resource. */
export function qualified(kind: Pick<Kind, 'group' | 'plural'>): string {
  return kind.group ? `${kind.plural}.${kind.group}` : kind.plural;
}
