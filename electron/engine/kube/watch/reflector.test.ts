import { describe, expect, it } from 'vitest';
import { sentenceText } from '@shared/sentences/sentence';
import { until } from './testing/manualClock';
import { openSettledSite, openSite, type Site } from './testing/site';
import { timing } from './timing';

const firstBackoff = 500;
const reasonOf = ({ lease }: Site): string | null => (lease.freshness.reason ? sentenceText(lease.freshness.reason) : null);
const namesOf = (site: Site): string[] => [...site.lease.store.all()].map(({ metadata }) => metadata.name).sort();
const event = (type: string, name: string, resourceVersion: string): string =>
  `${JSON.stringify({ type, object: { metadata: { name, namespace: 'here', uid: `uid-${name}`, resourceVersion } } })}\n`;
const watchesOf = (site: Site): number => site.server.requests.filter(({ verb }) => verb === 'watch').length;

describe('the first list', () => {
  it('is read in pages and says connecting until it is complete', async () => {
    const site = await openSite((server) => Array.from({ length: 1_200 }, (_, i) => server.put(`thing-${i}`)));
    expect(reasonOf(site)).toBe('Reading things for the first time');
    await site.equal();
    expect(site.lease.store.size).toBe(1_200);
    expect(site.states).toEqual(['connecting', 'live']);
    const lists = site.server.requests.filter(({ verb }) => verb === 'list');
    expect(lists.map(({ query }) => query.get('limit'))).toEqual(['500', '500', '500']);
  });

  it('starts over in one page when a continue token has expired', async () => {
    const site = await openSite((server) => {
      for (let i = 0; i < 700; i += 1) server.put(`thing-${i}`);
    });
    // The second page finds the past forgotten.
    await until(() => site.server.requests.length === 1);
    site.server.compact();
    site.server.put('late');
    await site.equal();
    const lists = site.server.requests.filter(({ verb }) => verb === 'list');
    expect(lists.map(({ query }) => [query.get('limit'), query.has('continue')])).toEqual([['500', false], ['500', true], [null, false]]);
    expect(site.lease.store.size).toBe(701);
  });

  it('stays connecting with the cause while the server fails, and becomes live when it recovers', async () => {
    const site = await openSite((server) => {
      server.put('a');
      server.fail('list', { status: 500, reason: 'InternalError' });
    });
    await until(() => site.clock.waitsFor(firstBackoff));
    expect(reasonOf(site)).toContain('InternalError');
    site.clock.advance(firstBackoff);
    await site.equal();
    expect(site.states).toEqual(['connecting', 'live']);
  });

  it('gives apiVersion and kind to items, which lists leave out', async () => {
    const site = await openSite((server) => server.put('a'));
    await site.equal();
    expect(site.lease.store.byName('here', 'a')).toMatchObject({ apiVersion: 'v1', kind: 'Thing' });
  });
});

