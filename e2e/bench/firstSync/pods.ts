/** A pod as large and as wordy as a real one, `managedFields` included. Item of a list: without apiVersion and kind. */
export const makePod = (number: number): object => {
  const app = `service-${number % 200}`;
  const name = `${app}-${(number * 7919).toString(36).padStart(9, '0')}-${number}`;
  const labels = { app, 'app.kubernetes.io/name': app, 'app.kubernetes.io/part-of': `suite-${number % 20}`, 'pod-template-hash': `h${number % 200}` };
  const uid = `00000000-0000-4000-8000-${String(number).padStart(12, '0')}`;
  const at = '2026-01-01T00:00:00Z';
  const image = `registry.example.com/team/${app}:v1.${number % 50}.0`;
  const fields = Object.fromEntries(['image', 'imagePullPolicy', 'name', 'ports', 'resources', 'terminationMessagePath', 'env'].map((field) => [`f:${field}`, {}]));
  return {
    metadata: {
      name,
      generateName: `${app}-`,
      namespace: `team-${number % 40}`,
      uid,
      resourceVersion: String(1_000_000 + number),
      creationTimestamp: at,
      labels,
      annotations: { 'kubectl.kubernetes.io/restartedAt': at, 'prometheus.io/scrape': 'true', 'prometheus.io/port': '8080' },
      ownerReferences: [{ apiVersion: 'apps/v1', kind: 'ReplicaSet', name: app, uid: `owner-${number % 200}`, controller: true, blockOwnerDeletion: true }],
      managedFields: ['kube-controller-manager', 'kubelet'].map((manager) => ({
        manager, operation: 'Update', apiVersion: 'v1', time: at, fieldsType: 'FieldsV1',
        fieldsV1: { 'f:metadata': { 'f:labels': { '.': {}, 'f:app': {} } }, 'f:spec': { 'f:containers': { 'k:{"name":"main"}': fields } }, 'f:status': { 'f:conditions': fields } },
      })),
    },
    spec: {
      containers: [
        {
          name: 'main', image, imagePullPolicy: 'IfNotPresent', terminationMessagePath: '/dev/termination-log', terminationMessagePolicy: 'File',
          ports: [{ name: 'http', containerPort: 8080, protocol: 'TCP' }],
          env: Array.from({ length: 12 }, (_, i) => ({ name: `SETTING_${i}`, value: `value-${i}-of-${app}` })),
          resources: { limits: { cpu: '500m', memory: '512Mi' }, requests: { cpu: '100m', memory: '128Mi' } },
          readinessProbe: { httpGet: { path: '/ready', port: 8080, scheme: 'HTTP' }, periodSeconds: 10, failureThreshold: 3 },
          volumeMounts: [{ name: 'token', readOnly: true, mountPath: '/var/run/secrets/kubernetes.io/serviceaccount' }],
        },
      ],
      volumes: [{ name: 'token', projected: { sources: [{ configMap: { name: 'kube-root-ca.crt' } }], defaultMode: 420 } }],
      nodeName: `node-${number % 100}`, restartPolicy: 'Always', dnsPolicy: 'ClusterFirst', serviceAccountName: 'default', schedulerName: 'default-scheduler',
    },
    status: {
      phase: 'Running', hostIP: '10.0.0.1', podIP: `10.1.${(number >> 8) % 256}.${number % 256}`, startTime: at, qosClass: 'Burstable',
      conditions: ['Initialized', 'Ready', 'ContainersReady', 'PodScheduled'].map((type) => ({ type, status: 'True', lastTransitionTime: at })),
      containerStatuses: [
        { name: 'main', image, imageID: `${image}@sha256:${String(number).padStart(64, 'a')}`, ready: true, started: true, restartCount: number % 3, state: { running: { startedAt: at } } },
      ],
    },
  };
};
