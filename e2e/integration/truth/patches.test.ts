import { beforeAll, describe, expect, it } from 'vitest';
import { useTruth } from '../../fixtures/truth';

const truth = useTruth();
const types = { json: 'application/json-patch+json', merge: 'application/merge-patch+json', strategic: 'application/strategic-merge-patch+json' } as const;
let maps: string;
beforeAll(async () => {
  maps = `/api/v1/namespaces/${await truth.namespace()}/configmaps`;
});

const patch = (type: keyof typeof types, name: string, body: unknown, query = '') => truth.admin.call('PATCH', `${maps}/${name}${query}`, body, types[type]);
const make = (name: string) => truth.admin.call('POST', maps, { metadata: { name, labels: { 'a/b': '1', keep: 'y' } }, data: { a: '1', b: '2' } });
const rejected = { kind: 'Status', apiVersion: 'v1', metadata: {}, status: 'Failure', message: 'the server rejected our request due to an error in our request', reason: 'Invalid', details: {}, code: 422 };

describe('a JSON patch', () => {
  it('adds, replaces, removes, copies, moves and tests, with escaped keys and places in lists', async () => {
    await make('json');
    const { body } = await patch('json', 'json', [
      { op: 'test', path: '/data/a', value: '1' },
      { op: 'replace', path: '/metadata/labels/a~1b', value: '9' },
      { op: 'copy', from: '/data/a', path: '/data/a2' },
      { op: 'move', from: '/data/b', path: '/data/b2' },
      { op: 'remove', path: '/metadata/labels/keep' },
      { op: 'add', path: '/metadata/finalizers', value: ['e.io/a'] },
      { op: 'add', path: '/metadata/finalizers/-', value: 'e.io/c' },
      { op: 'add', path: '/metadata/finalizers/1', value: 'e.io/b' },
    ]);
    expect([body['data'], body.metadata?.labels, body.metadata?.finalizers]).toEqual([{ a: '1', a2: '1', b2: '2' }, { 'a/b': '9' }, ['e.io/a', 'e.io/b', 'e.io/c']]);
    await patch('json', 'json', [{ op: 'remove', path: '/metadata/finalizers' }]);
  });

  it('changes nothing where a test of it fails', async () => {
    await make('test');
    expect((await patch('json', 'test', [{ op: 'replace', path: '/data/b', value: 'never' }, { op: 'test', path: '/data/a', value: 'other' }])).body).toEqual(rejected);
    expect((await truth.admin.call('GET', `${maps}/test`)).body['data']).toEqual({ a: '1', b: '2' });
  });

  it('may test that something is absent', async () => {
    await make('absent');
    expect((await patch('json', 'absent', [{ op: 'test', path: '/data/none', value: null }])).code).toBe(200);
    expect((await patch('json', 'absent', [{ op: 'test', path: '/data/none', value: '1' }])).body).toEqual(rejected);
  });
});

describe.each(['merge', 'strategic'] as const)('a %s patch', (type) => {
  it('removes by null and makes no version where it changes nothing', async () => {
    const { body: made } = await make(`null-${type}`);
    const { body } = await patch(type, `null-${type}`, { data: { a: null, n: '1' } });
    expect(body['data']).toEqual({ b: '2', n: '1' });
    expect(body.metadata?.resourceVersion).not.toBe(made.metadata?.resourceVersion);
    expect((await patch(type, `null-${type}`, { data: { n: '1' } })).body.metadata?.resourceVersion).toBe(body.metadata?.resourceVersion);
  });

  it('takes a version as a precondition, and writes nothing when dry', async () => {
    const name = `version-${type}`;
    const { body: made } = await make(name);
    expect((await patch(type, name, { metadata: { resourceVersion: '1' }, data: { r: '1' } })).body).toMatchObject({ code: 409, reason: 'Conflict', message: `Operation cannot be fulfilled on configmaps "${name}": the object has been modified; please apply your changes to the latest version and try again` });
    expect((await patch(type, name, { data: { dry: '1' } }, '?dryRun=All')).body['data']).toEqual({ a: '1', b: '2', dry: '1' });
    expect((await truth.admin.call('GET', `${maps}/${name}`)).body.metadata?.resourceVersion).toBe(made.metadata?.resourceVersion);
  });
});

it('lists are replaced by a merge patch and merged by a strategic one where the API says so', async () => {
  await make('lists');
  const finalizers = async (type: 'merge' | 'strategic', value: string[]) => (await patch(type, 'lists', { metadata: { finalizers: value } })).body.metadata?.finalizers;
  await finalizers('merge', ['e.io/a', 'e.io/b']);
  expect(await finalizers('merge', ['e.io/b'])).toEqual(['e.io/b']);
  expect([...((await finalizers('strategic', ['e.io/c'])) ?? [])].sort()).toEqual(['e.io/b', 'e.io/c']);
  const { body } = await patch('strategic', 'lists', { metadata: { '$deleteFromPrimitiveList/finalizers': ['e.io/b'] } });
  expect(body.metadata?.finalizers).toEqual(['e.io/c']);
  await patch('merge', 'lists', { metadata: { finalizers: null } });
});
