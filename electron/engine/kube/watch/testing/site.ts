import { onTestFinished } from 'vitest';
import type { Freshness } from '@shared/model/freshness';
import type { CacheLease, Caches, KubeObject, Resource, StoreChange } from '@electron/engine/kube/types';
import { createCaches } from '../caches';
import { startFaultyServer, type FaultyServer } from './faultyServer';
import { createManualClock, until, type ManualClock } from './manualClock';
import { timing } from '../timing';
import { createPlainClient } from './plainClient';

export const things: Resource = { group: '', version: 'v1', apiVersion: 'v1', kind: 'Thing', plural: 'things', namespaced: true, verbs: ['list', 'watch'] };

/** A server, caches that read it, and one lease that is looked at. */
export interface Site {
  server: FaultyServer;
  clock: ManualClock;
  caches: Caches;
  lease: CacheLease;
  /** States passed through since the lease was taken, the first included. */
  states: Freshness['state'][];
  changes: StoreChange[];
  defects: unknown[];
  /** How often the credential was refreshed. */
  refreshes(): number;
  /** Lets a resumed watch be believed and waits until the cache is live and holds what the server holds. */
  equal(): Promise<void>;
  is(state: Freshness['state']): Promise<void>;
}

/** What both sides agree on: every object by name and version. */
const gist = (objects: Iterable<KubeObject>): string =>
  JSON.stringify([...objects].map(({ metadata }) => `${metadata.name}@${metadata.resourceVersion}#${metadata.uid}`).sort());

export const openSite = async (prepare: (server: FaultyServer) => void = () => undefined): Promise<Site> => {
  const server = await startFaultyServer();
  const clock = createManualClock();
  const defects: unknown[] = [];
  const caches = createCaches({ clock, onDefect: (error) => defects.push(error) });
  onTestFinished(async () => {
    caches.dispose();
    await server.stop().catch(() => undefined);
  });
  prepare(server);
  let refreshes = 0;
  const lease = caches.lease(createPlainClient({ server: server.url, refresh: () => (refreshes += 1) }), things, 'here');
  const states: Freshness['state'][] = [lease.freshness.state];
  lease.onFreshness(({ state }) => {
    if (states.at(-1) !== state) states.push(state);
  });
  const changes: StoreChange[] = [];
  lease.onChange((change) => changes.push(change));
  const is = (state: Freshness['state']): Promise<void> => until(() => lease.freshness.state === state);
  return {
    server, clock, caches, lease, states, changes, defects, is,
    refreshes: () => refreshes,
    equal: () =>
      until(() => {
        if (clock.waitsFor(timing.belief)) clock.advance(timing.belief);
        return lease.freshness.state === 'live' && gist(lease.store.all()) === gist(server.objects.values());
      }),
  };
};

/** A site that has been live for some time, with three things. */
export const openSettledSite = async (): Promise<Site> => {
  const site = await openSite((server) => ['a', 'b', 'c'].forEach((name) => server.put(name)));
  await site.equal();
  await until(() => site.server.watching === 1);
  site.clock.advance(60_000);
  // A byte, so that the watch is not near its silence already.
  site.server.put('d');
  await site.equal();
  site.clock.advance(100);
  site.changes.length = 0;
  return site;
};
