import { beforeAll, describe, expect, it } from 'vitest';
import { openRolloutStage, workloadSpec, type Condition, type Pod, type RolloutStage } from '../../fixtures/rollouts';
import { useTruth } from '../../fixtures/truth';

const truth = useTruth();
let stage: RolloutStage;
beforeAll(async () => {
  stage = await openRolloutStage(truth);
});

interface Workload {
  metadata: Pod['metadata'];
  status: Record<string, unknown> & { conditions?: Condition[] };
}

const told = async (kind: string, name: string, count: number) => (await stage.events(kind, name, (events) => events.length >= count)).map(({ reason, message }) => `${reason}: ${message.replace(/-\w{5}$/, '-xxxxx')}`);

describe('a DaemonSet', () => {
  const applySet = (name: string, tag: string, spec: Record<string, unknown> = {}) =>
    stage.apply('daemonsets', { apiVersion: 'apps/v1', kind: 'DaemonSet', metadata: { name, labels: { app: name } }, spec: { ...workloadSpec(name, truth.site.image(tag)), ...spec } });
  const settled = async (name: string, isWanted: (status: Record<string, number>) => boolean) =>
    (
      await stage.follow<Workload>('daemonsets', name, (seen) => {
        const set = seen.at(-1)?.object as Workload;
        return set.status['observedGeneration'] === set.metadata.generation && isWanted(set.status as unknown as Record<string, number>);
      })
    ).at(-1)?.object as Workload;

  it.concurrent('keeps one pod on each node, and replaces them as far as one may be missing', async () => {
    const nodes = ((await truth.admin.call('GET', '/api/v1/nodes')).body['items'] as unknown[]).length;
    await applySet('each', 'v1.0.0.0');
    const first = await settled('each', (status) => status['numberAvailable'] === nodes && status['updatedNumberScheduled'] === nodes);
    expect(first.status).toMatchObject({ currentNumberScheduled: nodes, desiredNumberScheduled: nodes, numberMisscheduled: 0, numberReady: nodes, observedGeneration: 1 });
    const pods = await stage.list<Pod>('pods', 'each');
    expect(new Set(pods.map(({ spec }) => spec.nodeName)).size).toBe(nodes);
    const pod = pods[0] as Pod;
    expect(pod.metadata).toMatchObject({
      generateName: 'each-',
      labels: { app: 'each', 'pod-template-generation': '1' },
      ownerReferences: [{ apiVersion: 'apps/v1', kind: 'DaemonSet', name: 'each', controller: true, blockOwnerDeletion: true }],
    });
    expect(pod).toMatchObject({ spec: { affinity: { nodeAffinity: { requiredDuringSchedulingIgnoredDuringExecution: { nodeSelectorTerms: [{ matchFields: [{ key: 'metadata.name', operator: 'In', values: [pod.spec.nodeName] }] }] } } } } });
    const [revision] = await stage.list<{ metadata: Pod['metadata']; revision: number }>('controllerrevisions', 'each');
    expect(revision).toMatchObject({ revision: 1, metadata: { name: `each-${pod.metadata.labels?.['controller-revision-hash']}` } });
    expect(await told('DaemonSet', 'each', nodes)).toEqual(Array.from({ length: nodes }, () => 'SuccessfulCreate: Created pod: each-xxxxx'));

    await applySet('each', 'v2.0.0.0');
    const created = await stage.follow<Pod>('pods', 'each', (seen) => seen.some(({ object }) => object.metadata.labels?.['pod-template-generation'] === '2'));
    const deleted = created.filter(({ object }) => object.metadata.deletionTimestamp).map(({ object }) => object.metadata.name);
    expect(new Set(deleted).size).toBe(1);
    expect((await told('DaemonSet', 'each', nodes + 2)).slice(nodes, nodes + 2)).toEqual(['SuccessfulDelete: Deleted pod: each-xxxxx', 'SuccessfulCreate: Created pod: each-xxxxx']);
  });

  it.concurrent('waits for people to delete its pods where that is its strategy', async () => {
    const onDelete = { updateStrategy: { type: 'OnDelete' } };
    await applySet('onhand', 'v1.0.0.0', onDelete);
    await settled('onhand', ({ numberAvailable, desiredNumberScheduled }) => numberAvailable === desiredNumberScheduled);
    await applySet('onhand', 'v2.0.0.0', onDelete);
    await settled('onhand', ({ updatedNumberScheduled }) => updatedNumberScheduled === undefined);
    const pods = await stage.list<Pod>('pods', 'onhand');
    expect(new Set(pods.map(({ spec }) => spec.containers[0]?.image))).toEqual(new Set([truth.site.image('v1.0.0.0')]));
    expect(pods.some(({ metadata }) => metadata.deletionTimestamp)).toBe(false);
  });
});

