import { describe, expect, it } from 'vitest';
import { sentence } from '@shared/sentences/sentence';
import type { TopologyDelta, TopologyNode } from '@shared/model/topology';
import { applyDelta, visibleIds } from './graph';

const node = (id: string, word: TopologyNode['status']['word'] = 'running'): TopologyNode => ({
  id,
  kind: 'Deployment',
  apiVersion: 'apps/v1',
  name: id,
  layer: 'workload',
  groupId: 'g',
  status: { word, cause: sentence('status.ready', { ready: 1, desired: 1 }) },
  facts: [],
  pods: [],
  replicas: null,
});
const delta = (part: Partial<TopologyDelta>): TopologyDelta => ({
  nodes: [],
  edges: [],
  groups: [],
  removedNodes: [],
  removedEdges: [],
  removedGroups: [],
  freshness: { state: 'live', since: 0, reason: null },
  denied: [],
  ...part,
});

describe('the topology graph', () => {
  it('is what its deltas add up to, and keeps the identity of what none touched', () => {
    const first = applyDelta(undefined, delta({ nodes: [node('a'), node('b')], groups: [{ id: 'g', name: 'g', source: 'label' }] }));
    const second = applyDelta(first, delta({ nodes: [node('c')], removedNodes: ['a'] }));
    expect([...second.nodes.keys()]).toEqual(['b', 'c']);
    expect(second.nodes.get('b')).toBe(first.nodes.get('b'));
    expect(second.groups).toBe(first.groups);
  });

  it('shows what matches together with its neighbours', () => {
    const graph = applyDelta(undefined, delta({ nodes: [node('web'), node('db', 'abnormal'), node('cache')], edges: [{ id: 'e', from: 'web', to: 'db', kind: 'uses' }] }));
    expect([...visibleIds(graph, { text: '', unhealthyOnly: true })].sort()).toEqual(['db', 'web']);
    expect([...visibleIds(graph, { text: 'CACHE', unhealthyOnly: false })]).toEqual(['cache']);
    expect(visibleIds(graph, { text: ' ', unhealthyOnly: false }).size).toBe(3);
  });
});
