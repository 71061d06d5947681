import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { parseQuantity } from '../load/quantity';
import { startTestSite, watchUntil, type TestSite } from '../testing/client';
import type { Pod } from '../objects/workloads';

interface Metrics {
  metadata: { name: string };
  window: string;
  containers?: { name: string; usage: { cpu: string; memory: string } }[];
  usage?: { cpu: string; memory: string };
}

describe('metrics', () => {
  let site: TestSite;
  beforeAll(async () => {
    site = await startTestSite();
    const pods = '/api/v1/namespaces/t/pods';
    await site.admin.call('POST', pods, { metadata: { name: 'web', labels: { app: 'web' } }, spec: { containers: [{ name: 'c', image: site.image('v1.0.0.0'), resources: { limits: { memory: '256Mi' } } }] } });
    await watchUntil<Pod>(site.admin, pods, 'web', ({ status }) => status.phase === 'Running');
  });
  afterAll(() => site.close());

  it('are found by discovery and tell of pods by label once they have been measured', async () => {
    const groups = (await site.admin.call('GET', '/apis')).body['groups'] as { name: string }[];
    expect(groups.map(({ name }) => name)).toContain('metrics.k8s.io');
    const read = async () => (await site.viewer.call('GET', '/apis/metrics.k8s.io/v1beta1/namespaces/t/pods?labelSelector=app%3Dweb')).body['items'] as Metrics[];
    await expect.poll(read, { timeout: 30_000 }).toHaveLength(1);
    const [web] = await read();
    expect(web).toMatchObject({ kind: 'PodMetrics', metadata: { name: 'web' }, window: '15s', containers: [{ name: 'c', usage: { cpu: expect.stringMatching(/^\d+n$/) as string, memory: expect.stringMatching(/^\d+Ki$/) as string } }] });
    expect(parseQuantity(web?.containers?.[0]?.usage.memory)).toBeLessThan(256 * 2 ** 20);
    expect((await site.viewer.call('GET', '/apis/metrics.k8s.io/v1beta1/namespaces/t/pods?labelSelector=app%3Dother')).body['items']).toEqual([]);
    expect((await site.admin.call('GET', '/apis/metrics.k8s.io/v1beta1/namespaces/t/pods/gone')).body).toMatchObject({ code: 404, message: 'pods.metrics.k8s.io "t/gone" not found' });
  });

  it('of nodes hold what their pods use', async () => {
    const { body } = await site.admin.call('GET', '/apis/metrics.k8s.io/v1beta1/nodes');
    const nodes = body['items'] as Metrics[];
    expect(nodes.map(({ metadata }) => metadata.name)).toEqual(['wheelhouse-node-1', 'wheelhouse-node-2']);
    expect(parseQuantity(nodes[0]?.usage?.memory)).toBeGreaterThan(500 * 2 ** 20);
  });

  it('come from the kubelet too, for those who may ask nodes', async () => {
    const { body: pod } = await site.admin.call('GET', '/api/v1/namespaces/t/pods/web');
    const path = `/api/v1/nodes/${(pod['spec'] as { nodeName: string }).nodeName}/proxy/stats/summary`;
    const { body } = await site.admin.call('GET', path);
    expect(body['pods']).toMatchObject([{ podRef: { name: 'web', namespace: 't' }, containers: [{ name: 'c', cpu: { usageNanoCores: expect.any(Number) as number }, memory: { workingSetBytes: expect.any(Number) as number } }] }]);
    expect((await site.viewer.call('GET', path)).code).toBe(403);
  });
});
