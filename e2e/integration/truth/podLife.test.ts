import { beforeAll, describe, expect, it } from 'vitest';
import { expectInOrder, changes, conditionOf, inOrder, openRolloutStage, type Deployment, type Pod, type RolloutStage } from '../../fixtures/rollouts';
import { useTruth } from '../../fixtures/truth';

// All that waits for pods to be gone is here, side by side: a real kubelet can take a minute for it.
const truth = useTruth();
let stage: RolloutStage;
beforeAll(async () => {
  stage = await openRolloutStage(truth);
});

const is = (pod: Pod, type: string) => conditionOf(pod, type)?.status ?? 'unsaid';
const stateOf = ({ status }: Pod) => Object.keys(status.containerStatuses?.[0]?.state ?? { none: true })[0];

it.concurrent('a pod goes from unassigned to running to gone, each version newer than the last', async () => {
  const following = stage.follow<Pod>('pods', 'life', (seen) => seen.some(({ type }) => type === 'DELETED'));
  await stage.rolledOut(await stage.deploy('life', { replicas: 1 }));
  await stage.patch('deployments', 'life', { spec: { replicas: 0 } });
  const seen = await following;
  const versions = seen.map(({ object }) => Number(object.metadata.resourceVersion));
  expect(versions).toEqual([...versions].sort((a, b) => a - b));
  expect(new Set(seen.map(({ object }) => object.metadata.uid)).size).toBe(1);
  // It has a node from the moment it counts as scheduled.
  const [added, bound] = seen.map(({ object }) => object) as [Pod, Pod];
  expect(added.status).toMatchObject({ phase: 'Pending', qosClass: 'BestEffort' });
  expect(added.status.conditions).toBeUndefined();
  expect(added.spec.nodeName).toBeUndefined();
  expect(is(bound, 'PodScheduled')).toBe('True');
  expect(bound.spec.nodeName).toBeTruthy();
  const alive = seen.map(({ object }) => object).filter(({ metadata }) => !metadata.deletionTimestamp);
  expect(changes(alive.map((pod) => pod.status.phase))).toEqual(['Pending', 'Running']);
  expect(alive.map(stateOf)).toSatisfy((states: string[]) => inOrder(states, ['none', 'waiting', 'running']));
  expect(changes(alive.map((pod) => is(pod, 'Initialized')))).toEqual(['unsaid', 'True']);
  for (const type of ['Ready', 'ContainersReady']) expect(alive.map((pod) => is(pod, type))).toSatisfy((values: string[]) => inOrder(values, ['unsaid', 'False', 'True']));
  // Said before it is ready or, by a kubelet that had no time for that, at its end.
  const waiting = seen.map(({ object }) => object).find((pod) => is(pod, 'Ready') === 'False') as Pod;
  expect(conditionOf(waiting, 'Ready')).toMatchObject({ reason: 'ContainersNotReady', message: 'containers with unready status: [web]' });
  expect(conditionOf(alive.at(-1) as Pod, 'Ready')).not.toHaveProperty('reason');
  expect(alive.at(-1)?.status).toMatchObject({ phase: 'Running', podIP: expect.stringMatching(/^\d+\.\d+\.\d+\.\d+$/) as unknown, containerStatuses: [{ ready: true, started: true, restartCount: 0 }] });

  // It is marked with its grace, still ready; then it is not ready any more; then it is gone.
  const dying = seen.filter(({ object }) => object.metadata.deletionTimestamp);
  expect(dying[0]?.object.metadata.deletionGracePeriodSeconds).toBe(1);
  expect(is(dying[0]?.object as Pod, 'Ready')).toBe('True');
  expect(dying.at(-1)?.type).toBe('DELETED');
  // Its kubelet takes the grace away, which moves the time back to when it was asked for, and in the same breath it is gone.
  const [last, gone] = dying.slice(-2);
  for (const end of [last, gone]) expect(end?.object.metadata.deletionGracePeriodSeconds).toBe(0);
  expect(Date.parse(dying[0]?.object.metadata.deletionTimestamp ?? '') - Date.parse(gone?.object.metadata.deletionTimestamp ?? '')).toBe(1000);
  expect(Number(gone?.object.metadata.resourceVersion)).toBe(Number(last?.object.metadata.resourceVersion) + 1);
  expect(is(dying.at(-1)?.object as Pod, 'Ready')).toBe('False');
});

