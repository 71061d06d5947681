import type { JsonObject } from '../../objects/json';
import { ownedBy, type KubeObject, type ManagedFieldsEntry, type ObjectMeta, type OwnerReference } from '../../objects/meta';
import type { Pod } from '../../objects/workloads';
import type { Random } from '../../random/random';
import { timestamp } from '../../time/clock';
import { loadLabel } from './mark';

/** How pods of the load can be. */
export type Health = 'ready' | 'starting' | 'crashing' | 'pulling';

/** Makes objects as the real ones look, from a seed. What is the same in many of them they share: the store never changes objects. */
export interface LoadObjects {
  node(index: number): KubeObject;
  namespace(index: number): KubeObject;
  deployment(index: number, namespace: string, replicas: number): KubeObject;
  replicaSet(deployment: KubeObject, revision: number, replicas: number): KubeObject;
  pod(replicaSet: KubeObject, node: string, health: Health): Pod;
  service(deployment: KubeObject): KubeObject;
  endpointSlice(service: KubeObject, pods: readonly Pod[]): KubeObject;
  event(about: KubeObject): KubeObject;
}

const trades = ['orders', 'billing', 'search', 'stock', 'mail', 'login', 'media', 'report', 'price', 'cart'];
const parts = ['api', 'web', 'worker', 'cache', 'gateway', 'store'];
const eventTexts = [
  ['Normal', 'Pulled', 'Container image already present on machine'],
  ['Normal', 'Started', 'Started container main'],
  ['Warning', 'Unhealthy', 'Readiness probe failed: HTTP probe failed with statuscode: 503'],
  ['Warning', 'BackOff', 'Back-off restarting failed container main'],
] as const;
const padded = (index: number) => String(index + 1).padStart(4, '0');
const fieldsOf = (...names: string[]): JsonObject => Object.fromEntries(names.map((name) => [`f:${name}`, {}]));

