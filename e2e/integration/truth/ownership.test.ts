import { beforeAll, describe, expect, it } from 'vitest';
import { conditionOf, openRolloutStage, revisionOf, type Deployment, type Pod, type ReplicaSet, type RolloutStage } from '../../fixtures/rollouts';
import { useTruth } from '../../fixtures/truth';

const truth = useTruth();
let stage: RolloutStage;
beforeAll(async () => {
  stage = await openRolloutStage(truth);
});

const ownersOf = (object: { metadata: { ownerReferences?: { uid: string }[] } } | undefined) => (object?.metadata.ownerReferences ?? []).map(({ uid }) => uid);
const isGoing = ({ object }: { object: Pod }) => object.metadata.deletionTimestamp !== undefined;
const running = async (name: string, spec = {}) => (await stage.rolledOut(await stage.deploy(name, { replicas: 1, ...spec }))).at(-1) as Deployment;

describe('deleting a Deployment', () => {
  it.concurrent('in the background removes it at once and its pods soon after', async () => {
    await running('back');
    const marked = stage.follow<Pod>('pods', 'back', (seen) => seen.some(isGoing));
    await stage.remove('deployments', 'back', { propagationPolicy: 'Background' });
    expect((await stage.list<Deployment>('deployments')).some(({ metadata }) => metadata.name === 'back')).toBe(false);
    await marked;
    expect(await stage.sets('back')).toEqual([]);
  });

  it.concurrent('with orphans left behind keeps what it owned, and one made anew takes it over', async () => {
    const deployment = await running('orphan', { revisionHistoryLimit: 5 });
    const [set] = (await stage.sets('orphan')) as [ReplicaSet];
    const freed = stage.until<ReplicaSet>('replicasets', set.metadata.name, set.metadata.resourceVersion, (version) => ownersOf(version).length === 0);
    await stage.remove('deployments', 'orphan', { propagationPolicy: 'Orphan' });
    expect((await freed).at(-1)?.metadata).toMatchObject({ uid: set.metadata.uid });
    const [pod] = (await stage.list<Pod>('pods', 'orphan')) as [Pod];
    expect(ownersOf(pod)).toEqual([set.metadata.uid]);

    await expect.poll(async () => (await stage.list<Deployment>('deployments')).map(({ metadata }) => metadata.name)).not.toContain('orphan');
    const again = await stage.deploy('orphan', { replicas: 1 });
    expect(again.metadata.uid).not.toBe(deployment.metadata.uid);
    const seen = await stage.rolledOut(again);
    const progress = conditionOf(seen[0] as Deployment, 'Progressing');
    expect(progress).toMatchObject({ status: 'True', reason: 'FoundNewReplicaSet', message: `Found new replica set "${set.metadata.name}"` });
    const sets = await stage.sets('orphan');
    expect(sets.map((found) => [found.metadata.uid, ...ownersOf(found), revisionOf(found)])).toEqual([[set.metadata.uid, again.metadata.uid, 1]]);
    expect((await stage.list<Pod>('pods', 'orphan')).map(({ metadata }) => metadata.uid)).toEqual([pod.metadata.uid]);
  });
});

describe('a ReplicaSet', () => {
  it.concurrent('lets go of a pod whose label no longer matches, and takes it back', async () => {
    await running('label');
    const [pod] = (await stage.list<Pod>('pods', 'label')) as [Pod];
    const [set] = (await stage.sets('label')) as [ReplicaSet];
    const replaced = stage.follow<Pod>('pods', 'label', (seen) => seen.some(({ type, object }) => type === 'ADDED' && object.metadata.uid !== pod.metadata.uid));
    const changed = await stage.patch('pods', pod.metadata.name, { metadata: { labels: { app: 'quarantine' } } });
    await stage.until<Pod>('pods', pod.metadata.name, changed.metadata.resourceVersion, (version) => ownersOf(version).length === 0);
    await replaced;
    expect((await stage.list<Pod>('pods', 'quarantine')).map(({ status }) => status.phase)).toEqual(['Running']);
    await stage.rolledOut(await stage.read<Deployment>('deployments', 'label'));
    // Taken back it is one too many, and one of the two goes.
    const gone = stage.follow<Pod>('pods', 'label', (seen) => seen.some(isGoing));
    const back = await stage.patch('pods', pod.metadata.name, { metadata: { labels: { app: 'label' } } });
    const taken = await stage.until<Pod>('pods', pod.metadata.name, back.metadata.resourceVersion, (version) => ownersOf(version).length > 0);
    expect(ownersOf(taken.at(-1))).toEqual([set.metadata.uid]);
    await gone;
    expect((await stage.list<Pod>('pods', 'label')).filter((pod) => !pod.metadata.deletionTimestamp)).toHaveLength(1);
  });

  it.concurrent('that is deleted with orphans is made again and adopts its pods', async () => {
    await running('anew');
    const [pod] = (await stage.list<Pod>('pods', 'anew')) as [Pod];
    const [set] = (await stage.sets('anew')) as [ReplicaSet];
    await stage.remove('replicasets', set.metadata.name, { propagationPolicy: 'Orphan' });
    const adopted = await stage.until<Pod>('pods', pod.metadata.name, pod.metadata.resourceVersion, (version) => ownersOf(version).some((uid) => uid !== set.metadata.uid));
    const [second] = await stage.sets('anew');
    expect(second?.metadata.name).toBe(set.metadata.name);
    expect(ownersOf(adopted.at(-1))).toEqual([second?.metadata.uid]);
    expect(await stage.list<Pod>('pods', 'anew')).toHaveLength(1);
  });

  it.concurrent('replaces a pod that somebody deletes', async () => {
    await running('self');
    const [pod] = (await stage.list<Pod>('pods', 'self')) as [Pod];
    const [set] = (await stage.sets('self')) as [ReplicaSet];
    const replaced = stage.follow<Pod>('pods', 'self', (seen) => seen.some(({ type, object }) => type === 'ADDED' && object.metadata.uid !== pod.metadata.uid));
    await stage.remove('pods', pod.metadata.name);
    const seen = await replaced;
    // It does not wait for the old one to be gone.
    expect(seen.some(({ type }) => type === 'DELETED')).toBe(false);
    expect((await stage.events('ReplicaSet', set.metadata.name, (events) => events.length === 2)).map(({ reason }) => reason)).toEqual(['SuccessfulCreate', 'SuccessfulCreate']);
  });
});
