import type { Draft } from '../objects/meta';

export interface PolicyRule {
  apiGroups?: string[];
  resources?: string[];
  resourceNames?: string[];
  nonResourceURLs?: string[];
  verbs: string[];
}

const reads = ['get', 'list', 'watch'];
const writes = ['create', 'delete', 'deletecollection', 'patch', 'update'];
const rule = (group: string, resources: string[], verbs: string[]): PolicyRule => ({ apiGroups: [group], resources, verbs });

/** What Kubernetes' own `view` may read: no secrets, no nodes, no roles. */
const viewRules: PolicyRule[] = [
  rule('', ['configmaps', 'endpoints', 'persistentvolumeclaims', 'persistentvolumeclaims/status', 'pods', 'replicationcontrollers', 'replicationcontrollers/scale', 'serviceaccounts', 'services', 'services/status'], reads),
  rule('', ['bindings', 'events', 'limitranges', 'namespaces/status', 'pods/log', 'pods/status', 'replicationcontrollers/status', 'resourcequotas', 'resourcequotas/status'], reads),
  rule('', ['namespaces'], reads),
  rule('apps', ['controllerrevisions', 'daemonsets', 'daemonsets/status', 'deployments', 'deployments/scale', 'deployments/status', 'replicasets', 'replicasets/scale', 'replicasets/status', 'statefulsets', 'statefulsets/scale', 'statefulsets/status'], reads),
  rule('autoscaling', ['horizontalpodautoscalers', 'horizontalpodautoscalers/status'], reads),
  rule('batch', ['cronjobs', 'cronjobs/status', 'jobs', 'jobs/status'], reads),
  rule('policy', ['poddisruptionbudgets', 'poddisruptionbudgets/status'], reads),
  rule('discovery.k8s.io', ['endpointslices'], reads),
  rule('metrics.k8s.io', ['nodes', 'pods'], reads),
  rule('networking.k8s.io', ['ingresses', 'ingresses/status', 'networkpolicies'], reads),
];

const editRules: PolicyRule[] = [
  rule('', ['pods/attach', 'pods/exec', 'pods/portforward', 'pods/proxy', 'secrets', 'services/proxy'], reads),
  rule('', ['serviceaccounts'], ['impersonate']),
  rule('', ['pods', 'pods/attach', 'pods/exec', 'pods/portforward', 'pods/proxy'], writes),
  rule('', ['pods/eviction'], ['create']),
  rule('', ['configmaps', 'endpoints', 'events', 'persistentvolumeclaims', 'replicationcontrollers', 'replicationcontrollers/scale', 'secrets', 'serviceaccounts', 'services', 'services/proxy'], writes),
  rule('apps', ['daemonsets', 'deployments', 'deployments/rollback', 'deployments/scale', 'replicasets', 'replicasets/scale', 'statefulsets', 'statefulsets/scale'], writes),
  rule('autoscaling', ['horizontalpodautoscalers'], writes),
  rule('batch', ['cronjobs', 'jobs'], writes),
  rule('policy', ['poddisruptionbudgets'], writes),
  rule('networking.k8s.io', ['ingresses', 'networkpolicies'], writes),
  rule('coordination.k8s.io', ['leases'], [...reads, ...writes]),
  ...viewRules,
];

const adminRules: PolicyRule[] = [...editRules, rule('rbac.authorization.k8s.io', ['roles', 'rolebindings'], [...reads, ...writes])];

const everybody: PolicyRule[] = [
  { apiGroups: ['authorization.k8s.io'], resources: ['selfsubjectaccessreviews', 'selfsubjectrulesreviews'], verbs: ['create'] },
  { apiGroups: ['authentication.k8s.io'], resources: ['selfsubjectreviews'], verbs: ['create'] },
  { nonResourceURLs: ['/api', '/api/*', '/apis', '/apis/*', '/healthz', '/livez', '/openapi', '/openapi/*', '/readyz', '/version', '/version/'], verbs: ['get'] },
];

const clusterRole = (name: string, rules: PolicyRule[]): Draft => ({ apiVersion: 'rbac.authorization.k8s.io/v1', kind: 'ClusterRole', metadata: { name }, rules });
const bind = (name: string, role: string, subject: { kind: 'User' | 'Group'; name: string }): Draft => ({
  apiVersion: 'rbac.authorization.k8s.io/v1',
  kind: 'ClusterRoleBinding',
  metadata: { name },
  roleRef: { apiGroup: 'rbac.authorization.k8s.io', kind: 'ClusterRole', name: role },
  subjects: [{ apiGroup: 'rbac.authorization.k8s.io', ...subject }],
});

/** The roles every cluster comes with, and the bindings of the site's users. */
export const bootstrapPolicy: readonly Draft[] = [
  clusterRole('cluster-admin', [
    { apiGroups: ['*'], resources: ['*'], verbs: ['*'] },
    { nonResourceURLs: ['*'], verbs: ['*'] },
  ]),
  clusterRole('admin', adminRules),
  clusterRole('edit', editRules),
  clusterRole('view', viewRules),
  clusterRole('system:basic-user', everybody),
  bind('cluster-admin', 'cluster-admin', { kind: 'Group', name: 'system:masters' }),
  bind('system:basic-user', 'system:basic-user', { kind: 'Group', name: 'system:authenticated' }),
  bind('developer', 'edit', { kind: 'User', name: 'developer' }),
  bind('viewer', 'view', { kind: 'User', name: 'viewer' }),
];