describe('a watch', () => {
  it('resumes from the version of the list, with bookmarks and a time limit', async () => {
    const site = await openSite((server) => server.put('a'));
    await site.equal();
    const query = site.server.requests.find(({ verb }) => verb === 'watch')?.query;
    expect(query?.get('allowWatchBookmarks')).toBe('true');
    expect(query?.get('resourceVersion')).toBe('101');
    expect(Number(query?.get('timeoutSeconds'))).toBeGreaterThanOrEqual(300);
    expect(Number(query?.get('timeoutSeconds'))).toBeLessThanOrEqual(600);
  });

  it('that the server ends in good order is opened again at once, still live', async () => {
    const site = await openSettledSite();
    site.server.end();
    await until(() => site.server.watching === 0);
    site.server.put('e');
    site.server.remove('a');
    await site.equal();
    expect(site.states).toEqual(['connecting', 'live']);
    expect(site.server.requests.filter(({ verb }) => verb === 'list')).toHaveLength(1);
  });

  it('that is cut is opened again before anybody is alarmed', async () => {
    const site = await openSettledSite();
    site.server.cut();
    await until(() => site.clock.waitsFor(firstBackoff));
    site.server.put('e');
    site.clock.advance(firstBackoff);
    await site.equal();
    expect(site.states).toEqual(['connecting', 'live']);
  });

  it('that is cut again and again backs off and says stale', async () => {
    const site = await openSettledSite();
    for (const wait of [500, 1_000, 2_000, 4_000]) {
      site.server.cut();
      await until(() => site.clock.waitsFor(wait));
      site.clock.advance(wait);
      await until(() => site.server.watching === 1);
      await site.equal();
    }
    site.server.put('e');
    await site.equal();
    expect(site.states).toEqual(['connecting', 'live', 'stale', 'live', 'stale', 'live', 'stale', 'live']);
  });

  it('that ends at once every time does not become a tight loop', async () => {
    const site = await openSettledSite();
    site.server.end();
    await until(() => watchesOf(site) === 2 && site.server.watching === 1);
    site.server.end();
    await until(() => site.clock.waitsFor(500));
    site.clock.advance(500);
    await until(() => watchesOf(site) === 3 && site.server.watching === 1);
    site.server.end();
    await site.is('stale');
    expect(reasonOf(site)).toContain('closes the watch of things at once');
  });

  it.each(['status', 'event'] as const)('whose version is too old (410 as %s) is replaced by a new list', async (how) => {
    const site = await openSettledSite();
    const kept = site.lease.store.byName('here', 'b');
    site.server.mute();
    site.server.put('b2');
    site.server.remove('a');
    site.server.compact(how);
    site.lease.recheck();
    await until(() => site.clock.waitsFor(firstBackoff));
    expect(reasonOf(site)).toBe('Changes to things were missed; reading all of them again');
    site.clock.advance(firstBackoff);
    await site.equal();
    site.clock.advance(timing.batch);
    expect(site.states).toEqual(['connecting', 'live', 'stale', 'live']);
    expect(site.changes.flatMap(({ upserted }) => upserted.map(({ metadata }) => metadata.name))).toEqual(['b2']);
    expect(site.changes.flatMap(({ removed }) => removed.map(({ metadata }) => metadata.name))).toEqual(['a']);
    // What is equal is not even replaced.
    expect(site.lease.store.byName('here', 'b')).toBe(kept);
  });

  it('that is called too old right after every list backs off instead of listing for ever', async () => {
    const site = await openSite((server) => {
      server.put('a');
      server.fail('watch', ...Array.from({ length: 3 }, () => ({ status: 410, reason: 'Expired' })));
    });
    for (const wait of [500, 1_000, 2_000]) {
      await until(() => site.clock.waitsFor(wait));
      site.clock.advance(wait);
    }
    await site.equal();
    expect(site.server.requests.filter(({ verb }) => verb === 'list')).toHaveLength(4);
  });

  it('resumes from the last bookmark', async () => {
    const site = await openSettledSite();
    await site.server.send(event('ADDED', 'marker', '777') + event('BOOKMARK', '', '778') + event('BOOKMARK', '', ''));
    await until(() => site.lease.store.get('uid-marker') !== undefined);
    site.lease.recheck();
    await until(() => watchesOf(site) === 2);
    expect(site.server.requests.at(-1)?.query.get('resourceVersion')).toBe('778');
  });

  it('is not confused by a bookmark older than what it has seen', async () => {
    const site = await openSettledSite();
    site.server.put('e');
    site.server.remove('a');
    site.server.bookmark('101');
    site.server.end();
    await until(() => watchesOf(site) === 2);
    expect(site.server.requests.at(-1)?.query.get('resourceVersion')).toBe('101');
    site.server.put('f');
    await site.equal();
    expect(namesOf(site)).toEqual(['b', 'c', 'd', 'e', 'f']);
  });

  it('takes a change of an unknown object as a new one, and ignores the end of an unknown one', async () => {
    const site = await openSettledSite();
    await site.server.send(event('DELETED', 'ghost', '900'), event('MODIFIED', 'stranger', '901'));
    await until(() => site.lease.store.get('uid-stranger') !== undefined);
    expect(site.lease.store.get('uid-ghost')).toBeUndefined();
    expect(site.lease.freshness.state).toBe('live');
  });

  it('puts characters together that were split between chunks', async () => {
    const site = await openSettledSite();
    const name = '舵手-⎈-𝛑';
    const bytes = new TextEncoder().encode(event('ADDED', name, '901'));
    await site.server.send(...Array.from(bytes, (byte) => Uint8Array.of(byte)));
    await until(() => site.lease.store.size === 5);
    expect(site.lease.store.get(`uid-${name}`)?.metadata.name).toBe(name);
  });

  it('with a line that cannot be read lists again, since what it said is lost', async () => {
    const site = await openSettledSite();
    await site.server.send('<html>502 Bad Gateway</html>\n');
    await until(() => site.clock.waitsFor(firstBackoff));
    site.server.put('e');
    site.clock.advance(firstBackoff);
    await site.equal();
    expect(site.server.requests.filter(({ verb }) => verb === 'list')).toHaveLength(2);
  });

  it('with an ERROR event in a 200 answer tries again with its message', async () => {
    const site = await openSettledSite();
    const error = `${JSON.stringify({ type: 'ERROR', object: { kind: 'Status', code: 500, reason: 'InternalError', message: 'etcd is sad' } })}\n`;
    for (const wait of [500, 1_000]) {
      await site.server.send(error);
      await until(() => site.clock.waitsFor(wait));
      if (wait === 1_000) expect(reasonOf(site)).toContain('etcd is sad');
      site.clock.advance(wait);
      await until(() => watchesOf(site) === (wait === 500 ? 2 : 3) && site.server.watching === 1);
    }
    site.server.put('e');
    await site.equal();
    expect(site.states).toEqual(['connecting', 'live', 'stale', 'live']);
  });
});

