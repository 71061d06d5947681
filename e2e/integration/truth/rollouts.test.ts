import { beforeAll, describe, expect, it } from 'vitest';
import { expectInOrder, changes, conditionOf, openRolloutStage, revisionOf, type Deployment, type ReplicaSet, type RolloutStage, type SiteEvent } from '../../fixtures/rollouts';
import { useTruth } from '../../fixtures/truth';

const truth = useTruth();
let stage: RolloutStage;
beforeAll(async () => {
  stage = await openRolloutStage(truth);
});

/** Said of a Deployment in each version: `Progressing=True/ReplicaSetUpdated`. */
const said = (versions: readonly Deployment[], type: string) =>
  changes(versions.flatMap((version) => conditionOf(version, type) ?? []).map(({ status, reason }) => `${status}/${reason}`));
/** Before v1.29 the message does not say from what size: `Scaled up replica set web-5d4 to 3`. */
const scalings = (events: readonly SiteEvent[]) =>
  events.filter(({ reason }) => reason === 'ScalingReplicaSet').map(({ message }) => message.replace(/^Scaled (up|down) replica set (\S+)( from \d+)? to (\d+)$/, '$1 $2 $4'));
const created = (message: string) => /^Created pod: (\S+)$/.exec(message)?.[1];

describe('a first rollout', () => {
  it.concurrent('is told by conditions, numbers and events in the order of what happens', async () => {
    const first = await stage.deploy('first', { replicas: 2 }, { 'kubernetes.io/change-cause': 'first', note: 'kept' });
    expect(first).toMatchObject({ metadata: { generation: 1 }, status: {} });
    const seen = await stage.rolledOut(first);
    expectInOrder(said(seen, 'Progressing'), ['True/NewReplicaSetCreated', 'True/ReplicaSetUpdated', 'True/NewReplicaSetAvailable']);
    expect(said(seen, 'Available')).toEqual(['False/MinimumReplicasUnavailable', 'True/MinimumReplicasAvailable']);
    const [set] = await stage.sets('first');
    const messages = changes(seen.flatMap((version) => conditionOf(version, 'Progressing')?.message ?? []));
    expect(messages).toEqual([`Created new replica set "${set?.metadata.name}"`, `ReplicaSet "${set?.metadata.name}" is progressing.`, `ReplicaSet "${set?.metadata.name}" has successfully progressed.`]);
    expect(changes(seen.flatMap((version) => conditionOf(version, 'Available')?.message ?? []))).toEqual(['Deployment does not have minimum availability.', 'Deployment has minimum availability.']);
    // The revision and the first condition come in one write, before the generation was observed.
    expect(seen[0]).toMatchObject({ metadata: { generation: 1, annotations: { 'deployment.kubernetes.io/revision': '1' } } });
    expect(seen[0]?.status.observedGeneration).toBeUndefined();
    expect(seen[1]).toMatchObject({ status: { observedGeneration: 1, unavailableReplicas: 2 } });
    expect(seen.at(-1)?.status).toMatchObject({ observedGeneration: 1, replicas: 2, updatedReplicas: 2, readyReplicas: 2, availableReplicas: 2 });
    expect(seen.at(-1)?.status).not.toHaveProperty('unavailableReplicas');
    expect(seen.at(-1)?.status).not.toHaveProperty('terminatingReplicas');
    // Conditions that were set last come last.
    expect(seen.at(-1)?.status.conditions?.map(({ type }) => type)).toEqual(['Available', 'Progressing']);
    expect(scalings(await stage.events('Deployment', 'first'))).toEqual([`up ${set?.metadata.name} 2`]);
    const makings = await stage.events('ReplicaSet', set?.metadata.name ?? '', (events) => events.length === 2);
    const pods = (await stage.list<Deployment>('pods', 'first')).map(({ metadata }) => metadata.name);
    expect(makings.map(({ message }) => created(message)).sort()).toEqual(pods.sort());
  });

  it.concurrent('makes a ReplicaSet and pods that say whose they are', async () => {
    const deployment = await stage.deploy('owned', { replicas: 1, minReadySeconds: 1 }, { note: 'kept', 'kubectl.kubernetes.io/last-applied-configuration': '{}' });
    await stage.rolledOut(deployment);
    const [set] = await stage.sets('owned');
    const hash = set?.metadata.labels?.['pod-template-hash'];
    expect(hash).toMatch(/^[bcdfghjklmnpqrstvwxz2456789]{6,10}$/);
    expect(set).toMatchObject({
      metadata: {
        name: `owned-${hash}`,
        labels: { app: 'owned' },
        annotations: { note: 'kept', 'deployment.kubernetes.io/desired-replicas': '1', 'deployment.kubernetes.io/max-replicas': '2', 'deployment.kubernetes.io/revision': '1' },
        ownerReferences: [{ apiVersion: 'apps/v1', kind: 'Deployment', name: 'owned', uid: deployment.metadata.uid, controller: true, blockOwnerDeletion: true }],
      },
      spec: { replicas: 1, minReadySeconds: 1, selector: { matchLabels: { app: 'owned', 'pod-template-hash': hash } }, template: { metadata: { labels: { app: 'owned', 'pod-template-hash': hash } } } },
      status: { replicas: 1, fullyLabeledReplicas: 1, readyReplicas: 1, availableReplicas: 1, observedGeneration: 1 },
    });
    expect(set?.metadata.annotations).not.toHaveProperty('kubectl.kubernetes.io/last-applied-configuration');
    const [pod] = await stage.list<Deployment>('pods', 'owned');
    expect(pod?.metadata.name).toMatch(new RegExp(`^owned-${hash}-[bcdfghjklmnpqrstvwxz2456789]{5}$`));
    expect(pod?.metadata).toMatchObject({
      generateName: `owned-${hash}-`,
      labels: { app: 'owned', 'pod-template-hash': hash },
      ownerReferences: [{ apiVersion: 'apps/v1', kind: 'ReplicaSet', name: `owned-${hash}`, uid: set?.metadata.uid, controller: true, blockOwnerDeletion: true }],
    });
  });
});

