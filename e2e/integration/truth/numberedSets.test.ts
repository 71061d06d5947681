import { beforeAll, describe, expect, it } from 'vitest';
import { openRolloutStage, workloadSpec, type Pod, type RolloutStage } from '../../fixtures/rollouts';
import { useTruth } from '../../fixtures/truth';

const truth = useTruth();
let stage: RolloutStage;
beforeAll(async () => {
  stage = await openRolloutStage(truth);
});

interface SetStatus {
  metadata: Pod['metadata'];
  spec: { replicas: number };
  status: { replicas?: number; readyReplicas?: number; currentRevision?: string; updateRevision?: string; currentReplicas?: number; updatedReplicas?: number; observedGeneration?: number };
}

/** A StatefulSet of the sample service. It is applied whole each time: a field that is left out goes away. */
const applySet = (name: string, tag: string, spec: Record<string, unknown> = {}) =>
  stage.apply('statefulsets', { apiVersion: 'apps/v1', kind: 'StatefulSet', metadata: { name, labels: { app: name } }, spec: { replicas: 2, serviceName: name, ...workloadSpec(name, truth.site.image(tag)), ...spec } });
const settled = (name: string, isWanted: (set: SetStatus) => boolean) =>
  stage.follow<SetStatus>('statefulsets', name, (seen) => {
    const set = seen.at(-1)?.object as SetStatus;
    return set.status.observedGeneration === set.metadata.generation && isWanted(set);
  });
const isReady = (replicas: number) => ({ status }: SetStatus) => status.readyReplicas === replicas && status.replicas === replicas;
const isUpdated = (replicas: number) => (set: SetStatus) => isReady(replicas)(set) && set.status.currentRevision === set.status.updateRevision && set.status.currentReplicas === replicas;
const messages = async (name: string, count: number) =>
  (await stage.events('StatefulSet', name, (events) => events.reduce((sum, event) => sum + (event.count ?? 1), 0) >= count)).map(({ reason, message }) => `${reason}: ${message}`);
const isPodReady = ({ status }: Pod) => (status.conditions ?? []).some(({ type, status: is }) => type === 'Ready' && is === 'True');

describe('a StatefulSet', () => {
  it.concurrent('starts its pods one after the other and replaces them from the highest number down', async () => {
    const following = stage.follow<Pod>('pods', 'ordered', (seen) => new Set(seen.filter(({ object }) => isPodReady(object)).map(({ object }) => object.metadata.name)).size === 2);
    await applySet('ordered', 'v1.0.0.0');
    const seen = await following;
    // The second begins only when the first is ready.
    const firstReady = seen.findIndex(({ object }) => object.metadata.name === 'ordered-0' && isPodReady(object));
    expect(seen.findIndex(({ object }) => object.metadata.name === 'ordered-1')).toBeGreaterThan(firstReady);
    const first = (await settled('ordered', isUpdated(2))).at(-1)?.object as SetStatus;
    expect(first.status.currentRevision).toMatch(/^ordered-[bcdfghjklmnpqrstvwxz2456789]+$/);
    const [pod] = (await stage.list<Pod>('pods', 'ordered')) as [Pod];
    expect(pod.metadata).toMatchObject({
      generateName: 'ordered-',
      labels: { app: 'ordered', 'controller-revision-hash': first.status.currentRevision, 'statefulset.kubernetes.io/pod-name': 'ordered-0' },
      ownerReferences: [{ apiVersion: 'apps/v1', kind: 'StatefulSet', name: 'ordered', uid: first.metadata.uid, controller: true, blockOwnerDeletion: true }],
    });
    expect(pod).toMatchObject({ spec: { hostname: 'ordered-0', subdomain: 'ordered' } });

    await applySet('ordered', 'v2.0.0.0');
    const order = stage.follow<Pod>('pods', 'ordered', (changes) => new Set(changes.filter(({ object }) => object.metadata.deletionTimestamp).map(({ object }) => object.metadata.name)).size === 2);
    const gone = (await order).filter(({ object }) => object.metadata.deletionTimestamp).map(({ object }) => object.metadata.name);
    expect([...new Set(gone)]).toEqual(['ordered-1', 'ordered-0']);
    expect((await messages('ordered', 5)).slice(0, 4)).toEqual([
      'SuccessfulCreate: create Pod ordered-0 in StatefulSet ordered successful',
      'SuccessfulCreate: create Pod ordered-1 in StatefulSet ordered successful',
      'SuccessfulDelete: delete Pod ordered-1 in StatefulSet ordered successful',
      'SuccessfulDelete: delete Pod ordered-0 in StatefulSet ordered successful',
    ]);
    const revisions = await stage.list<{ metadata: Pod['metadata']; revision: number }>('controllerrevisions', 'ordered');
    expect(revisions.map(({ revision }) => revision).sort()).toEqual([1, 2]);
    expect(revisions[0]?.metadata).toMatchObject({ ownerReferences: [{ kind: 'StatefulSet', name: 'ordered', controller: true }], labels: { app: 'ordered' } });
  });

  it.concurrent('leaves the pods below its partition as they are', async () => {
    const partition = { updateStrategy: { type: 'RollingUpdate', rollingUpdate: { partition: 1 } } };
    await applySet('parted', 'v1.0.0.0', partition);
    await settled('parted', isUpdated(2));
    await applySet('parted', 'v2.0.0.0', partition);
    const last = (await settled('parted', (set) => isReady(2)(set) && set.status.updatedReplicas === 1)).at(-1)?.object as SetStatus;
    expect(last.status).toMatchObject({ currentReplicas: 1, updatedReplicas: 1 });
    expect(last.status.currentRevision).not.toBe(last.status.updateRevision);
    const pods = await stage.list<Pod>('pods', 'parted');
    expect(pods.map(({ metadata, spec }) => [metadata.name, spec.containers[0]?.image, metadata.labels?.['controller-revision-hash']])).toEqual([
      ['parted-0', truth.site.image('v1.0.0.0'), last.status.currentRevision],
      ['parted-1', truth.site.image('v2.0.0.0'), last.status.updateRevision],
    ]);
  });

  it.concurrent('starts all pods at once where the order does not matter', async () => {
    const following = stage.follow<Pod>('pods', 'together', (seen) => seen.filter(({ type }) => type === 'ADDED').length === 2);
    await applySet('together', 'v1.0.0.0', { podManagementPolicy: 'Parallel' });
    expect((await following).some(({ object }) => isPodReady(object))).toBe(false);
  });

  it.concurrent('replaces a pod only when somebody deletes it where that is its strategy', async () => {
    const onDelete = { replicas: 1, updateStrategy: { type: 'OnDelete' } };
    await applySet('byhand', 'v1.0.0.0', onDelete);
    await settled('byhand', isUpdated(1));
    await applySet('byhand', 'v2.0.0.0', onDelete);
    const noticed = (await settled('byhand', (set) => set.status.currentRevision !== set.status.updateRevision)).at(-1)?.object as SetStatus;
    expect(noticed.status).toMatchObject({ replicas: 1, readyReplicas: 1, currentReplicas: 1 });
    expect(noticed.status.updatedReplicas ?? 0).toBe(0);
    const replaced = stage.follow<Pod>('pods', 'byhand', (seen) => seen.some(({ type, object }) => type === 'ADDED' && object.spec.containers[0]?.image === truth.site.image('v2.0.0.0')));
    await stage.remove('pods', 'byhand-0', { gracePeriodSeconds: 0 });
    const [pod] = (await replaced).slice(-1);
    expect(pod?.object.metadata.labels?.['controller-revision-hash']).toBe(noticed.status.updateRevision);
  });
});
