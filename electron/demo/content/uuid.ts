import type { Draft } from '../objects/meta';

export interface UuidSettings {
  /** Host and port. */
  registry: string;
  version: string;
  replicas: number;
  value: string;
  nodePort: number;
  cause: string;
}

export const uuidImage = (registry: string, version: string) => `${registry}/apps/uuid:${version}`;

/** The uuid service as its manifests describe it: all pods are replaced at once, for it keeps nothing. */
export function uuidDrafts({ registry, version, replicas, value, nodePort, cause }: UuidSettings): Draft[] {
  const selected = { app: 'uuid-label' };
  const labels = { ...selected, 'app.kubernetes.io/name': 'uuid', 'app.kubernetes.io/part-of': 'uuid-service' };
  const container = {
    name: 'uuid-server',
    image: uuidImage(registry, version),
    imagePullPolicy: 'Always',
    ports: [{ name: 'http', containerPort: 30001 }],
    envFrom: [{ configMapRef: { name: 'env-config' } }],
    env: [{ name: 'DEMO_VALUE', valueFrom: { configMapKeyRef: { name: 'env-config', key: 'demo.value' } } }],
    readinessProbe: { httpGet: { path: '/status', port: 30001 }, periodSeconds: 2 },
    resources: { requests: { cpu: '50m', memory: '128Mi' }, limits: { memory: '256Mi' } },
  };
  return [
    { kind: 'ConfigMap', metadata: { name: 'env-config', labels: { 'app.kubernetes.io/part-of': 'uuid-service' } }, data: { 'demo.value': value } },
    {
      kind: 'Deployment',
      metadata: { name: 'uuid-deploy', labels, annotations: { 'kubernetes.io/change-cause': cause } },
      spec: { replicas, selector: { matchLabels: selected }, strategy: { type: 'Recreate' }, template: { metadata: { labels }, spec: { containers: [container] } } },
    },
    { kind: 'Service', metadata: { name: 'uuidservice', labels }, spec: { type: 'NodePort', selector: selected, ports: [{ name: 'http', port: 80, targetPort: 30001, nodePort }] } },
  ];
}