describe('a Job', () => {
  const applyJob = (name: string, script: string, spec: Record<string, unknown> = {}) =>
    stage.apply('jobs', {
      apiVersion: 'batch/v1',
      kind: 'Job',
      metadata: { name, labels: { app: name } },
      spec: {
        template: { metadata: { labels: { app: name } }, spec: { restartPolicy: 'Never', dnsPolicy: 'Default', terminationGracePeriodSeconds: 1, containers: [{ name: 'web', image: truth.site.image('v1.0.0.0'), command: ['sh', '-c', script] }] } },
        ...spec,
      },
    });
  const ended = async (name: string) =>
    (await stage.follow<Workload>('jobs', name, (seen) => (seen.at(-1)?.object.status.conditions ?? []).some(({ type, status }) => /^(Complete|Failed)$/.test(type) && status === 'True'))).at(-1)?.object as Workload;

  it.concurrent('runs so many pods side by side until enough have succeeded', async () => {
    const following = stage.follow<Workload>('jobs', 'work', (seen) => seen.at(-1)?.object.status['succeeded'] === 3);
    await applyJob('work', 'exit 0', { completions: 3, parallelism: 2 });
    const active = (await following).map(({ object }) => Number(object.status['active'] ?? 0));
    expect(Math.max(...active)).toBe(2);
    const job = await ended('work');
    expect(job.status).toMatchObject({ succeeded: 3, startTime: expect.any(String) as unknown, completionTime: expect.any(String) as unknown });
    expect(job.status.conditions?.at(-1)).toMatchObject({ type: 'Complete', status: 'True' });
    expect(job.status).not.toHaveProperty('active');
    expect(await told('Job', 'work', 4)).toEqual(['SuccessfulCreate: Created pod: work-xxxxx', 'SuccessfulCreate: Created pod: work-xxxxx', 'SuccessfulCreate: Created pod: work-xxxxx', 'Completed: Job completed']);
    const pods = await stage.list<Pod>('pods', 'work');
    expect(pods.map(({ status }) => status.phase)).toEqual(['Succeeded', 'Succeeded', 'Succeeded']);
    expect(pods[0]?.metadata).toMatchObject({ labels: { 'job-name': 'work' }, ownerReferences: [{ kind: 'Job', name: 'work', uid: job.metadata.uid, controller: true, blockOwnerDeletion: true }] });
  });

  it.concurrent('gives up when more pods have failed than it may try again', async () => {
    await applyJob('hopeless', 'exit 3', { backoffLimit: 0 });
    const job = await ended('hopeless');
    expect(job.status).toMatchObject({ failed: 1 });
    expect(job.status.conditions?.at(-1)).toMatchObject({ type: 'Failed', status: 'True', reason: 'BackoffLimitExceeded', message: 'Job has reached the specified backoff limit' });
    expect(await told('Job', 'hopeless', 2)).toEqual(['SuccessfulCreate: Created pod: hopeless-xxxxx', 'BackoffLimitExceeded: Job has reached the specified backoff limit']);
    const [pod] = await stage.list<Pod>('pods', 'hopeless');
    expect(pod?.status).toMatchObject({ phase: 'Failed', containerStatuses: [{ state: { terminated: { exitCode: 3, reason: 'Error' } } }] });
  });
});
