import { readFile } from 'node:fs/promises';
import { afterAll, beforeAll, beforeEach, describe, expect, it, onTestFinished } from 'vitest';
import { parse } from 'yaml';
import type { CacheLease, Resource } from '@electron/engine/kube/types';
import { clientOf } from '@electron/engine/kube/testing/client';
import { createCaches } from '@electron/engine/kube/watch';
import { createManualClock, type ManualClock } from '@electron/engine/kube/watch/testing/manualClock';
import { timing } from '@electron/engine/kube/watch/timing';
import type { ControlClient } from './client';
import { startControlled, until, type Controlled } from './testing/controlled';

const pods: Resource = { group: '', version: 'v1', apiVersion: 'v1', kind: 'Pod', plural: 'pods', namespaced: true, verbs: ['list', 'watch'] };

interface Kubeconfig {
  clusters: [{ cluster: object }];
  users: [{ user: object }];
}

/** The engine's own watch of all pods, while they change and the server fails. */
interface Reader {
  readonly lease: CacheLease;
  readonly clock: ManualClock;
  readonly defects: unknown[];
  isStale(): boolean;
  /** Waits until it is live and holds the truth, object by object. */
  equal(): Promise<void>;
}

describe('the reflector of the engine against the demo site', () => {
  let site: Controlled;
  let control: ControlClient;
  let kubeconfig: Kubeconfig;
  beforeAll(async () => {
    site = await startControlled();
    ({ control } = site);
    kubeconfig = parse(await readFile(site.running.kubeconfig, 'utf8')) as Kubeconfig;
    // Three pages.
    await control.call('load.create', { pods: 1_200, deployments: 40, namespaces: 5, nodes: 4, events: 0 });
  });
  afterAll(() => site.close());
  beforeEach(() => site.calm());

  const open = async (): Promise<Reader> => {
    const client = await clientOf(kubeconfig.clusters[0].cluster, kubeconfig.users[0].user);
    const clock = createManualClock();
    const defects: unknown[] = [];
    const caches = createCaches({ clock, onDefect: (error) => defects.push(error) });
    onTestFinished(() => caches.dispose());
    const lease = caches.lease(client, pods, null);
    /** Back-offs are waited out ten times as fast as the wall: the server's answers take wall time. */
    const isEqual = async () => {
      clock.advance(50);
      if (lease.freshness.state !== 'live') return false;
      const { versions } = await control.digest({ resource: 'pods' });
      const held = [...lease.store.all()];
      return held.length === versions.size && held.every(({ metadata }) => versions.get(metadata.uid) === metadata.resourceVersion);
    };
    return { lease, clock, defects, isStale: () => lease.freshness.state !== 'live', equal: () => until(isEqual) };
  };

  /** Begins to change pods; returns when it has. */
  const churn = async () => {
    await control.call('load.churn', { perSecond: 500, events: 0 });
    await until(async () => (await control.call('load.state', {})).changes > 0);
  };
  const watching = () => until(async () => (await control.call('report', {})).watches.some(({ resource }) => resource === 'pods'));
  const served = async (verb: string) => (await control.call('requests', {})).requests.filter((request) => request.verb === verb && request.resource === 'pods' && request.user === 'admin');
  const stale = (reader: Reader) =>
    until(() => {
      reader.clock.advance(50);
      return reader.isStale();
    });
  /** The one that was open is counted still. */
  const watchedAgain = (reader: Reader) =>
    until(async () => {
      reader.clock.advance(50);
      return (await served('watch')).length > 1;
    });

  /** What goes wrong while pods change, and how it ends. */
  const nights: [name: string, happen: (reader: Reader) => Promise<void>, lists: number][] = [
    ['every watch is cut by RST', async () => void (await control.fault({ type: 'cut', how: 'reset' })), 0],
    ['every watch ends in good order', async () => void (await control.fault({ type: 'cut', how: 'end' })), 0],
    [
      'the watch is half open',
      async (reader) => {
        await control.fault({ type: 'halfOpen', scope: { verbs: ['watch'] } });
        await control.clear();
        reader.clock.advance(timing.silence);
      },
      0,
    ],
    [
      'versions are too old',
      async (reader) => {
        await control.fault({ type: 'gone', count: 1 });
        await control.fault({ type: 'cut' });
        await stale(reader);
      },
      3,
    ],
    [
      'the past is compacted away while nobody watches',
      async (reader) => {
        await control.fault({ type: 'refuse' });
        await stale(reader);
        await control.call('store.compact', {});
        await control.clear();
      },
      3,
    ],
    ['there is an ERROR event in the stream', async () => void (await control.fault({ type: 'errorEvent', code: 500 })), 0],
    [
      'the server has too much to do',
      async (reader) => {
        await control.fault({ type: 'error', code: 429, retryAfterSeconds: 1, count: 2 });
        await control.fault({ type: 'cut' });
        await stale(reader);
      },
      0,
    ],
    [
      'the server says 401 for a while',
      async (reader) => {
        await control.fault({ type: 'unauthorized', scope: { verbs: ['watch'] } });
        await control.fault({ type: 'cut' });
        await stale(reader);
        await control.clear();
      },
      0,
    ],
    [
      'the port is closed for a while',
      async (reader) => {
        await control.fault({ type: 'refuse' });
        await stale(reader);
        await control.clear();
      },
      0,
    ],
    [
      'everything is said twice, and bookmarks go back and forth',
      async () => {
        await control.fault({ type: 'duplicateEvents' });
        await control.fault({ type: 'bookmarks', mode: 'outOfOrder', everyMs: 10, behind: 30 });
        await control.fault({ type: 'cut' });
      },
      0,
    ],
    ['answers come late and trickle', async () => {
      await control.fault({ type: 'latency', ms: 20, jitterMs: 20, chunkMs: 5 });
      await control.fault({ type: 'slow', bytesPerSecond: 2_000_000 });
      await control.fault({ type: 'cut' });
    }, 0],
  ];

  it.each(nights)('holds the truth again after: %s', async (_name, happen, lists) => {
    const reader = await open();
    await reader.equal();
    await watching();
    // Long enough for the watch to count as one that went well.
    reader.clock.advance(timing.settled);
    await control.call('report', { reset: true });
    await churn();
    await happen(reader);
    await watchedAgain(reader);
    await control.call('load.stop', {});
    await reader.equal();
    expect(await served('list')).toHaveLength(lists);
    expect(reader.defects).toEqual([]);
  });

  const beginnings: [name: string, happen: () => Promise<unknown>, codes: (number | null)[]][] = [
    ['a continue token expires', () => control.fault({ type: 'gone', count: 1, scope: { verbs: ['list'] } }), [200, 410, 200]],
    ['a page is cut in the middle', () => control.fault({ type: 'truncate', afterBytes: 50_000, how: 'reset', count: 1, scope: { path: 'continue=' } }), [200, 200, 200, 200, 200]],
    ['a page is cut in its JSON in good order', () => control.fault({ type: 'truncate', afterBytes: 50_000, how: 'end', count: 1 }), [200, 200, 200, 200]],
    ['the first list fails', () => control.fault({ type: 'error', code: 503, count: 1 }), [503, 200, 200, 200]],
  ];

  it.each(beginnings)('holds the truth even if, while it reads everything, %s', async (_name, happen, codes) => {
    await happen();
    await churn();
    const reader = await open();
    await until(() => {
      reader.clock.advance(50);
      return !reader.isStale();
    });
    await control.call('load.stop', {});
    await reader.equal();
    expect((await served('list')).map(({ code }) => code)).toEqual(codes);
    expect(reader.defects).toEqual([]);
  });
});
