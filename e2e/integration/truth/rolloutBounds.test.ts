import { beforeAll, describe, expect, it } from 'vitest';
import { changes, conditionOf, openRolloutStage, type Deployment, type RolloutStage } from '../../fixtures/rollouts';
import { useTruth } from '../../fixtures/truth';

const truth = useTruth();
let stage: RolloutStage;
beforeAll(async () => {
  stage = await openRolloutStage(truth);
});

/** Most pods wanted at once and fewest available, as the Deployment's own numbers and its events say. */
const extremes = async (name: string, seen: readonly Deployment[]) => {
  const sizes = new Map<string, number>();
  let most = 0;
  for (const { reason, message } of await stage.events('Deployment', name)) {
    const match = /replica set (\S+).* to (\d+)$/.exec(message);
    if (reason !== 'ScalingReplicaSet' || !match) continue;
    sizes.set(match[1] ?? '', Number(match[2]));
    most = Math.max(most, [...sizes.values()].reduce((sum, size) => sum + size, 0));
  }
  return { most, fewest: Math.min(...seen.map(({ status }) => status.availableReplicas ?? 0)) };
};

describe('a rolling update stays within its bounds', () => {
  it.concurrent.each([
    { name: 'rounded', replicas: 3, rollingUpdate: { maxSurge: '40%', maxUnavailable: '40%' }, most: 5, fewest: 2 },
    { name: 'nosurge', replicas: 2, rollingUpdate: { maxSurge: 0, maxUnavailable: 1 }, most: 2, fewest: 1 },
    // Both come to nothing: one pod may be missing, or it would never move.
    { name: 'nothing', replicas: 2, rollingUpdate: { maxSurge: 0, maxUnavailable: '10%' }, most: 2, fewest: 1 },
  ])('$name: $replicas replicas', async ({ name, replicas, rollingUpdate, most, fewest }) => {
    await stage.rolledOut(await stage.deploy(name, { replicas, strategy: { type: 'RollingUpdate', rollingUpdate } }));
    const seen = await stage.rolledOut(await stage.setImage(name, 'v2.0.0.0'));
    const found = await extremes(name, seen);
    expect(found.most).toBe(most);
    expect(found.fewest).toBe(fewest);
  });

  it.concurrent('and counts a pod only once it has been ready for minReadySeconds', async () => {
    // Long enough for a busy kubelet, which tells late that a pod is ready.
    const seen = await stage.rolledOut(await stage.deploy('patient', { replicas: 1, minReadySeconds: 6 }));
    const counts = changes(seen.map(({ status }) => `${status.readyReplicas ?? 0} ready, ${status.availableReplicas ?? 0} available`));
    expect(counts).toEqual(['0 ready, 0 available', '1 ready, 0 available', '1 ready, 1 available']);
    // Progress moves the time of the update, and only a change of status that of the transition.
    expect(new Set(seen.flatMap((version) => conditionOf(version, 'Progressing')?.lastTransitionTime ?? [])).size).toBe(1);
    const [set] = await stage.sets('patient');
    expect(set).toMatchObject({ metadata: { generation: 1 }, spec: { minReadySeconds: 6 } });
    // Waiting less is no new version of the pods, only of their ReplicaSet.
    const shorter = (await stage.patch('deployments', 'patient', { spec: { minReadySeconds: 1 } })) as unknown as Deployment;
    await stage.until<Deployment>('deployments', 'patient', shorter.metadata.resourceVersion, ({ status }) => status.observedGeneration === shorter.metadata.generation);
    const sets = await stage.sets('patient');
    expect(sets).toHaveLength(1);
    expect(sets[0]).toMatchObject({ metadata: { generation: 2 }, spec: { minReadySeconds: 1 } });
  });
});
