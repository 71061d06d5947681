import { beforeAll, describe, expect, it } from 'vitest';
import { expectInOrder, changes, conditionOf, openRolloutStage, type Deployment, type Pod, type ReplicaSet, type RolloutStage, type SiteEvent } from '../../fixtures/rollouts';
import { useTruth } from '../../fixtures/truth';

const truth = useTruth();
let stage: RolloutStage;
beforeAll(async () => {
  stage = await openRolloutStage(truth);
});

const said = (versions: readonly Deployment[]) => changes(versions.flatMap((version) => conditionOf(version, 'Progressing') ?? []).map(({ status, reason }) => `${status}/${reason}`));
const reasonOf = (deployment: Deployment) => conditionOf(deployment, 'Progressing')?.reason;
const imageOf = ({ spec }: { spec: { template: { spec: { containers: { image: string }[] } } } }) => spec.template.spec.containers[0]?.image.split(':').at(-1) ?? '';
const waitingFor = (pod: Pod | undefined) => pod?.status.containerStatuses?.[0]?.state.waiting?.reason ?? '';
/** Wanted sizes by image tag: `{'v1.0.0.0': 3, 'v9': 2}`. */
const sizes = async (name: string) => Object.fromEntries((await stage.sets(name)).map((set) => [imageOf(set), set.spec.replicas]));
const untilSizes = (name: string, wanted: Record<string, number>) => {
  const found: Record<string, number> = {};
  return stage.follow<ReplicaSet>('replicasets', name, (seen) => {
    const last = seen.at(-1)?.object as ReplicaSet;
    found[imageOf(last)] = last.spec.replicas;
    return Object.entries(wanted).every(([tag, size]) => found[tag] === size);
  });
};
/** `up v9 2`: what a Deployment did to its ReplicaSets, in order. */
const scalings = async (name: string, events: readonly SiteEvent[]) => {
  const tags = new Map((await stage.sets(name)).map((set) => [set.metadata.name, imageOf(set)]));
  return events.map(({ message }) => message.replace(/^Scaled (up|down) replica set (\S+)( from \d+)? to (\d+)$/, (_all, way: string, set: string, _from, size: string) => `${way} ${tags.get(set)} ${size}`));
};
const bounded = (maxSurge: number, maxUnavailable: number) => ({ strategy: { type: 'RollingUpdate', rollingUpdate: { maxSurge, maxUnavailable } } });

describe('a version whose image does not exist', () => {
  it.concurrent('leaves as many old pods as must be available, misses the deadline, and goes on once it is undone', async () => {
    await stage.rolledOut(await stage.deploy('missing', { replicas: 2, progressDeadlineSeconds: 3, ...bounded(1, 0) }));
    const [old] = (await stage.sets('missing')) as [ReplicaSet];
    const bad = await stage.setImage('missing', 'v9');
    const seen = await stage.until<Deployment>('deployments', 'missing', bad.metadata.resourceVersion, (version) => reasonOf(version) === 'ProgressDeadlineExceeded');
    expectInOrder(said([bad, ...seen]), ['True/NewReplicaSetAvailable', 'True/NewReplicaSetCreated', 'True/ReplicaSetUpdated', 'False/ProgressDeadlineExceeded']);
    const last = seen.at(-1) as Deployment;
    expect(conditionOf(last, 'Progressing')?.message).toMatch(/^ReplicaSet "missing-\w+" has timed out progressing\.$/);
    expect(conditionOf(last, 'Available')).toMatchObject({ status: 'True', reason: 'MinimumReplicasAvailable' });
    expect(last.status).toMatchObject({ replicas: 3, updatedReplicas: 1, availableReplicas: 2, readyReplicas: 2, unavailableReplicas: 1 });
    const failing = await stage.follow<Pod>('pods', 'missing', (pods) => /^(ErrImagePull|ImagePullBackOff)$/.test(waitingFor(pods.at(-1)?.object)));
    expect(failing.at(-1)?.object).toMatchObject({ spec: { containers: [{ image: truth.site.image('v9') }] }, status: { phase: 'Pending' } });

    const back = await stage.undo('missing', old);
    const undone = await stage.rolledOut(back);
    // The old version is complete at once: no progress is said between.
    expectInOrder(said([back, ...undone]), ['False/ProgressDeadlineExceeded', 'True/ReplicaSetUpdated', 'True/NewReplicaSetAvailable']);
    expect(conditionOf(undone.at(-1) as Deployment, 'Available')?.lastTransitionTime).toBe(conditionOf(last, 'Available')?.lastTransitionTime);
    expect(await scalings('missing', await stage.events('Deployment', 'missing', (events) => events.length === 3))).toEqual(['up v1.0.0.0 2', 'up v9 1', 'down v9 0']);
  });

  it.concurrent('is cleared away first when the next version comes in the middle of it', async () => {
    await stage.rolledOut(await stage.deploy('over', { replicas: 2, ...bounded(1, 1) }));
    const stuck = untilSizes('over', { v9: 2, 'v1.0.0.0': 1 });
    await stage.setImage('over', 'v9');
    await stuck;
    const better = await stage.setImage('over', 'v2.0.0.0');
    await stage.rolledOut(better);
    expect(await sizes('over')).toEqual({ 'v1.0.0.0': 0, v9: 0, 'v2.0.0.0': 2 });
    const told = await scalings('over', await stage.events('Deployment', 'over', (events) => events.length >= 7));
    expect(told.slice(0, 4)).toEqual(['up v1.0.0.0 2', 'up v9 1', 'down v1.0.0.0 1', 'up v9 2']);
    // There is no room above the bounds until pods that never came up are given up.
    expect(told.indexOf('down v9 0')).toBeLessThan(told.indexOf('down v1.0.0.0 0'));
  });

  it.concurrent('is scaled in proportion to what runs', async () => {
    await stage.rolledOut(await stage.deploy('share', { replicas: 3, ...bounded(1, 1) }));
    const stuck = untilSizes('share', { 'v1.0.0.0': 2, v9: 2 });
    await stage.setImage('share', 'v9');
    await stuck;
    const grown = untilSizes('share', { 'v1.0.0.0': 4, v9: 4 });
    await stage.patch('deployments', 'share', { spec: { replicas: 7 } });
    await grown;
    const [old, newest] = await stage.sets('share');
    for (const set of [old, newest]) expect(set?.metadata.annotations).toMatchObject({ 'deployment.kubernetes.io/desired-replicas': '7', 'deployment.kubernetes.io/max-replicas': '8' });
    const told = await scalings('share', await stage.events('Deployment', 'share', (events) => events.length === 6));
    // Which of two of a size comes first depends on their age, and in a fast site they are of one second.
    expect(told.slice(-2).sort()).toEqual(['up v1.0.0.0 4', 'up v9 4']);
  });
});

