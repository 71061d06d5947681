import { expect, it } from 'vitest';
import { diffFields } from './fieldDiff';

const containers = (...list: Record<string, unknown>[]): unknown => ({ spec: { containers: list } });

it('names the container, not its place in the list', () => {
  const before = containers({ name: 'sidecar', image: 's:1' }, { name: 'uuid-server', image: 'u:1' });
  const after = containers({ name: 'sidecar', image: 's:1' }, { name: 'uuid-server', image: 'u:2' });
  expect(diffFields(before, after)).toEqual([{ path: 'spec.containers[uuid-server].image', before: 'u:1', after: 'u:2' }]);
});

it('shows an inserted container as one addition', () => {
  const before = containers({ name: 'app', image: 'a:1' });
  const after = containers({ name: 'first', image: 'f:1' }, { name: 'app', image: 'a:1' });
  expect(diffFields(before, after)).toEqual([
    { path: 'spec.containers[first].name', before: null, after: 'first' },
    { path: 'spec.containers[first].image', before: null, after: 'f:1' },
  ]);
});

it('says when only the order changed', () => {
  const env = (...names: string[]): unknown => ({ env: names.map((name) => ({ name, value: 'x' })) });
  expect(diffFields(env('A', 'B'), env('B', 'A'))).toEqual([{ path: 'env[order]', before: 'A, B', after: 'B, A' }]);
});

it('matches mounts by path where names repeat', () => {
  const mounts = (path: string): unknown => ({ volumeMounts: [{ name: 'data', mountPath: '/a' }, { name: 'data', mountPath: path }] });
  expect(diffFields(mounts('/b'), mounts('/c'))).toEqual([
    { path: 'volumeMounts[/b].name', before: 'data', after: null },
    { path: 'volumeMounts[/b].mountPath', before: '/b', after: null },
    { path: 'volumeMounts[/c].name', before: null, after: 'data' },
    { path: 'volumeMounts[/c].mountPath', before: null, after: '/c' },
  ]);
});

it('goes by position where nothing identifies the elements', () => {
  expect(diffFields({ args: ['-v', 'a'] }, { args: ['-v', 'b', 'c'] })).toEqual([
    { path: 'args[1]', before: 'a', after: 'b' },
    { path: 'args[2]', before: null, after: 'c' },
  ]);
});

it.each([
  ['equal values', { a: [1, { b: 'c' }] }, { a: [1, { b: 'c' }] }, []],
  ['null and absent are the same', { a: null }, {}, []],
  ['a key with slashes', { annotations: {} }, { annotations: { 'kubernetes.io/change-cause': 'x' } }, [{ path: 'annotations[kubernetes.io/change-cause]', before: null, after: 'x' }]],
  ['a scalar that became an object', { a: 1 }, { a: { b: 2 } }, [{ path: 'a', before: '1', after: '{"b":2}' }]],
  ['an empty object that appeared', {}, { emptyDir: {} }, [{ path: 'emptyDir', before: null, after: '{}' }]],
  ['a number', { replicas: 1 }, { replicas: 3 }, [{ path: 'replicas', before: '1', after: '3' }]],
])('handles %s', (_, before, after, changes) => {
  expect(diffFields(before, after)).toEqual(changes);
});

it('knows labels that are called like what every object inherits', () => {
  const labels = JSON.parse('{"constructor":"a","__proto__":"b","toString":"c"}') as object;
  expect(diffFields({ labels: {} }, { labels }).map(({ path, before, after }) => [path, before, after])).toEqual([
    ['labels.constructor', null, 'a'], ['labels.__proto__', null, 'b'], ['labels.toString', null, 'c'],
  ]);
});
