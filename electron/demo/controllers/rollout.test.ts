import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Deployment, Pod, ReplicaSet } from '../objects/workloads';
import { conditionOf } from './conditions';
import { startTestSite, watchUntil, type TestClient } from '../testing/client';

const deployments = '/apis/apps/v1/namespaces/t/deployments';
const isRolledOut = ({ spec, status, metadata }: Deployment) =>
  status.observedGeneration === metadata.generation && status.updatedReplicas === spec.replicas && status.availableReplicas === spec.replicas && status.replicas === spec.replicas;
const strategic = 'application/strategic-merge-patch+json';

describe('rollouts', () => {
  let site: Awaited<ReturnType<typeof startTestSite>>;
  let admin: TestClient;
  beforeAll(async () => {
    site = await startTestSite();
    admin = site.admin;
  });
  afterAll(() => site.close());
  const toImage = (tag: string) => ({ metadata: { annotations: { 'kubernetes.io/change-cause': tag } }, spec: { template: { spec: { containers: [{ name: 'web', image: site.image(tag) }] } } } });

  const items = async <T>(path: string) => (await admin.call('GET', path)).body['items'] as T[];
  const reasonsOf = async (name: string) => (await items<{ reason: string; message: string }>(`/api/v1/namespaces/t/events?fieldSelector=involvedObject.name%3D${name}`)).map(({ reason, message }) => `${reason} ${message}`);
  const setsOf = async (name: string) => (await items<ReplicaSet>('/apis/apps/v1/namespaces/t/replicasets')).filter(({ metadata }) => metadata.name.startsWith(`${name}-`));
  const revisions = async (name: string) =>
    (await setsOf(name)).map(({ metadata }) => `${metadata.annotations?.['deployment.kubernetes.io/revision']} ${metadata.annotations?.['kubernetes.io/change-cause']}`).sort();

  it('replaces pods one by one within surge and unavailability, and numbers revisions over an undo', async () => {
    await admin.call('POST', deployments, site.draft('roll', 'v1.0.0.0'));
    await watchUntil(admin, deployments, 'roll', isRolledOut);
    await admin.call('PATCH', `${deployments}/roll`, toImage('v2.0.0.0'), strategic);
    const seen = await watchUntil(admin, deployments, 'roll', isRolledOut);
    expect(Math.max(...seen.map(({ status }) => status.replicas ?? 0))).toBeLessThanOrEqual(4);
    expect(Math.min(...seen.map(({ status }) => status.availableReplicas ?? 0))).toBeGreaterThanOrEqual(3);
    expect(await revisions('roll')).toEqual(['1 v1.0.0.0', '2 v2.0.0.0']);

    await admin.call('PATCH', `${deployments}/roll`, toImage('v1.0.0.0'), strategic);
    const [last] = (await watchUntil<Deployment>(admin, deployments, 'roll', isRolledOut)).slice(-1);
    expect(await revisions('roll')).toEqual(['2 v2.0.0.0', '3 v1.0.0.0']);
    expect(last?.metadata.annotations?.['deployment.kubernetes.io/revision']).toBe('3');
    expect(conditionOf(last?.status.conditions, 'Progressing')).toMatchObject({ status: 'True', reason: 'NewReplicaSetAvailable' });
    const reused = (await setsOf('roll')).find(({ spec }) => spec.replicas === 3);
    expect(reused?.metadata.annotations?.['deployment.kubernetes.io/revision-history']).toBe('1');
    expect((await reasonsOf('roll')).some((line) => line === `ScalingReplicaSet Scaled up replica set ${reused?.metadata.name} from 0 to 3`)).toBe(true);
  });

  it('tells of each pod what scheduler and kubelet tell', async () => {
    await admin.call('POST', deployments, site.draft('story', 'v3.0.0.0', 1));
    await watchUntil(admin, deployments, 'story', isRolledOut);
    const [pod] = (await items<Pod>('/api/v1/namespaces/t/pods?labelSelector=app%3Dstory')) as [Pod];
    const told = (await reasonsOf(pod.metadata.name)).map((line) => line.split(' ')[0]);
    expect(new Set(told)).toEqual(new Set(['Scheduled', 'Pulling', 'Pulled', 'Created', 'Started']));
    expect(pod.status.containerStatuses?.[0]).toMatchObject({ ready: true, imageID: expect.stringMatching(/^127\.0\.0\.1:\d+\/apps\/uuid@sha256:[0-9a-f]{64}$/) as unknown });
  });

  it('keeps the old pods when the image is missing, says why, and gives up at the deadline', async () => {
    await admin.call('POST', deployments, site.draft('missing', 'v1.0.0.0', 2));
    await watchUntil(admin, deployments, 'missing', isRolledOut);
    await admin.call('PATCH', `${deployments}/missing`, { spec: { progressDeadlineSeconds: 60, ...toImage('v9').spec } }, strategic);
    const seen = await watchUntil<Deployment>(admin, deployments, 'missing', ({ status }) => conditionOf(status.conditions, 'Progressing')?.reason === 'ProgressDeadlineExceeded');
    const last = seen.at(-1);
    expect(conditionOf(last?.status.conditions, 'Progressing')).toMatchObject({ status: 'False', message: expect.stringMatching(/^ReplicaSet "missing-\w+" has timed out progressing\.$/) as unknown });
    expect(last?.status.availableReplicas).toBe(2);
    const [waiting] = (await items<Pod>('/api/v1/namespaces/t/pods?labelSelector=app%3Dmissing')).flatMap(({ status }) => status.containerStatuses?.[0]?.state.waiting ?? []);
    expect(['ErrImagePull', 'ImagePullBackOff']).toContain(waiting?.reason);
  });

  it('waits for a ConfigMap that a container needs', async () => {
    const draft = site.draft('needs', 'v1.0.0.0', 1) as unknown as Deployment;
    const container = draft.spec.template.spec.containers[0];
    if (container) container.env = [{ name: 'X', valueFrom: { configMapKeyRef: { name: 'later', key: 'x' } } }];
    await admin.call('POST', deployments, draft);
    const isWaiting = (pod: Pod) => pod.status.containerStatuses?.[0]?.state.waiting?.reason === 'CreateContainerConfigError';
    for await (const { object } of admin.watch('/api/v1/namespaces/t/pods?watch=1&labelSelector=app%3Dneeds&timeoutSeconds=10')) {
      if (!isWaiting(object as Pod)) continue;
      expect((object as Pod).status.containerStatuses?.[0]?.state.waiting?.message).toBe('configmap "later" not found');
      break;
    }
    await admin.call('POST', '/api/v1/namespaces/t/configmaps', { metadata: { name: 'later' }, data: { x: '1' } });
    expect((await watchUntil(admin, deployments, 'needs', isRolledOut)).length).toBeGreaterThan(0);
  });

  it('holds a paused rollout and deletes what a deleted Deployment owned', async () => {
    await admin.call('POST', deployments, site.draft('hold', 'v1.0.0.0', 1));
    await watchUntil(admin, deployments, 'hold', isRolledOut);
    await admin.call('PATCH', `${deployments}/hold`, { spec: { paused: true, ...toImage('v2.0.0.0').spec } }, strategic);
    await watchUntil<Deployment>(admin, deployments, 'hold', ({ status }) => conditionOf(status.conditions, 'Progressing')?.reason === 'DeploymentPaused');
    expect(await setsOf('hold')).toHaveLength(1);
    const pods = (async () => {
      for await (const { type } of admin.watch('/api/v1/namespaces/t/pods?watch=1&labelSelector=app%3Dhold&timeoutSeconds=10')) if (type === 'DELETED') return 'gone';
      return 'still there';
    })();
    await admin.call('DELETE', `${deployments}/hold`);
    expect(await pods).toBe('gone');
    expect(await setsOf('hold')).toHaveLength(0);
  });
});
