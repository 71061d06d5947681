import { describe, expect, it } from 'vitest';
import type { KubeObject, ObjectMeta } from '@electron/engine/kube/types';
import { createStore } from './store';

const object = (uid: string, metadata: Partial<ObjectMeta> = {}, spec: object = {}): KubeObject => ({
  apiVersion: 'v1',
  kind: 'Pod',
  metadata: { uid, name: uid, namespace: 'here', resourceVersion: '1', ...metadata },
  spec,
});
const uids = (objects: Iterable<KubeObject>): string[] => [...objects].map(({ metadata }) => metadata.uid).sort();
const owner = (uid: string) => ({ apiVersion: 'apps/v1', kind: 'ReplicaSet', name: uid, uid });

describe('a store', () => {
  it('finds by name, owner, node and labels', () => {
    const store = createStore();
    store.put(object('a', { labels: { app: 'web', tier: 'front' }, ownerReferences: [owner('rs')] }, { nodeName: 'n1' }));
    store.put(object('b', { labels: { app: 'web' }, ownerReferences: [owner('rs')] }, { nodeName: 'n2' }));
    store.put(object('c', { labels: { app: 'web', tier: 'front' }, namespace: 'there' }));
    expect(store.byName('here', 'a')?.metadata.uid).toBe('a');
    expect(store.byName('there', 'a')).toBeUndefined();
    expect(uids(store.ownedBy('rs'))).toEqual(['a', 'b']);
    expect(uids(store.onNode('n2'))).toEqual(['b']);
    expect(uids(store.matching('here', { app: 'web', tier: 'front' }))).toEqual(['a']);
    expect(uids(store.matching(undefined, { tier: 'front' }))).toEqual(['a', 'c']);
    expect(uids(store.matching('here', { app: 'other' }))).toEqual([]);
    expect(uids(store.matching('here', {}))).toEqual(['a', 'b']);
  });

  it('moves an object between the keys of an index when it changes', () => {
    const store = createStore();
    store.put(object('a', { labels: { app: 'old', keep: 'yes' } }));
    store.put(object('a', { labels: { app: 'new', keep: 'yes' }, resourceVersion: '2' }, { nodeName: 'n1' }));
    expect(store.matching('here', { app: 'old' })).toEqual([]);
    expect(uids(store.matching('here', { app: 'new', keep: 'yes' }))).toEqual(['a']);
    expect(store.matching('here', { keep: 'yes' })[0]?.metadata.resourceVersion).toBe('2');
    expect(uids(store.onNode('n1'))).toEqual(['a']);
    store.remove('a');
    expect([store.size, store.onNode('n1'), store.byName('here', 'a'), store.matching('here', { keep: 'yes' })]).toEqual([0, [], undefined, []]);
  });

  it('compares versions for equality only', () => {
    const store = createStore();
    expect(store.put(object('a', { resourceVersion: '9' }))).toBe(true);
    expect(store.put(object('a', { resourceVersion: '9' }))).toBe(false);
    // A smaller number is not an older version.
    expect(store.put(object('a', { resourceVersion: '10' }))).toBe(true);
    expect(store.put(object('a', { resourceVersion: '2' }))).toBe(true);
  });

  it('takes a full replacement and says what it changed', () => {
    const store = createStore();
    for (const uid of ['same', 'changed', 'gone']) store.put(object(uid));
    const { upserted, removed } = store.replaceAll([object('same'), object('changed', { resourceVersion: '2' }), object('new')]);
    expect(uids(upserted)).toEqual(['changed', 'new']);
    expect(uids(removed)).toEqual(['gone']);
    expect(uids(store.all())).toEqual(['changed', 'new', 'same']);
  });

  it('means the newer one when a name was deleted and made again', () => {
    const store = createStore();
    store.put(object('uid-1', { name: 'web' }));
    store.put(object('uid-2', { name: 'web' }));
    expect(store.byName('here', 'web')?.metadata.uid).toBe('uid-2');
    store.remove('uid-1');
    expect(store.byName('here', 'web')?.metadata.uid).toBe('uid-2');
  });
});