describe('silence', () => {
  it('makes a new watch, which brings what a half-open socket has swallowed', async () => {
    const site = await openSettledSite();
    site.server.mute();
    site.server.put('e');
    site.clock.advance(timing.silence);
    await site.equal();
    expect(namesOf(site)).toContain('e');
    expect(site.states).toEqual(['connecting', 'live']);
  });

  it('is not suspected while bookmarks come', async () => {
    const site = await openSettledSite();
    for (let minute = 0; minute < 4; minute += 1) {
      site.clock.advance(60_000);
      site.server.bookmark();
      await site.server.send('\n');
      site.server.put(`minute-${minute}`);
      await site.equal();
    }
    expect(watchesOf(site)).toBe(1);
  });

  it('of a server that takes connections and never answers is stale since the last byte', async () => {
    const site = await openSettledSite();
    const lastByte = site.clock.now() - timing.batch;
    site.server.mute();
    site.server.fail('watch', 'hang');
    site.clock.advance(timing.silence);
    await until(() => watchesOf(site) === 2);
    site.clock.advance(timing.opening);
    await site.is('stale');
    expect(site.lease.freshness.since).toBe(lastByte);
    expect(reasonOf(site)).toContain('does not answer');
    site.clock.advance(timing.backoffFirst);
    await site.equal();
  });
});

