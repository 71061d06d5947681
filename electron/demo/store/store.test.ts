import { describe, expect, it } from 'vitest';
import type { KubeObject } from '../objects/meta';
import { kindNamed } from './kinds';
import { createStore } from './store';

const kind = kindNamed('ConfigMap');
const object = (namespace: string, name: string): KubeObject => ({ apiVersion: 'v1', kind: 'ConfigMap', metadata: { name, namespace, uid: `${namespace}/${name}`, resourceVersion: '', creationTimestamp: '' } });
const filled = (...keys: string[]) => {
  const store = createStore(4);
  for (const key of keys) store.put(kind, object(...(key.split('/') as [string, string])));
  const keysOf = (namespace?: string) => store.list(kind, namespace).map(({ metadata }) => metadata.uid);
  return { store, keysOf };
};

describe('the store', () => {
  it('lists in the order of whole keys, whatever comes and goes', () => {
    const { store, keysOf } = filled('b/z', 'a/y', 'a-b/x', 'a/b');
    expect(keysOf()).toEqual(['a-b/x', 'a/b', 'a/y', 'b/z']);
    store.put(kind, object('a', 'c'));
    expect(keysOf('a')).toEqual(['a/b', 'a/c', 'a/y']);
    store.remove(kind, object('a-b', 'x'));
    store.remove(kind, object('a', 'b'));
    store.put(kind, object('0', 'n'));
    expect(keysOf()).toEqual(['0/n', 'a/c', 'a/y', 'b/z']);
    expect(keysOf('a-b')).toEqual([]);
  });

  it('lists the newest versions, in a list of its own for everybody', () => {
    const { store, keysOf } = filled('a/x', 'a/y');
    store.list(kind, 'a').pop();
    store.list(kind).pop();
    expect(keysOf('a')).toEqual(['a/x', 'a/y']);
    expect(keysOf()).toEqual(['a/x', 'a/y']);
    const { metadata } = store.put(kind, object('a', 'x'));
    expect(store.list(kind, 'a')[0]?.metadata.resourceVersion).toBe(metadata.resourceVersion);
    expect(store.list(kind)[0]?.metadata.resourceVersion).toBe(metadata.resourceVersion);
  });

  it('gives the changes after a revision, and 410 for what it has forgotten', () => {
    const { store } = filled('a/1', 'a/2', 'a/3');
    expect(store.changesSince(1).map(({ revision }) => revision)).toEqual([2, 3]);
    expect(store.changesSince(0)).toHaveLength(3);
    expect(store.changesSince(3)).toEqual([]);
    expect(store.changesSince(99)).toEqual([]);
    store.compact();
    expect(() => store.changesSince(2)).toThrow('too old resource version: 2 (4)');
    expect(store.changesSince(3)).toEqual([]);
    store.put(kind, object('a', '4'));
    expect(store.changesSince(3).map(({ revision }) => revision)).toEqual([4]);
  });

  it('keeps as many changes as it is told, and up to twice that', () => {
    const { store } = filled(...Array.from({ length: 9 }, (_, i) => `a/${i}`));
    expect(store.changesSince(5)).toHaveLength(4);
    expect(() => store.changesSince(4)).toThrow('too old resource version: 4 (6)');
  });
});