export function createLoadObjects(random: Random, seed: number, now: () => number): LoadObjects {
  const pick = <T>(values: readonly T[]): T => values[Math.floor(random.next() * values.length)] as T;
  const made = timestamp(now());
  let lastIp = 0;

  // As much as real objects carry: it is most of what a client reads and throws away.
  const managedFields: ManagedFieldsEntry[] = [
    { manager: 'kube-controller-manager', operation: 'Update', apiVersion: 'v1', time: made, fieldsType: 'FieldsV1', fieldsV1: { 'f:metadata': { ...fieldsOf('generateName', 'ownerReferences'), 'f:labels': fieldsOf('.', 'app', 'pod-template-hash') }, 'f:spec': { 'f:containers': { 'k:{"name":"main"}': fieldsOf('.', 'image', 'imagePullPolicy', 'name', 'resources', 'terminationMessagePath', 'terminationMessagePolicy', 'env', 'ports', 'readinessProbe', 'livenessProbe') }, ...fieldsOf('dnsPolicy', 'enableServiceLinks', 'restartPolicy', 'schedulerName', 'securityContext', 'terminationGracePeriodSeconds') } } },
    { manager: 'kubelet', operation: 'Update', apiVersion: 'v1', time: made, fieldsType: 'FieldsV1', subresource: 'status', fieldsV1: { 'f:status': { 'f:conditions': Object.fromEntries(['ContainersReady', 'Initialized', 'Ready'].map((type) => [`k:{"type":"${type}"}`, fieldsOf('.', 'lastProbeTime', 'lastTransitionTime', 'status', 'type')])), ...fieldsOf('containerStatuses', 'hostIP', 'phase', 'podIP', 'podIPs', 'startTime') } } },
  ];

  const meta = (name: string, namespace: string | undefined, labels: Record<string, string> = {}, owner?: KubeObject): ObjectMeta => ({
    name,
    ...(namespace !== undefined && { namespace }),
    uid: random.uid(),
    resourceVersion: '',
    generation: 1,
    creationTimestamp: made,
    labels: { ...labels, [loadLabel]: String(seed) },
    ...(owner && { ownerReferences: [ownedBy(owner) satisfies OwnerReference] }),
    managedFields,
  });
  const appOf = (object: KubeObject) => object.metadata.labels?.['app'] ?? '';
  const templateOf = (app: string): JsonObject => ({
    metadata: { labels: { app } },
    spec: {
      containers: [
        {
          name: 'main',
          image: `registry.example/apps/${app}:v1.${Math.floor(random.next() * 20)}.0`,
          imagePullPolicy: 'IfNotPresent',
          env: [{ name: 'APP', value: app }, { name: 'BACKEND', value: `http://${app}-backend:8080` }],
          ports: [{ name: 'http', containerPort: 8080, protocol: 'TCP' }],
          resources: { requests: { cpu: '100m', memory: '128Mi' }, limits: { cpu: '500m', memory: '256Mi' } },
          readinessProbe: { httpGet: { path: '/health', port: 'http', scheme: 'HTTP' }, periodSeconds: 10, timeoutSeconds: 1, successThreshold: 1, failureThreshold: 3 },
          terminationMessagePath: '/dev/termination-log',
          terminationMessagePolicy: 'File',
        },
      ],
      restartPolicy: 'Always',
      terminationGracePeriodSeconds: 30,
      dnsPolicy: 'ClusterFirst',
      securityContext: {},
      schedulerName: 'default-scheduler',
    },
  });

  return {
    node: (index) => ({
      apiVersion: 'v1',
      kind: 'Node',
      metadata: meta(`load-node-${padded(index)}`, undefined, { 'kubernetes.io/hostname': `load-node-${padded(index)}` }),
      spec: {},
      status: {
        capacity: { cpu: '32', memory: '128Gi', pods: '250' },
        allocatable: { cpu: '32', memory: '126Gi', pods: '250' },
        conditions: [{ type: 'Ready', status: 'True', reason: 'KubeletReady', message: 'kubelet is posting ready status', lastTransitionTime: made }],
        addresses: [{ type: 'InternalIP', address: `10.0.${Math.floor(index / 250)}.${(index % 250) + 1}` }],
        nodeInfo: { kubeletVersion: 'v1.34.0', osImage: 'Wheelhouse demo', architecture: 'amd64', operatingSystem: 'linux' },
      },
    }),
    namespace: (index) => ({ apiVersion: 'v1', kind: 'Namespace', metadata: meta(`load-${padded(index)}`, undefined), spec: { finalizers: ['kubernetes'] }, status: { phase: 'Active' } }),
    deployment(index, namespace, replicas) {
      const app = `${pick(trades)}-${pick(parts)}-${padded(index)}`;
      return {
        apiVersion: 'apps/v1',
        kind: 'Deployment',
        metadata: { ...meta(app, namespace, { app }), annotations: { 'deployment.kubernetes.io/revision': '1' } },
        spec: { replicas, selector: { matchLabels: { app } }, template: templateOf(app), strategy: { type: 'RollingUpdate', rollingUpdate: { maxSurge: '25%', maxUnavailable: '25%' } }, revisionHistoryLimit: 10, progressDeadlineSeconds: 600 },
        status: { observedGeneration: 1, replicas, updatedReplicas: replicas, readyReplicas: replicas, availableReplicas: replicas, conditions: [{ type: 'Available', status: 'True', reason: 'MinimumReplicasAvailable', message: 'Deployment has minimum availability.', lastTransitionTime: made, lastUpdateTime: made }] },
      };
    },
    replicaSet(deployment, revision, replicas) {
      const app = appOf(deployment);
      const hash = random.suffix(10);
      const { template } = deployment['spec'] as { template: JsonObject };
      return {
        apiVersion: 'apps/v1',
        kind: 'ReplicaSet',
        metadata: { ...meta(`${app}-${hash}`, deployment.metadata.namespace, { app, 'pod-template-hash': hash }, deployment), annotations: { 'deployment.kubernetes.io/revision': String(revision) } },
        spec: { replicas, selector: { matchLabels: { app, 'pod-template-hash': hash } }, template },
        status: { observedGeneration: 1, replicas, ...(replicas > 0 && { fullyLabeledReplicas: replicas, readyReplicas: replicas, availableReplicas: replicas }) },
      };
    },
    pod(replicaSet, node, health) {
      const app = appOf(replicaSet);
      const hash = replicaSet.metadata.labels?.['pod-template-hash'] ?? '';
      const { spec } = (replicaSet['spec'] as { template: { spec: Pod['spec'] } }).template;
      lastIp += 1;
      const podIP = `10.${100 + Math.floor(lastIp / 62_500)}.${Math.floor(lastIp / 250) % 250}.${(lastIp % 250) + 1}`;
      const metadata = { ...meta(`${replicaSet.metadata.name}-${random.suffix(5)}`, replicaSet.metadata.namespace, { app, 'pod-template-hash': hash }, replicaSet), generateName: `${replicaSet.metadata.name}-` };
      delete metadata.generation;
      return { apiVersion: 'v1', kind: 'Pod', metadata, spec: { ...spec, nodeName: node }, status: { podIP, podIPs: [{ ip: podIP }], ...podStatus(spec.containers[0]?.image ?? '', health, 0, timestamp(now()), made) } };
    },
    service(deployment) {
      const app = appOf(deployment);
      const ip = `10.96.${Math.floor(random.between(1, 255))}.${Math.floor(random.between(1, 255))}`;
      return { apiVersion: 'v1', kind: 'Service', metadata: meta(app, deployment.metadata.namespace, { app }), spec: { type: 'ClusterIP', clusterIP: ip, clusterIPs: [ip], selector: { app }, ports: [{ name: 'http', port: 80, targetPort: 'http', protocol: 'TCP' }] }, status: { loadBalancer: {} } };
    },
    endpointSlice: (service, pods) => ({
      apiVersion: 'discovery.k8s.io/v1',
      kind: 'EndpointSlice',
      metadata: meta(`${service.metadata.name}-${random.suffix(5)}`, service.metadata.namespace, { app: appOf(service), 'kubernetes.io/service-name': service.metadata.name }, service),
      addressType: 'IPv4',
      endpoints: pods.map(({ metadata, spec, status }) => ({ addresses: [status.podIP ?? ''], conditions: { ready: true, serving: true, terminating: false }, nodeName: spec.nodeName ?? '', targetRef: { kind: 'Pod', name: metadata.name, namespace: metadata.namespace ?? '', uid: metadata.uid } })),
      ports: [{ name: 'http', port: 8080, protocol: 'TCP' }],
    }),
    event(about) {
      const [type, reason, message] = pick(eventTexts);
      const at = timestamp(now());
      const { name, namespace, uid, resourceVersion } = about.metadata;
      const metadata = meta(`${name}.${random.hex(16)}`, namespace);
      return { apiVersion: 'v1', kind: 'Event', metadata, involvedObject: { apiVersion: about.apiVersion, kind: about.kind, name, namespace: namespace ?? '', uid, resourceVersion }, type, reason, message, source: { component: 'kubelet' }, reportingComponent: 'kubelet', count: 1, firstTimestamp: at, lastTimestamp: at };
    },
  };
}

