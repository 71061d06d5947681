import type { Interception } from '../http/interception';
import { createRandom } from '../random/random';
import type { User } from '../rbac/authorizer';
import type { Site } from '../site';
import { findResource, kindsOf } from './collections';
import type { ControlAddress } from './client';
import { digestLines } from './digest';
import { openEndpoint, Refusal, type Handlers } from './endpoint';
import { createFaults, type ActiveFault } from './faults/registry';
import { createSiteFaults, type SiteFaults } from './faults/siteFaults';
import { createLoad, type Load } from './load/load';
import { createStatistics } from './statistics';
import { rotate } from './tokens';
import type { DrivenClock } from '../time/clock';

/** What control needs of a site. */
export interface ControlledSite {
  readonly site: Site & { clock: DrivenClock };
  /** Users by their tokens; changed by rotation. */
  readonly tokens: Map<string, User>;
}

/** The switches of a demo for tests: faults, clock, load and reports over an endpoint on loopback. */
export interface Control {
  /** Puts a site under control before its API server listens. */
  take(name: string, controlled: ControlledSite): Interception;
  /** Opens the endpoint. */
  open(): Promise<ControlAddress>;
  close(): Promise<void>;
}

interface Taken extends ControlledSite {
  name: string;
  siteFaults: SiteFaults;
  load: Load;
}

export function createControl(seed: number): Control {
  const random = createRandom(seed);
  const faults = createFaults(random);
  const statistics = createStatistics();
  const taken: Taken[] = [];
  let close = async (): Promise<void> => undefined;

  /** The sites that a command is about: the named one, or all. */
  const named = (name: string | undefined): Taken[] => {
    const found = taken.filter((site) => name === undefined || site.name === name);
    if (found.length === 0) throw new Refusal(`There is no site "${name}"; there are ${taken.map((site) => site.name).join(', ')}.`);
    return found;
  };
  /** Without a name the first one. */
  const one = (name: string | undefined): Taken => named(name)[0] as Taken;
  const settled = async () => {
    await Promise.all(taken.map(({ siteFaults }) => siteFaults.settled()));
  };
  const shown = ({ id, fault, struck, left }: ActiveFault) => ({ id, fault, struck, left });

  const handlers: Handlers = {
    async 'faults.add'(fault) {
      named(fault.scope.site);
      const active = faults.add(fault);
      await settled();
      return shown(active);
    },
    async 'faults.clear'({ id }) {
      const cleared = faults.clear(id);
      await settled();
      return { cleared };
    },
    'faults.list': () => ({ faults: faults.list().map(shown) }),
    'token.rotate': ({ site, user, revokeOnly }) => ({ token: rotate(one(site).tokens, user, revokeOnly) }),
    'store.compact'({ site }) {
      const { store } = one(site).site;
      store.compact();
      return { revision: store.revision };
    },
    clock({ site, speed, paused, advanceMs }) {
      const clocks = named(site).map(({ name, site: { clock } }) => {
        if (speed !== undefined) clock.setSpeed(speed);
        if (paused === true) clock.pause();
        if (advanceMs !== undefined) clock.advance(advanceMs);
        if (paused === false) clock.resume();
        return { site: name, now: clock.now(), elapsedMs: clock.elapsedMs(), speed: clock.speed, paused: clock.isPaused };
      });
      return { clocks };
    },
    'load.create': ({ site, ...wanted }) => one(site).load.create(wanted),
    'load.churn': ({ site, ...churn }) => one(site).load.churn(churn),
    'load.state': ({ site }) => one(site).load.state(),
    'load.stop': ({ site }) => one(site).load.stop(),
    'load.clear': ({ site }) => one(site).load.clear(),
    report({ reset }) {
      const requests = statistics.counts();
      const open = statistics.open().filter(({ verb }) => verb === 'watch');
      const { rss, heapUsed } = process.memoryUsage();
      const report = {
        sites: taken.map(({ name, site: { kinds, store } }) => ({ site: name, revision: store.revision, objects: kindsOf(kinds, store) })),
        requests,
        watches: open.map(({ site, resource, namespace, user }) => ({ site, resource, namespace, user })),
        bytesSent: requests.reduce((sum, { bytes }) => sum + bytes, 0),
        memory: { rssBytes: rss, heapUsedBytes: heapUsed },
      };
      if (reset) statistics.reset();
      return report;
    },
    requests: ({ since }) => ({ requests: statistics.requests(since) }),
  };

  return {
    take(name, controlled) {
      const { store, clock } = controlled.site;
      const siteFaults = createSiteFaults({ site: name, faults, statistics, random, revision: () => store.revision, now: clock.now });
      taken.push({ ...controlled, name, siteFaults, load: createLoad(name, controlled.site) });
      return siteFaults;
    },
    async open() {
      const endpoint = await openEndpoint(handlers, ({ site, resource, namespace }) => {
        const { kinds, store } = one(site).site;
        return digestLines(store, findResource(kinds, resource), namespace);
      });
      close = endpoint.close;
      return { url: endpoint.url, token: endpoint.token };
    },
    async close() {
      faults.stop();
      for (const { load } of taken) load.stop();
      await close();
    },
  };
}