describe('a server that refuses', () => {
  it('is stale while it is down and comes back by itself', async () => {
    const site = await openSettledSite();
    await site.server.stop();
    await until(() => site.clock.waitsFor(500));
    site.clock.advance(500);
    await site.is('stale');
    for (const wait of [1_000, 2_000, 4_000, 8_000, 16_000, 30_000, 30_000]) {
      await until(() => site.clock.waitsFor(wait));
      site.clock.advance(wait);
      expect(site.lease.freshness.state).toBe('stale');
    }
    await until(() => site.clock.waitsFor(30_000));
    site.server.put('e');
    site.server.remove('b');
    await site.server.start();
    site.clock.advance(30_000);
    await site.equal();
    expect(site.states).toEqual(['connecting', 'live', 'stale', 'live']);
  });

  it('with 401 once is asked again with a new credential, unnoticed', async () => {
    const site = await openSettledSite();
    site.server.fail('watch', { status: 401 });
    site.server.end();
    await until(() => site.refreshes() === 1);
    site.server.put('e');
    await site.equal();
    expect(site.states).toEqual(['connecting', 'live']);
  });

  it('with 401 after the refresh too is stale with the reason, and tried again', async () => {
    const site = await openSettledSite();
    site.server.fail('watch', { status: 401, reason: 'Unauthorized' }, { status: 401, reason: 'Unauthorized' });
    site.server.end();
    await site.is('stale');
    expect(reasonOf(site)).toContain('Unauthorized');
    site.clock.advance(firstBackoff);
    await site.equal();
  });

  it('with 403 is denied, ready, and looked at again each minute or so', async () => {
    const site = await openSite((server) => {
      server.put('a');
      server.fail('list', { status: 403, reason: 'Forbidden' });
    });
    await site.lease.ready(new AbortController().signal);
    expect(site.lease.freshness.state).toBe('denied');
    expect(reasonOf(site)).toBe('You may not read things: the server says Forbidden');
    expect(site.clock.waitsFor(75_000)).toBe(true);
    site.clock.advance(75_000);
    await site.equal();
    expect(site.states).toEqual(['connecting', 'denied', 'live']);
  });

  it('with 403 for the watch only keeps the data and reads it again from time to time', async () => {
    const site = await openSite((server) => {
      server.put('a');
      server.fail('watch', { status: 403, reason: 'Forbidden' }, { status: 403, reason: 'Forbidden' });
    });
    await site.is('denied');
    expect(namesOf(site)).toEqual(['a']);
    site.server.put('b');
    site.clock.advance(75_000);
    await until(() => site.lease.store.size === 2);
    expect(site.states).toEqual(['connecting', 'denied']);
  });

  it('with 403 where it allowed before is asked again soon: a starting server says so for a moment', async () => {
    const site = await openSettledSite();
    site.server.fail('watch', { status: 403, reason: 'Forbidden' });
    site.server.end();
    await site.is('denied');
    expect(namesOf(site)).toEqual(['a', 'b', 'c', 'd']);
    site.clock.advance(firstBackoff);
    await site.equal();
  });

  it('with 404 for the kind is denied with the kind named', async () => {
    const site = await openSite((server) => server.fail('list', { status: 404 }));
    await site.is('denied');
    expect(reasonOf(site)).toBe(`${site.server.url} does not serve things in v1`);
  });

  it('with 429 is asked not before it wants to be', async () => {
    const site = await openSettledSite();
    site.server.fail('watch', { status: 429, reason: 'TooManyRequests', headers: { 'retry-after': '7' } });
    site.server.end();
    await site.is('stale');
    expect(site.clock.waitsFor(7_000)).toBe(true);
    site.clock.advance(7_000);
    await site.equal();
  });

  it('with a list that is none is an unreadable answer', async () => {
    const site = await openSite((server) => server.fail('list', { status: 200 }));
    await until(() => reasonOf(site)?.includes('cannot be read') ?? false);
    site.clock.advance(firstBackoff);
    await site.equal();
  });
});

describe('looking again', () => {
  it('drops the back-off', async () => {
    const site = await openSettledSite();
    await site.server.stop();
    for (const wait of [500, 1_000, 2_000, 4_000]) {
      await until(() => site.clock.waitsFor(wait));
      site.clock.advance(wait);
    }
    await until(() => site.clock.waitsFor(8_000));
    await site.server.start();
    site.server.put('e');
    site.caches.recheckAll();
    await site.equal();
  });

  it('after sleep doubts what was live until the server has answered', async () => {
    const site = await openSettledSite();
    const lastByte = site.clock.now() - timing.batch;
    site.server.mute();
    site.server.put('e');
    site.caches.recheckAll();
    expect(site.lease.freshness).toMatchObject({ state: 'stale', since: lastByte });
    await site.equal();
    expect(site.states).toEqual(['connecting', 'live', 'stale', 'live']);
  });

  it('may be asked at any time without two watches coming of it', async () => {
    const site = await openSettledSite();
    for (let i = 0; i < 5; i += 1) site.lease.recheck();
    await site.equal();
    site.lease.recheck();
    await site.equal();
    await until(() => site.server.watching === 1);
    expect(site.defects).toEqual([]);
  });
});
