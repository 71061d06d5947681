import { describe, expect, it } from 'vitest';
import type { KubeRequest } from '@electron/engine/kube/types';
import { createPlainClient } from './testing/plainClient';
import { until } from './testing/manualClock';
import { openSettledSite, openSite, things, type Site } from './testing/site';
import { timing } from './timing';

const leaseAgain = ({ caches, server }: Site) => caches.lease(createPlainClient({ server: server.url }), things, 'here');

describe('leases', () => {
  it('of one kind, namespace and connection share one watch, and of another do not', async () => {
    const site = await openSettledSite();
    const second = leaseAgain(site);
    await site.equal();
    expect(second.store).toBe(site.lease.store);
    expect(site.server.requests.filter(({ verb }) => verb === 'list')).toHaveLength(1);
    site.caches.lease(createPlainClient({ server: site.server.url, contextId: 'another' }), things, 'here');
    site.caches.lease(createPlainClient({ server: site.server.url }), things, null);
    await until(() => site.server.requests.filter(({ verb }) => verb === 'list').length === 3);
    expect(site.server.requests.map(({ path }) => path)).toContain('/api/v1/things');
  });

  it('keep the cache for 30 s after the last one', async () => {
    const site = await openSettledSite();
    site.lease.release();
    site.lease.release();
    site.clock.advance(timing.grace - 1);
    const second = leaseAgain(site);
    expect(second.store.size).toBe(4);
    site.clock.advance(timing.grace);
    await until(() => site.server.watching === 1);
    second.release();
    site.clock.advance(timing.grace);
    await until(() => site.server.watching === 0);
    expect(site.clock.pending).toBe(0);
  });

  it('go on with the newer client of a connection whose kubeconfig changed', async () => {
    const site = await openSettledSite();
    let asked = 0;
    const client = createPlainClient({ server: site.server.url });
    const renewed = { ...client, stream: (request: KubeRequest) => ((asked += 1), client.stream(request)) };
    const second = site.caches.lease(renewed, things, 'here');
    await until(() => asked === 1);
    site.server.put('e');
    await site.equal();
    expect(second.freshness.state).toBe('live');
  });

  it('end all watches when the caches are disposed of', async () => {
    const site = await openSettledSite();
    site.caches.dispose();
    await until(() => site.server.watching === 0);
    site.lease.release();
    expect(site.clock.pending).toBe(0);
  });

  it('are ready when the first list is complete, or reject on the signal', async () => {
    const site = await openSite((server) => {
      server.put('a');
      server.fail('list', 'hang');
    });
    const leaving = new AbortController();
    const waiting = site.lease.ready(leaving.signal);
    leaving.abort();
    await expect(waiting).rejects.toMatchObject({ code: 'ABORTED' });
    await until(() => site.server.requests.length === 1);
    site.lease.recheck();
    await site.lease.ready(new AbortController().signal);
    expect(site.lease.store.size).toBe(1);
  });
});

describe('changes', () => {
  it('come in one batch 100 ms after the first, the last one of each object', async () => {
    const site = await openSettledSite();
    site.server.put('a');
    await site.equal();
    site.clock.advance(timing.batch - 1);
    const last = site.server.put('a');
    site.server.put('e');
    site.server.remove('b');
    await site.equal();
    expect(site.changes).toEqual([]);
    site.clock.advance(1);
    expect(site.changes).toHaveLength(1);
    const [{ upserted, removed } = { upserted: [], removed: [] }] = site.changes;
    expect(upserted.map(({ metadata }) => [metadata.name, metadata.resourceVersion])).toEqual([['a', last.metadata.resourceVersion], ['e', expect.any(String)]]);
    expect(removed.map(({ metadata }) => metadata.name)).toEqual(['b']);
  });

  it('cost nothing when nobody listens', async () => {
    const site = await openSettledSite();
    const second = leaseAgain(site);
    site.lease.release();
    await site.equal();
    const before = site.clock.pending;
    site.server.put('e');
    await site.equal();
    expect(site.clock.pending).toBe(before);
    expect(second.store.size).toBe(5);
    expect(site.changes).toEqual([]);
  });

  it('reach the others when one listener throws', async () => {
    const site = await openSettledSite();
    const heard: number[] = [];
    const bad = leaseAgain(site);
    bad.onChange(() => {
      throw new Error('defect');
    });
    const good = leaseAgain(site);
    good.onChange(({ upserted }) => heard.push(upserted.length));
    site.server.put('e');
    await site.equal();
    site.clock.advance(timing.batch);
    expect(heard).toEqual([1]);
    expect(site.defects).toEqual([new Error('defect')]);
  });
});

describe('caches of one server', () => {
  const leaseOther = (site: Site) => site.caches.lease(createPlainClient({ server: site.server.url }), things, 'there');

  it('learn from one another that it does not answer, and that it does again', async () => {
    const site = await openSettledSite();
    const other = leaseOther(site);
    await until(() => other.freshness.state === 'live');
    site.server.mute();
    // Every new watch hangs, as on a network that drops all packets.
    site.server.fail('watch', ...Array.from({ length: 2 }, () => 'hang' as const));
    const asked = site.server.requests.length;
    other.recheck();
    await until(() => site.server.requests.length === asked + 1);
    site.clock.advance(timing.opening);
    // Told by the other one, not by its own silence.
    await until(() => site.server.requests.length === asked + 2);
    expect(site.lease.freshness.state).toBe('live');
    site.clock.advance(timing.opening);
    await site.is('stale');
    site.server.put('e');
    other.recheck();
    await site.equal();
    await until(() => other.freshness.state === 'live');
  });

  it('do not disturb one another when one of them alone fails', async () => {
    const site = await openSettledSite();
    site.server.fail('list', { status: 500 });
    const other = leaseOther(site);
    await until(() => other.freshness.reason?.key === 'freshness.failed');
    expect(site.states).toEqual(['connecting', 'live']);
    expect(site.server.watching).toBe(1);
  });
});
