import { describe, expect, it } from 'vitest';
import type { KubeObject } from '../objects/meta';
import { kindNamed } from '../store/kinds';
import { createDrivenSite } from '../testing/drivenSite';

const uuid = 'apps/uuid:v1.0.0.0';
const requests = { resources: { requests: { cpu: '100m', memory: '64Mi' } } };

describe('what follows from pods and services', () => {
  it('is an EndpointSlice per Service, which goes with it', () => {
    const driven = createDrivenSite();
    driven.create({ kind: 'Service', metadata: { name: 'web' }, spec: { selector: { app: 'web' }, ports: [{ name: 'http', port: 80, targetPort: 30001 }] } });
    driven.pod('web', uuid);
    driven.play(5);
    expect(driven.list('EndpointSlice')).toMatchObject([{ metadata: { labels: { 'kubernetes.io/service-name': 'web' } }, addressType: 'IPv4', endpoints: [{ conditions: { ready: true, serving: true, terminating: false }, targetRef: { name: 'web' } }], ports: [{ name: 'http', port: 30001, protocol: 'TCP' }] }]);
    driven.site.deletes.remove(kindNamed('Service'), 't', 'web');
    driven.play(2);
    expect(driven.list('EndpointSlice')).toEqual([]);
  });

  it('is how many pods may go, and how much of a quota is used', () => {
    const driven = createDrivenSite();
    driven.create({ kind: 'PodDisruptionBudget', metadata: { name: 'web' }, spec: { minAvailable: 1, selector: { matchLabels: { app: 'web' } } } }, { kind: 'ResourceQuota', metadata: { name: 'all' }, spec: { hard: { pods: '10', 'requests.cpu': '2', 'requests.memory': '1Gi', configmaps: '5' } } });
    driven.pod('web', uuid, requests);
    driven.pod('other', uuid, requests);
    driven.play(5);
    expect(driven.get<KubeObject>('PodDisruptionBudget', 'web')['status']).toMatchObject({ currentHealthy: 1, desiredHealthy: 1, disruptionsAllowed: 0, expectedPods: 1, conditions: [{ type: 'DisruptionAllowed', status: 'False', reason: 'InsufficientPods' }] });
    expect(driven.get<KubeObject>('ResourceQuota', 'all')['status']).toMatchObject({ used: { pods: '2', 'requests.cpu': '200m', 'requests.memory': '128Mi', configmaps: '1' } });
  });

  it('is an address for an Ingress, a volume for a claim once a pod wants it, and a service account that comes back', () => {
    const driven = createDrivenSite();
    driven.create(
      { kind: 'Ingress', metadata: { name: 'web' }, spec: { ingressClassName: 'nginx', rules: [] } },
      { kind: 'PersistentVolumeClaim', metadata: { name: 'data' }, spec: { accessModes: ['ReadWriteOnce'], resources: { requests: { storage: '1Gi' } } } },
    );
    driven.play(1);
    driven.site.deletes.remove(kindNamed('ServiceAccount'), 't', 'default');
    driven.play(10);
    expect(driven.get<KubeObject>('Ingress', 'web')['status']).toEqual({ loadBalancer: { ingress: [{ ip: '192.168.49.2' }] } });
    expect(driven.get<KubeObject>('ServiceAccount', 'default')).toBeDefined();
    expect(driven.get<KubeObject>('PersistentVolumeClaim', 'data')['status']).toMatchObject({ phase: 'Pending' });
    expect(driven.told('data')).toEqual(['WaitForFirstConsumer waiting for first consumer to be created before binding']);
    driven.pod('db', uuid, {}, { volumes: [{ name: 'data', persistentVolumeClaim: { claimName: 'data' } }] });
    driven.play(5);
    expect(driven.get<KubeObject>('PersistentVolumeClaim', 'data')['status']).toMatchObject({ phase: 'Bound' });
  });

  it('is what is left of a namespace that goes', () => {
    const driven = createDrivenSite();
    driven.pod('web', uuid);
    driven.play(5);
    driven.site.deletes.remove(kindNamed('Namespace'), undefined, 't');
    driven.play(0.5);
    const { conditions } = driven.site.store.get(kindNamed('Namespace'), undefined, 't')?.['status'] as { conditions: { type: string; message: string }[] };
    expect(conditions.find(({ type }) => type === 'NamespaceContentRemaining')?.message).toContain('pods has 1 resource instances');
    driven.play(10);
    expect(driven.site.store.get(kindNamed('Namespace'), undefined, 't')).toBeUndefined();
  });
});