describe('an update and its undo', () => {
  it.concurrent('replace pods step by step, count revisions up and say why', async () => {
    const first = await stage.rolledOut(await stage.deploy('turns', { replicas: 3 }, { 'kubernetes.io/change-cause': 'first' }));
    const before = conditionOf(first.at(-1) as Deployment, 'Progressing');
    const update = await stage.setImage('turns', 'v2.0.0.0', 'second');
    const seen = await stage.rolledOut(update);
    // One change of template and annotations is one generation; what controllers write is none.
    expect(new Set([update, ...seen].map(({ metadata }) => metadata.generation))).toEqual(new Set([2]));
    expectInOrder(said([update, ...seen], 'Progressing'), ['True/NewReplicaSetAvailable', 'True/NewReplicaSetCreated', 'True/ReplicaSetUpdated', 'True/NewReplicaSetAvailable']);
    expect(said(seen, 'Available')).toEqual(['True/MinimumReplicasAvailable']);
    const progressing = conditionOf(seen.at(-1) as Deployment, 'Progressing');
    expect(progressing?.lastTransitionTime).toBe(before?.lastTransitionTime);
    const [old, newest] = (await stage.sets('turns')) as [ReplicaSet, ReplicaSet];
    expect([old, newest].map((set) => set.metadata.annotations?.['kubernetes.io/change-cause'])).toEqual(['first', 'second']);
    expect(old).toMatchObject({ spec: { replicas: 0 }, status: { replicas: 0 } });
    expect(old.status).not.toHaveProperty('readyReplicas');

    const back = await stage.undo('turns', old);
    const undone = await stage.rolledOut(back);
    // Nothing is said of the ReplicaSet that is found again; the conditions go on when its first pod exists.
    expectInOrder(said([back, ...undone], 'Progressing'), ['True/NewReplicaSetAvailable', 'True/ReplicaSetUpdated', 'True/NewReplicaSetAvailable']);
    const sets = await stage.sets('turns');
    expect(sets.map(({ metadata }) => metadata.uid)).toEqual([newest.metadata.uid, old.metadata.uid]);
    expect(sets.map((set) => revisionOf(set))).toEqual([2, 3]);
    expect(sets[1]?.metadata.annotations?.['deployment.kubernetes.io/revision-history']).toBe('1');
    expect(revisionOf(undone.at(-1) as Deployment)).toBe(3);
    // The change cause is the Deployment's, not the old ReplicaSet's: kubectl sets it when it undoes.
    expect(sets[1]?.metadata.annotations?.['kubernetes.io/change-cause']).toBe('second');

    const [a, b] = [old.metadata.name, newest.metadata.name];
    expect(scalings(await stage.events('Deployment', 'turns', (events) => events.reduce((sum, { count = 0 }) => sum + count, 0) >= 13)).slice(0, 7)).toEqual([`up ${a} 3`, `up ${b} 1`, `down ${a} 2`, `up ${b} 2`, `down ${a} 1`, `up ${b} 3`, `down ${a} 0`]);
  });

  it.concurrent('remember all revisions a ReplicaSet had, and forget ReplicaSets beyond the limit', async () => {
    let last = (await stage.rolledOut(await stage.deploy('limit', { replicas: 1, revisionHistoryLimit: 1 }))).at(-1);
    for (const tag of ['v2.0.0.0', 'v1.0.0.0', 'v2.0.0.0']) last = (await stage.rolledOut(await stage.setImage('limit', tag))).at(-1);
    const sets = await stage.sets('limit');
    expect(sets.map((set) => [revisionOf(set), set.metadata.annotations?.['deployment.kubernetes.io/revision-history']])).toEqual([
      [3, '1'],
      [4, '2'],
    ]);
    expect(last?.metadata.generation).toBe(4);
    const gone = stage.follow('replicasets', 'limit', (seen) => seen.some(({ type }) => type === 'DELETED'));
    await stage.rolledOut(await stage.setImage('limit', 'v3.0.0.0'));
    expect((await gone).at(-1)?.object.metadata.uid).toBe(sets[0]?.metadata.uid);
    expect((await stage.sets('limit')).map((set) => revisionOf(set))).toEqual([4, 5]);
  });

  it.concurrent('start a new generation for each change of spec or annotations, and none for labels', async () => {
    await stage.rolledOut(await stage.deploy('count', { replicas: 1 }));
    const generations = [];
    for (const change of [{ metadata: { labels: { a: 'b' } } }, { metadata: { annotations: { note: 'x' } } }, { metadata: { annotations: { note: 'x' } } }, { spec: { replicas: 2 } }]) {
      generations.push((await stage.patch('deployments', 'count', change)).metadata.generation);
    }
    expect(generations).toEqual([1, 2, 2, 3]);
    const observed = await stage.until<Deployment>('deployments', 'count', '0', ({ status }) => status.observedGeneration === 3 && status.availableReplicas === 2);
    expect(revisionOf(observed.at(-1) as Deployment)).toBe(1);
    const [set] = await stage.sets('count');
    expect(set?.metadata.annotations).toMatchObject({ note: 'x', 'deployment.kubernetes.io/desired-replicas': '2', 'deployment.kubernetes.io/max-replicas': '3' });
  });
});
