import { describe, expect, it } from 'vitest';
import { createSite } from '../createSite';
import { builtInKinds } from '../store/kinds';
import { createImageSource } from '../testing/imageSource';
import { furnishCluster, nodeNames } from './cluster';
import { airgappedSite, type SiteSpec } from './sites';

const liveAt = Date.parse('2026-03-05T14:00:00Z');

/** All objects of a site as it goes live. */
function play(spec: SiteSpec, seed: number): string[] {
  const registry = `127.0.0.1:${spec.registryPort}`;
  const startAt = liveAt - spec.historyDays * 24 * 3600 * 1000;
  const site = createSite({ seed, startAt, liveAt, caCertificate: '', registry: createImageSource(registry, spec.repositories), nodes: nodeNames, heartbeats: true });
  furnishCluster(site);
  spec.play(site, registry);
  return builtInKinds.flatMap((kind) => site.store.list(kind)).map((object) => JSON.stringify(object));
}

describe('a site', () => {
  it('is the same from the same seed at the same time, down to names, uids and versions, and another from another', () => {
    const once = play(airgappedSite, 1);
    expect(once.length).toBeGreaterThan(50);
    expect(play(airgappedSite, 1)).toEqual(once);
    expect(play(airgappedSite, 2)).not.toEqual(once);
  });
});