it.concurrent('scheduler and kubelet tell of a pod in the order of what happens to it', async () => {
  await stage.rolledOut(await stage.deploy('told', { replicas: 1 }));
  const [pod] = (await stage.list<Pod>('pods', 'told')) as [Pod];
  await stage.patch('deployments', 'told', { spec: { replicas: 0 } });
  const told = await stage.events('Pod', pod.metadata.name, (events) => events.some(({ reason }) => reason === 'Killing'));
  // A pull is told of only where the node does not have the image yet.
  const shared = told.filter(({ reason }) => reason !== 'Pulling');
  expect(shared.map(({ reason }) => reason)).toEqual(['Scheduled', 'Pulled', 'Created', 'Started', 'Killing']);
  const [scheduled, pulled, created, started, killing] = shared;
  expect(scheduled).toMatchObject({
    type: 'Normal',
    message: `Successfully assigned ${stage.namespace}/${pod.metadata.name} to ${pod.spec.nodeName}`,
    action: 'Binding',
    reportingComponent: 'default-scheduler',
    source: {},
    firstTimestamp: null,
    lastTimestamp: null,
    eventTime: expect.stringMatching(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{6}Z$/) as unknown,
  });
  expect(scheduled).not.toHaveProperty('count');
  expect(pulled?.message).toMatch(/^(Successfully pulled image "\S+" in .+|Container image "\S+" already present on machine)$/);
  // The wording of v1.34 is shorter by a blank where the name follows after a colon.
  expect([created, started, killing].map((event) => event?.message)).toEqual([expect.stringMatching(/^(Created container|Container created)/), expect.stringMatching(/^(Started container|Container started)/), 'Stopping container web']);
  expect(started).toMatchObject({ count: 1, eventTime: null, type: 'Normal', source: { component: 'kubelet', host: pod.spec.nodeName }, involvedObject: { apiVersion: 'v1', fieldPath: 'spec.containers{web}' } });
});

it.concurrent('a Deployment deleted in the foreground is there until its pods are gone', async () => {
  const deployment = (await stage.rolledOut(await stage.deploy('front', { replicas: 1 }))).at(-1) as Deployment;
  const order: string[] = [];
  const ends = Promise.all(
    ['deployments', 'replicasets', 'pods'].map(async (plural) => {
      await stage.follow(plural, 'front', (seen) => seen.some(({ type }) => type === 'DELETED'));
      order.push(plural);
    }),
  );
  const marked = stage.until<Deployment>('deployments', 'front', deployment.metadata.resourceVersion, ({ metadata }) => metadata.deletionTimestamp !== undefined);
  await stage.remove('deployments', 'front', { propagationPolicy: 'Foreground' });
  expect((await marked).at(-1)?.metadata).toMatchObject({ finalizers: ['foregroundDeletion'], generation: 2, deletionGracePeriodSeconds: 0 });
  await ends;
  expect(order).toEqual(['pods', 'replicasets', 'deployments']);
});

describe('Recreate', () => {
  it.concurrent('stops all old pods before it starts a new one', async () => {
    await stage.rolledOut(await stage.deploy('anew', { replicas: 2, strategy: { type: 'Recreate' } }));
    const oldest = new Set((await stage.list<Pod>('pods', 'anew')).map(({ metadata }) => metadata.uid));
    const isNew = ({ metadata }: Pod) => !oldest.has(metadata.uid);
    const following = stage.follow<Pod>('pods', 'anew', (seen) => seen.some(({ type, object }) => type === 'ADDED' && isNew(object)));
    const update = await stage.setImage('anew', 'v2.0.0.0');
    const seen = await stage.rolledOut(update);
    const gone = (await following).filter(({ type }) => type === 'DELETED');
    expect(new Set(gone.map(({ object }) => object.metadata.uid))).toEqual(oldest);
    // While the old pods stop, little is said of it.
    const progress = changes([update, ...seen].map((version) => conditionOf(version, 'Progressing')?.message?.replace(/anew-\w+/, 'anew-hash')));
    expectInOrder(progress, [
      'ReplicaSet "anew-hash" has successfully progressed.',
      'Deployment "anew" is progressing.',
      'Created new replica set "anew-hash"',
      'ReplicaSet "anew-hash" is progressing.',
      'ReplicaSet "anew-hash" has successfully progressed.',
    ]);
    expect(changes(seen.flatMap((version) => conditionOf(version, 'Available')?.reason ?? []))).toEqual(['MinimumReplicasAvailable', 'MinimumReplicasUnavailable', 'MinimumReplicasAvailable']);
    const events = (await stage.events('Deployment', 'anew')).map(({ message }) => message.replace(/replica set \S+( from \d+)?/, 'replica set'));
    expect(events).toEqual(['Scaled up replica set to 2', 'Scaled down replica set to 0', 'Scaled up replica set to 2']);
  });
});
