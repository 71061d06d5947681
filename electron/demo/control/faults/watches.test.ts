import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import type { TestClient } from '../../testing/bareClient';
import type { ControlClient } from '../client';
import { follow, startControlled, until, type Controlled, type Followed } from '../testing/controlled';

const configMaps = '/api/v1/namespaces/t/configmaps';
const versionOf = async (client: TestClient) => (await client.call('GET', configMaps)).body.metadata?.resourceVersion;

describe('a fault of watches', () => {
  let site: Controlled;
  let admin: TestClient;
  let control: ControlClient;
  let made = 0;
  beforeAll(async () => {
    site = await startControlled();
    ({ admin, control } = site);
  });
  afterAll(() => site.close());
  beforeEach(async () => {
    await site.calm();
    await control.fault({ type: 'cut' });
  });

  /** Makes one more object; returns its name. */
  const change = async () => {
    made += 1;
    await admin.call('POST', configMaps, { metadata: { name: `made-${made}` } });
    return `made-${made}`;
  };
  const namesOf = ({ events }: Followed, type: string) => events.filter((event) => event.type === type).map(({ object }) => object.metadata?.name);
  const versionsOf = ({ events }: Pick<Followed, 'events'>) => events.filter(({ type }) => type === 'BOOKMARK').map(({ object }) => Number(object.metadata?.resourceVersion));
  /** A watch that has heard of a change. */
  const watching = async (client = admin) => {
    const followed = follow(client, `${configMaps}?watch=1&resourceVersion=${await versionOf(admin)}&allowWatchBookmarks=true`);
    const name = await change();
    await until(() => namesOf(followed, 'ADDED').includes(name));
    return followed;
  };

  it.each([['end', 'end'], ['close', 'error'], ['reset', 'error']] as const)('cuts all that are open (%s), and none that comes later', async (how, ended) => {
    const cut = await watching();
    const { struck } = await control.fault({ type: 'cut', how });
    await until(() => cut.ended !== null);
    expect([struck, cut.ended]).toEqual([1, ended]);
    expect((await control.call('faults.list', {})).faults).toEqual([]);
    expect((await watching()).ended).toBe(null);
  });

  it('cuts those of one user', async () => {
    const [mine, theirs] = [await watching(), await watching(site.developer)];
    await control.fault({ type: 'cut', scope: { users: ['developer'] } });
    await until(() => theirs.ended !== null);
    expect(mine.ended).toBe(null);
  });

  it('cuts each that is opened from now on', async () => {
    const before = await watching();
    await control.fault({ type: 'cut', apply: 'next', afterMs: 10 });
    const after = follow(admin, `${configMaps}?watch=1`);
    await until(() => after.ended === 'error');
    expect(before.ended).toBe(null);
    await control.clear();
    expect((await watching()).ended).toBe(null);
  });

  it('says 410 in a watch from a version, and lets a watch of everything be', async () => {
    const version = await versionOf(admin);
    await change();
    await control.fault({ type: 'gone' });
    const gone = follow(admin, `${configMaps}?watch=1&resourceVersion=${version}`);
    await until(() => gone.ended === 'end');
    expect(gone.events).toMatchObject([{ type: 'ERROR', object: { kind: 'Status', code: 410, reason: 'Expired' } }]);
    const whole = follow(admin, `${configMaps}?watch=1`);
    await until(() => namesOf(whole, 'ADDED').length > 0);
  });

  it('answers 410 instead of a watch', async () => {
    await control.fault({ type: 'gone', how: 'status', count: 1 });
    const { code, body } = await admin.call('GET', `${configMaps}?watch=1&resourceVersion=1`);
    expect([code, body['reason'], body['message']]).toEqual([410, 'Expired', expect.stringMatching(/^too old resource version: 1 \(\d+\)$/)]);
  });

  it('is 410 for real once the past is compacted', async () => {
    const version = await versionOf(admin);
    await change();
    const first = await admin.call('GET', `${configMaps}?limit=1`);
    await change();
    await control.call('store.compact', {});
    const gone = follow(admin, `${configMaps}?watch=1&resourceVersion=${version}`);
    await until(() => gone.ended === 'end');
    expect(gone.events).toMatchObject([{ type: 'ERROR', object: { code: 410 } }]);
    const { continue: token } = first.body.metadata as unknown as { continue: string };
    expect((await admin.call('GET', `${configMaps}?limit=1&continue=${token}`)).code).toBe(410);
  });

  it('puts an ERROR event into watches that are open and ends them', async () => {
    const watch = await watching();
    await control.fault({ type: 'errorEvent', code: 500 });
    await until(() => watch.ended === 'end');
    expect(watch.events.at(-1)).toMatchObject({ type: 'ERROR', object: { kind: 'Status', code: 500, reason: 'InternalError' } });
  });

  it('puts an ERROR event into the next watch, and into no later one', async () => {
    await control.fault({ type: 'errorEvent', code: 403, apply: 'next', count: 1 });
    const watch = follow(admin, `${configMaps}?watch=1`);
    await until(() => watch.ended === 'end');
    expect(watch.events).toMatchObject([{ type: 'ERROR', object: { code: 403, reason: 'Forbidden' } }]);
    expect((await watching()).ended).toBe(null);
  });

  it('says everything twice', async () => {
    await control.fault({ type: 'duplicateEvents' });
    const watch = await watching();
    const name = await change();
    await until(() => namesOf(watch, 'ADDED').filter((seen) => seen === name).length === 2);
    await control.clear();
    const single = await change();
    const last = await change();
    await until(() => namesOf(watch, 'ADDED').includes(last));
    expect(namesOf(watch, 'ADDED').filter((seen) => seen === single)).toHaveLength(1);
  });

  it('bookmarks very often', async () => {
    await control.fault({ type: 'bookmarks', mode: 'frequent', everyMs: 10 });
    const watch = await watching();
    await until(() => versionsOf(watch).length >= 3);
    const versions = versionsOf(watch);
    expect(versions).toEqual([...versions].sort((a, b) => a - b));
  });

  it.each(['older', 'outOfOrder'] as const)('bookmarks versions (%s) below what was said before', async (mode) => {
    await control.fault({ type: 'bookmarks', mode, everyMs: 10, behind: 2 });
    const watch = await watching();
    const last = Number(watch.events.findLast(({ type }) => type === 'ADDED')?.object.metadata?.resourceVersion);
    const seen = watch.events.length;
    await until(() => watch.events.length > seen + 3);
    const later = versionsOf({ events: watch.events.slice(seen) }).map((version) => version - last);
    expect(later.slice(0, 2)).toContain(-2);
    expect(later.some((version) => version >= 0)).toBe(mode === 'outOfOrder');
  });

  it('keeps bookmarks back, even the one at the end', async () => {
    await change();
    await control.fault({ type: 'bookmarks', mode: 'none' });
    const none = follow(admin, `${configMaps}?watch=1&allowWatchBookmarks=true&timeoutSeconds=1`);
    await until(() => none.ended === 'end');
    expect([namesOf(none, 'ADDED').length > 0, versionsOf(none)]).toEqual([true, []]);
    await control.clear();
    const one = follow(admin, `${configMaps}?watch=1&allowWatchBookmarks=true&timeoutSeconds=1`);
    await until(() => one.ended === 'end');
    expect(versionsOf(one)).toHaveLength(1);
  });

  it('gives nothing to a half-open watch while its socket stays open, and serves others and later ones', async () => {
    const dead = await watching();
    const heard = dead.events.length;
    await control.fault({ type: 'halfOpen', scope: { verbs: ['watch'] } });
    const silent = follow(admin, `${configMaps}?watch=1`);
    await until(async () => (await control.call('faults.list', {})).faults[0]?.struck === 2);
    const name = await change();
    expect((await admin.call('GET', `${configMaps}/${name}`)).code).toBe(200);
    expect([dead.events.length, dead.ended, silent.events, silent.ended]).toEqual([heard, null, [], null]);
    await control.clear();
    const alive = await watching();
    // Dead for good: whoever waits on it waits for ever.
    expect([dead.events.length, dead.ended, silent.events, silent.ended, alive.ended]).toEqual([heard, null, [], null, null]);
  });

  it('counts watches that are open', async () => {
    const watchesOf = async () => (await control.call('report', {})).watches.filter(({ user }) => user === 'developer');
    await watching(site.developer);
    expect(await watchesOf()).toEqual([{ site: 'empty', resource: 'configmaps', namespace: 't', user: 'developer' }]);
    await control.fault({ type: 'cut', scope: { users: ['developer'] } });
    await until(async () => (await watchesOf()).length === 0);
  });
});
