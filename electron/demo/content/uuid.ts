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

/** The uuid service as its manifests describe it. */
export function uuidDrafts({ registry, version, replicas, value, nodePort, cause }: UuidSettings): Draft[] {
  const labels = { app: 'uuid', 'app.kubernetes.io/name': 'uuid', 'app.kubernetes.io/part-of': 'uuid-service' };
  return [
    { kind: 'ConfigMap', metadata: { name: 'env-config', labels: { 'app.kubernetes.io/part-of': 'uuid-service' } }, data: { 'demo.value': value } },
    {
      kind: 'Deployment',
      metadata: { name: 'uuid-deploy', labels, annotations: { 'kubernetes.io/change-cause': cause } },
      spec: {
        replicas,
        selector: { matchLabels: { app: 'uuid' } },
        template: {
          metadata: { labels },
          spec: {
            containers: [
              {
                name: 'uuid-server',
                image: uuidImage(registry, version),
                ports: [{ containerPort: 30001 }],
                env: [{ name: 'DEMO_VALUE', valueFrom: { configMapKeyRef: { name: 'env-config', key: 'demo.value' } } }],
                readinessProbe: { httpGet: { path: '/status', port: 30001 }, periodSeconds: 2 },
                resources: { requests: { cpu: '50m', memory: '128Mi' }, limits: { memory: '256Mi' } },
              },
            ],
          },
        },
      },
    },
    { kind: 'Service', metadata: { name: 'uuidservice', labels }, spec: { type: 'NodePort', selector: { app: 'uuid' }, ports: [{ port: 30001, targetPort: 30001, nodePort }] } },
  ];
}