/** A pod's status but for its addresses. */
export function podStatus(image: string, health: Health, restarts: number, at: string, startTime: string): Pod['status'] {
  const isReady = health === 'ready';
  const started = health === 'ready' || health === 'starting';
  const waiting = health === 'pulling' ? { reason: 'ImagePullBackOff', message: `Back-off pulling image "${image}"` } : { reason: 'CrashLoopBackOff', message: 'back-off 5m0s restarting failed container=main' };
  const condition = (type: string, isTrue: boolean) => ({ type, status: isTrue ? ('True' as const) : ('False' as const), lastProbeTime: null, lastTransitionTime: at, ...(!isTrue && { reason: 'ContainersNotReady', message: 'containers with unready status: [main]' }) });
  return {
    phase: health === 'pulling' ? 'Pending' : 'Running',
    qosClass: 'Burstable',
    conditions: [condition('Initialized', true), condition('Ready', isReady), condition('ContainersReady', isReady), condition('PodScheduled', true)],
    startTime,
    containerStatuses: [
      {
        name: 'main',
        image,
        imageID: health === 'pulling' ? '' : `${image}@sha256:${'0'.repeat(64)}`,
        ready: isReady,
        started,
        restartCount: restarts,
        state: started ? { running: { startedAt: at } } : { waiting },
        lastState: restarts > 0 ? { terminated: { exitCode: 1, reason: 'Error', startedAt: startTime, finishedAt: at } } : {},
      },
    ],
  };
}
