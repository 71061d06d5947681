import { beforeAll, describe, expect, it } from 'vitest';
import { useTruth } from '../../fixtures/truth';

const truth = useTruth();
let maps: string;
beforeAll(async () => {
  maps = `/api/v1/namespaces/${await truth.namespace()}/configmaps`;
  const made: [string, Record<string, string>][] = [['a1', { app: 'x', tier: 'one' }], ['b2', { app: 'y' }], ['a-3', { app: 'x', tier: 'two' }], ['a.0', { app: 'z' }], ['c', { app: 'y', tier: 'one' }]];
  for (const [name, labels] of made) await truth.admin.call('POST', maps, { metadata: { name, labels }, data: { k: name } });
});

interface List {
  metadata: { resourceVersion: string; continue?: string; remainingItemCount?: number };
  items: { metadata: { name: string; labels?: Record<string, string> } }[];
}
const list = async (query: string) => (await truth.admin.call('GET', `${maps}?${query}`)).body as unknown as List;
const namesOf = ({ items }: List) => items.map(({ metadata }) => metadata.name);
const app = 'labelSelector=app';

describe('a list', () => {
  it.each([
    ['app=x', ['a-3', 'a1']],
    ['app!=x,app', ['a.0', 'b2', 'c']],
    ['app in (x,z)', ['a-3', 'a.0', 'a1']],
    ['app notin (x, z),app', ['b2', 'c']],
    ['tier', ['a-3', 'a1', 'c']],
    ['!tier,app', ['a.0', 'b2']],
  ])('selects by labels: %s', async (selector, names) => {
    expect(namesOf(await list(`labelSelector=${encodeURIComponent(selector)}`))).toEqual(names);
  });

  it('refuses a selector that is none, and one by a field of another kind', async () => {
    const { body } = await truth.admin.call('GET', `${maps}?labelSelector=a%20b`);
    expect(body).toMatchObject({ code: 400, reason: 'BadRequest', message: expect.stringContaining("unable to parse requirement: found 'b', expected: ") as string });
    expect((await truth.admin.call('GET', `${maps.replace('configmaps', 'pods')}?fieldSelector=spec.foo%3Dx`)).body).toMatchObject({ code: 400, message: 'field label not supported: spec.foo' });
  });

  it('refuses a version to match without a version', async () => {
    const { code, body } = await truth.admin.call('GET', `${maps}?resourceVersionMatch=Exact`);
    expect([code, body['message']]).toEqual([422, 'ListOptions.meta.k8s.io "" is invalid: resourceVersionMatch: Forbidden: resourceVersionMatch is forbidden unless resourceVersion is provided']);
  });

  it('tells how many are left only where nothing is selected', async () => {
    const [all, some] = [await list('limit=2'), await list(`limit=2&${app}`)];
    expect(namesOf(all)).toEqual(['a-3', 'a.0']);
    expect(all.metadata.remainingItemCount).toBeGreaterThanOrEqual(3);
    expect(some.metadata).toEqual({ resourceVersion: some.metadata.resourceVersion, continue: some.metadata.continue });
  });

  it('shows in later pages what was there at the first', async () => {
    const first = await list(`limit=2&${app}`);
    await truth.admin.call('DELETE', `${maps}/c`);
    await truth.admin.call('POST', maps, { metadata: { name: 'b0', labels: { app: 'new' } } });
    await truth.admin.call('PATCH', `${maps}/b2`, { metadata: { labels: { app: 'changed' } } }, 'application/merge-patch+json');
    const second = await list(`limit=2&${app}&continue=${first.metadata.continue}`);
    const third = await list(`limit=2&${app}&continue=${second.metadata.continue}`);
    expect([first, second, third].map(namesOf)).toEqual([['a-3', 'a.0'], ['a1', 'b2'], ['c']]);
    expect(second.items[1]?.metadata.labels).toEqual({ app: 'y' });
    expect(new Set([first, second, third].map(({ metadata }) => metadata.resourceVersion)).size).toBe(1);
    expect(third.metadata.continue).toBeUndefined();
    expect(namesOf(await list(`${app}&resourceVersion=${first.metadata.resourceVersion}&resourceVersionMatch=Exact`))).toEqual(['a-3', 'a.0', 'a1', 'b2', 'c']);
    expect(namesOf(await list(app))).toEqual(['a-3', 'a.0', 'a1', 'b0', 'b2']);
  });

  it('refuses a token it did not give out', async () => {
    for (const token of ['{}', '[1]', '{"v":'].map((text) => Buffer.from(text).toString('base64url'))) {
      const { code, body } = await truth.admin.call('GET', `${maps}?limit=2&continue=${token}`);
      expect([code, body['message']]).toEqual([400, expect.stringContaining('invalid continue token: continue key is not valid: ')]);
    }
  });
});

describe('a watch', () => {
  it('adds what begins to match its selector and deletes what ceases to', async () => {
    const from = (await list(app)).metadata.resourceVersion;
    const label = (value: string) => truth.admin.call('PATCH', `${maps}/a.0`, { metadata: { labels: { app: value } } }, 'application/merge-patch+json');
    await label('watched');
    await truth.admin.call('PATCH', `${maps}/a.0`, { data: { z: '1' } }, 'application/merge-patch+json');
    const left = (await label('gone')).body.metadata?.resourceVersion;
    const seen: unknown[] = [];
    for await (const { type, object } of truth.admin.watch(`${maps}?watch=1&labelSelector=app%3Dwatched&resourceVersion=${from}&timeoutSeconds=10`)) {
      seen.push([type, object.metadata.labels, type === 'DELETED' && object.metadata.resourceVersion === left]);
      if (type === 'DELETED') break;
    }
    expect(seen).toEqual([['ADDED', { app: 'watched' }, false], ['MODIFIED', { app: 'watched' }, false], ['DELETED', { app: 'watched' }, true]]);
  });
});

describe('deleting a collection', () => {
  it('changes nothing when dry, takes only what is selected, and stays within a namespace', async () => {
    const remove = async (path: string) => (await truth.admin.call('DELETE', path)).code;
    expect(await remove(`${maps}?labelSelector=app%3Dx&dryRun=All`)).toBe(200);
    expect(namesOf(await list('labelSelector=app%3Dx'))).toEqual(['a-3', 'a1']);
    expect(await remove(`${maps}?labelSelector=app%3Dx`)).toBe(200);
    expect(namesOf(await list(app))).toEqual(['a.0', 'b0', 'b2']);
    expect(await remove('/api/v1/configmaps?labelSelector=none%3Dat-all')).toBe(405);
  });
});
