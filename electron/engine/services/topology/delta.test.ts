import { describe, expect, it } from 'vitest';
import type { TopologyNode } from '@shared/model/topology';
import { sentence } from '@shared/sentences/sentence';
import { emptyTopology } from './build';
import { createDiffer } from './delta';

const node = (id: string, facts: string[] = []): TopologyNode => ({
  id, kind: 'Deployment', apiVersion: 'apps/v1', name: id, layer: 'workload', groupId: 'g', status: { word: 'stopped', cause: sentence('status.stopped') }, facts, pods: [], replicas: null,
});
const group = { id: 'g', name: 'g', source: 'connected' } as const;
const link = { id: 'uses:a>b', from: 'a', to: 'b', kind: 'uses' } as const;

describe('delta', () => {
  it('is everything at first, then only what differs, then nothing', () => {
    const differ = createDiffer();
    expect(differ.next({ nodes: [node('a'), node('b')], edges: [link], groups: [group] })).toMatchObject({ nodes: [{ id: 'a' }, { id: 'b' }], edges: [link], groups: [group], removedNodes: [] });
    const changed = { nodes: [node('a'), node('c', ['v2'])], edges: [], groups: [group] };
    expect(differ.next(changed)).toEqual({ nodes: [node('c', ['v2'])], edges: [], groups: [], removedNodes: ['b'], removedEdges: [link.id], removedGroups: [] });
    expect(differ.next(structuredClone(changed))).toBeNull();
    expect(differ.next(emptyTopology)).toMatchObject({ removedNodes: ['a', 'c'], removedGroups: ['g'] });
  });
});
