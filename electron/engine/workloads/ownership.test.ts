import { describe, expect, it } from 'vitest';
import type { KubeObject } from '@electron/engine/kube/types';
import { deployment, meta, ownedBy, pod, replicaSet } from './objects.fixture';
import { isUpdated, newestReplicaSet, podRevision, podsOf, replicaSetsOf } from './ownership';

const owned = (...objects: KubeObject[]) => ({ ownedBy: (uid: string) => objects.filter((object) => object.metadata.ownerReferences?.some((owner) => owner.uid === uid)) });
const old = replicaSet('old', 9);
const fresh = replicaSet('fresh', 10);
const oldPod = pod({ name: 'b', metadata: ownedBy('ReplicaSet', 'old') });
const freshPod = pod({ name: 'a', metadata: ownedBy('ReplicaSet', 'fresh') });
const foreign = pod({ name: 'c', metadata: { ownerReferences: [{ apiVersion: 'v1', kind: 'X', name: 'fresh', uid: 'uid-fresh' }] } });
const stores = { pods: owned(oldPod, freshPod, foreign), replicaSets: owned(old, fresh), jobs: null };

describe('ownership', () => {
  it('finds the pods of a Deployment through its ReplicaSets, controlled ones only, by name', () => {
    expect(podsOf(deployment(), stores).map(({ metadata }) => metadata.name)).toEqual(['a', 'b']);
    expect(podsOf(deployment(), { ...stores, pods: null })).toEqual([]);
  });

  it('knows the newest ReplicaSet by number, not by text', () => {
    expect(newestReplicaSet(replicaSetsOf(deployment(), stores))?.metadata.name).toBe('fresh');
    expect(isUpdated(freshPod, deployment(), [old, fresh])).toBe(true);
    expect(isUpdated(oldPod, deployment(), [old, fresh])).toBe(false);
  });

  it('tells the revision of a pod by its ReplicaSet or its ControllerRevision', () => {
    const revisions = [{ apiVersion: 'apps/v1', kind: 'ControllerRevision', metadata: meta('db-7f'), revision: 4 }];
    const labelled = (hash: string, kind: string) => pod({ metadata: { ...ownedBy(kind, 'db'), labels: { 'controller-revision-hash': hash } } });
    expect(podRevision(oldPod, [old, fresh], [])).toBe(9);
    expect(podRevision(labelled('db-7f', 'StatefulSet'), [], revisions)).toBe(4);
    expect(podRevision(labelled('7f', 'DaemonSet'), [], revisions)).toBe(4);
    expect(podRevision(labelled('9a', 'DaemonSet'), [], revisions)).toBeNull();
  });
});
