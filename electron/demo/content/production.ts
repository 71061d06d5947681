import type { Draft } from '../objects/meta';
import { named } from './parts';

function autoscaler(): Draft {
  return {
    kind: 'HorizontalPodAutoscaler',
    metadata: named('nicefish-cms'),
    spec: { scaleTargetRef: { apiVersion: 'apps/v1', kind: 'Deployment', name: 'nicefish-cms' }, minReplicas: 2, maxReplicas: 6, metrics: [{ type: 'Resource', resource: { name: 'cpu', target: { type: 'Utilization', averageUtilization: 70 } } }] },
  };
}

function budget(name: string): Draft {
  return { kind: 'PodDisruptionBudget', metadata: named(name), spec: { minAvailable: 1, selector: { matchLabels: { app: name } } } };
}

/** Only the parts that need a part may reach it. */
function policies(): Draft[] {
  const from = (name: string, callers: string[], port: number): Draft => ({
    kind: 'NetworkPolicy',
    metadata: named(`${name}-callers`, name),
    spec: { podSelector: { matchLabels: { app: name } }, policyTypes: ['Ingress'], ingress: [{ from: callers.map((app) => ({ podSelector: { matchLabels: { app } } })), ports: [{ protocol: 'TCP', port }] }] },
  });
  return [from('nicefish-db', ['nicefish-cms', 'nicefish-db-backup'], 3306), from('nicefish-redis', ['nicefish-cms'], 6379), from('nicefish-cms', ['nicefish-ui'], 8080)];
}

const quota: Draft = {
  kind: 'ResourceQuota',
  metadata: { name: 'production', labels: { 'app.kubernetes.io/part-of': 'platform' } },
  spec: { hard: { 'requests.cpu': '4', 'requests.memory': '10Gi', pods: '40', persistentvolumeclaims: '5', 'requests.storage': '50Gi' } },
};

/** With a quota every container must ask for something: what does not, asks for this. */
const limitRange: Draft = {
  kind: 'LimitRange',
  metadata: { name: 'defaults', labels: { 'app.kubernetes.io/part-of': 'platform' } },
  spec: { limits: [{ type: 'Container', defaultRequest: { cpu: '20m', memory: '64Mi' }, default: { memory: '256Mi' } }] },
};

/** Only where load and trouble come: the real site. */
export const productionDrafts = (): Draft[] => [limitRange, quota, autoscaler(), ...['nicefish-ui', 'nicefish-cms', 'nicefish-db'].map(budget), ...policies()];