describe('a paused Deployment', () => {
  it.concurrent('collects changes, follows its size, and rolls all of them out as one revision', async () => {
    await stage.rolledOut(await stage.deploy('hold', { replicas: 1 }));
    const paused = (await stage.patch('deployments', 'hold', { spec: { paused: true } })) as unknown as Deployment;
    const isPaused = await stage.until<Deployment>('deployments', 'hold', paused.metadata.resourceVersion, ({ status, metadata }) => status.observedGeneration === metadata.generation);
    expect(conditionOf(isPaused.at(-1) as Deployment, 'Progressing')).toMatchObject({ status: 'Unknown', reason: 'DeploymentPaused', message: 'Deployment is paused' });
    await stage.setImage('hold', 'v2.0.0.0');
    await stage.patch('deployments', 'hold', { spec: { template: { spec: { containers: [{ name: 'web', env: [{ name: 'A', value: 'b' }] }] } } } });
    const sized = (await stage.patch('deployments', 'hold', { spec: { replicas: 2 } })) as unknown as Deployment;
    const held = await stage.until<Deployment>('deployments', 'hold', sized.metadata.resourceVersion, ({ status }) => status.availableReplicas === 2 && status.replicas === 2);
    expect(held.at(-1)).toMatchObject({ metadata: { generation: 5 }, status: { observedGeneration: 5 } });
    expect(held.at(-1)?.status).not.toHaveProperty('updatedReplicas');
    expect(await sizes('hold')).toEqual({ 'v1.0.0.0': 2 });
    const resumed = (await stage.patch('deployments', 'hold', { spec: { paused: false } })) as unknown as Deployment;
    const seen = await stage.rolledOut(resumed);
    // The controller has just written that it is resumed, so its word on the new ReplicaSet is a conflict and never comes.
    expectInOrder(said([resumed, ...seen]), ['Unknown/DeploymentPaused', 'Unknown/DeploymentResumed', 'True/ReplicaSetUpdated', 'True/NewReplicaSetAvailable']);
    expect((await stage.sets('hold')).map(({ metadata }) => metadata.annotations?.['deployment.kubernetes.io/revision'])).toEqual(['1', '2']);
    expect(await sizes('hold')).toEqual({ 'v1.0.0.0': 0, 'v2.0.0.0': 2 });
  });

  it.concurrent('is made without any ReplicaSet when it begins paused', async () => {
    const born = await stage.deploy('asleep', { replicas: 1, paused: true });
    const seen = await stage.until<Deployment>('deployments', 'asleep', born.metadata.resourceVersion, ({ status }) => status.observedGeneration === 1);
    expect((seen.at(-1)?.status.conditions ?? []).map(({ type, reason }) => `${type} ${reason}`)).toEqual(['Progressing DeploymentPaused', 'Available MinimumReplicasUnavailable']);
    expect(await stage.sets('asleep')).toEqual([]);
    const resumed = (await stage.patch('deployments', 'asleep', { spec: { paused: null } })) as unknown as Deployment;
    await stage.rolledOut(resumed);
    expect(await sizes('asleep')).toEqual({ 'v1.0.0.0': 1 });
  });
});

describe('many events about one Deployment', () => {
  it.concurrent('are drawn together from the tenth that is like the others', async () => {
    const born = await stage.deploy('chatty', { replicas: 0 });
    await stage.rolledOut(born);
    for (let size = 1; size <= 11; size += 1) {
      const before = await stage.read<Deployment>('deployments', 'chatty');
      // Its pods never get a node, so that they cost nothing.
      const sized = (await stage.patch('deployments', 'chatty', { spec: { replicas: size, template: { spec: { nodeSelector: { nowhere: 'x' } } } } })) as unknown as Deployment;
      expect(sized.metadata.generation).toBeGreaterThan(before.metadata.generation ?? 0);
      await stage.until<Deployment>('deployments', 'chatty', before.metadata.resourceVersion, ({ status }) => (status.updatedReplicas ?? 0) === size);
    }
    const told = await stage.events('Deployment', 'chatty', (events) => events.some(({ count = 0, message }) => count > 1 && message.startsWith('(combined')));
    expect(told.filter(({ message }) => message.startsWith('Scaled up replica set chatty-'))).toHaveLength(9);
    const [combined] = told.filter(({ message }) => !message.startsWith('Scaled up'));
    expect(combined?.message).toMatch(/^\(combined from similar events\): Scaled up replica set chatty-\w+( from 10)? to 11$/);
  });
});
