import { cloneJson, isJsonObject, type JsonObject } from '../objects/json';

/** Fills in what the server fills in, in place. Each function copes with half-made objects: validation comes later. */
export function applyDefaults(kind: string, object: JsonObject): void {
  defaultsOf[kind]?.(object);
}

const defaultsOf: Record<string, (object: JsonObject) => void> = {
  Pod: (pod) => {
    const spec = child(pod, 'spec');
    podSpec(spec);
    // Of pods only: a template keeps what was written.
    for (const { resources } of [...items(spec['initContainers']), ...items(spec['containers'])]) if (isJsonObject(resources) && isJsonObject(resources['limits'])) fill(child(resources, 'requests'), resources['limits']);
    fill(spec, { enableServiceLinks: true, serviceAccountName: 'default', serviceAccount: 'default', preemptionPolicy: 'PreemptLowerPriority', priority: 0, tolerations: defaultTolerations });
  },
  Deployment: (deployment) => {
    const spec = child(deployment, 'spec');
    fill(spec, { replicas: 1, revisionHistoryLimit: 10, progressDeadlineSeconds: 600 });
    const strategy = child(spec, 'strategy');
    fill(strategy, { type: 'RollingUpdate' });
    if (strategy['type'] === 'RollingUpdate') fill(child(strategy, 'rollingUpdate'), { maxSurge: '25%', maxUnavailable: '25%' });
    template(spec);
  },
  ReplicaSet: (replicaSet) => {
    const spec = child(replicaSet, 'spec');
    fill(spec, { replicas: 1 });
    template(spec);
  },
  StatefulSet: (statefulSet) => {
    const spec = child(statefulSet, 'spec');
    fill(spec, { replicas: 1, revisionHistoryLimit: 10, podManagementPolicy: 'OrderedReady' });
    const strategy = child(spec, 'updateStrategy');
    fill(strategy, { type: 'RollingUpdate' });
    if (strategy['type'] === 'RollingUpdate') fill(child(strategy, 'rollingUpdate'), { partition: 0 });
    template(spec);
    for (const claim of items(spec['volumeClaimTemplates'])) {
      fill(claim, { apiVersion: 'v1', kind: 'PersistentVolumeClaim' });
      fill(child(claim, 'spec'), { volumeMode: 'Filesystem' });
      fill(claim, { status: { phase: 'Pending' } });
    }
  },
  DaemonSet: (daemonSet) => {
    const spec = child(daemonSet, 'spec');
    fill(spec, { revisionHistoryLimit: 10 });
    const strategy = child(spec, 'updateStrategy');
    fill(strategy, { type: 'RollingUpdate' });
    if (strategy['type'] === 'RollingUpdate') fill(child(strategy, 'rollingUpdate'), { maxSurge: 0, maxUnavailable: 1 });
    template(spec);
  },
  Job: (job) => jobSpec(child(job, 'spec')),
  CronJob: (cronJob) => {
    const spec = child(cronJob, 'spec');
    fill(spec, { concurrencyPolicy: 'Allow', suspend: false, successfulJobsHistoryLimit: 3, failedJobsHistoryLimit: 1 });
    const job = child(child(spec, 'jobTemplate'), 'spec');
    podSpec(child(child(job, 'template'), 'spec'));
  },
  Service: (service) => {
    const spec = child(service, 'spec');
    fill(spec, { type: 'ClusterIP', sessionAffinity: 'None', ipFamilies: ['IPv4'], ipFamilyPolicy: 'SingleStack', internalTrafficPolicy: 'Cluster' });
    if (spec['type'] !== 'ClusterIP') fill(spec, { externalTrafficPolicy: 'Cluster' });
    for (const port of items(spec['ports'])) {
      fill(port, { protocol: 'TCP', targetPort: port['port'] });
    }
  },
  Secret: (secret) => {
    fill(secret, { type: 'Opaque' });
    const plain = secret['stringData'];
    if (!isJsonObject(plain)) return;
    const data = child(secret, 'data');
    for (const [key, value] of Object.entries(plain)) data[key] = Buffer.from(String(value)).toString('base64');
    delete secret['stringData'];
  },
  PersistentVolumeClaim: (claim) => fill(child(claim, 'spec'), { volumeMode: 'Filesystem' }),
  Namespace: (namespace) => {
    const metadata = child(namespace, 'metadata');
    fill(child(metadata, 'labels'), { 'kubernetes.io/metadata.name': metadata['name'] });
    fill(child(namespace, 'spec'), { finalizers: ['kubernetes'] });
  },
};

const defaultTolerations = ['not-ready', 'unreachable'].map((key) => ({ effect: 'NoExecute', key: `node.kubernetes.io/${key}`, operator: 'Exists', tolerationSeconds: 300 }));

function jobSpec(spec: JsonObject): void {
  fill(spec, { parallelism: 1, completions: 1, backoffLimit: 6, completionMode: 'NonIndexed', suspend: false });
  template(spec);
}

function template(spec: JsonObject): void {
  const podTemplate = child(spec, 'template');
  fill(child(podTemplate, 'metadata'), { creationTimestamp: null });
  podSpec(child(podTemplate, 'spec'));
}

function podSpec(spec: JsonObject): void {
  fill(spec, { restartPolicy: 'Always', terminationGracePeriodSeconds: 30, dnsPolicy: 'ClusterFirst', securityContext: {}, schedulerName: 'default-scheduler' });
  for (const container of [...items(spec['initContainers']), ...items(spec['containers'])]) containerDefaults(container);
  for (const volume of items(spec['volumes'])) {
    for (const source of ['configMap', 'secret']) if (isJsonObject(volume[source])) fill(volume[source], { defaultMode: 420 });
  }
}

function containerDefaults(container: JsonObject): void {
  const image = typeof container['image'] === 'string' ? container['image'] : '';
  const isLatest = image.endsWith(':latest') || !/[:@][^/]+$/.test(image);
  fill(container, { imagePullPolicy: isLatest ? 'Always' : 'IfNotPresent', resources: {}, terminationMessagePath: '/dev/termination-log', terminationMessagePolicy: 'File' });
  for (const port of items(container['ports'])) fill(port, { protocol: 'TCP' });
  for (const name of ['readinessProbe', 'livenessProbe', 'startupProbe']) {
    const probe = container[name];
    if (!isJsonObject(probe)) continue;
    fill(probe, { timeoutSeconds: 1, periodSeconds: 10, successThreshold: 1, failureThreshold: 3 });
    if (isJsonObject(probe['httpGet'])) fill(probe['httpGet'], { path: '/', scheme: 'HTTP' });
  }
}

function child(object: JsonObject, field: string): JsonObject {
  const value = object[field];
  if (isJsonObject(value)) return value;
  const created: JsonObject = {};
  object[field] = created;
  return created;
}

function fill(object: JsonObject, values: JsonObject): void {
  for (const [key, value] of Object.entries(values)) if (object[key] === undefined || (object[key] === null && value !== null)) object[key] = cloneJson(value);
}

function items(list: unknown): JsonObject[] {
  return Array.isArray(list) ? list.filter(isJsonObject) : [];
}
