import { describe, expect, it } from 'vitest';
import type { KubeObject } from '../objects/meta';
import type { Node, Pod } from '../objects/workloads';
import { kindNamed } from '../store/kinds';
import { createDrivenSite, type DrivenSite } from '../testing/drivenSite';

const uuid = 'apps/uuid:v1.0.0.0';
const change = (driven: DrivenSite, name: string, spec: object) => {
  const kind = kindNamed('Node');
  driven.site.writes.update(kind, { ...driven.get<KubeObject>('Node', name), spec: { ...driven.get<Node>('Node', name).spec, ...spec } }, { manager: 'test', operation: 'Update' });
};

describe('the scheduler', () => {
  it('says of each node why it does not fit, and whether making room would help', () => {
    const driven = createDrivenSite();
    change(driven, 'wheelhouse-node-1', { unschedulable: true });
    driven.pod('huge', uuid, { resources: { requests: { cpu: '100' } } });
    driven.play(1);
    expect(driven.told('huge').join()).toContain('FailedScheduling 0/2 nodes are available: 1 Insufficient cpu, 1 node(s) were unschedulable. preemption: 0/2 nodes are available: 2 Preemption is not helpful for scheduling.');
  });

  it('fills nodes no further than they allow, and goes on when room comes', () => {
    const driven = createDrivenSite();
    for (const name of ['a', 'b', 'c']) driven.pod(name, uuid, { resources: { requests: { cpu: '2500m' } } });
    driven.play(5);
    const waiting = driven.list<Pod>('Pod').filter(({ spec }) => !spec.nodeName).map(({ metadata }) => metadata.name);
    expect(waiting).toEqual(['c']);
    expect(driven.told('c').join()).toContain('2 Insufficient cpu. preemption: 0/2 nodes are available: 2 No preemption victims found for incoming pod.');
    driven.site.deletes.remove(kindNamed('Pod'), 't', 'a');
    driven.play(5);
    expect(driven.get<Pod>('Pod', 'c').spec.nodeName).toBeDefined();
  });

  it('respects cordons, taints, selectors and anti-affinity', () => {
    const driven = createDrivenSite();
    const labels = { app: 'apart' };
    change(driven, 'wheelhouse-node-1', { unschedulable: true });
    driven.pod('away', uuid);
    driven.pod('picky', uuid, {}, { nodeSelector: { disk: 'ssd' } });
    driven.play(2);
    expect(driven.get<Pod>('Pod', 'away').spec.nodeName).toBe('wheelhouse-node-2');
    expect(driven.told('picky').join()).toContain("1 node(s) didn't match Pod's node affinity/selector, 1 node(s) were unschedulable");
    expect(driven.get<Node>('Node', 'wheelhouse-node-1').spec.taints?.[0]).toMatchObject({ key: 'node.kubernetes.io/unschedulable', effect: 'NoSchedule' });

    change(driven, 'wheelhouse-node-1', { unschedulable: false });
    change(driven, 'wheelhouse-node-2', { taints: [{ key: 'dedicated', value: 'gpu', effect: 'NoSchedule' }] });
    const podAntiAffinity = { requiredDuringSchedulingIgnoredDuringExecution: [{ labelSelector: { matchLabels: labels }, topologyKey: 'kubernetes.io/hostname' }] };
    for (const name of ['first', 'second']) driven.create({ kind: 'Pod', metadata: { name, labels }, spec: { affinity: { podAntiAffinity }, containers: [{ name: 'c', image: '127.0.0.1:5480/apps/uuid:v1.0.0.0' }] } });
    driven.play(2);
    expect(driven.get<Node>('Node', 'wheelhouse-node-1').spec.taints).toBeUndefined();
    expect(driven.get<Pod>('Pod', 'first').spec.nodeName).toBe('wheelhouse-node-1');
    expect(driven.told('second').join()).toContain("1 node(s) didn't match pod anti-affinity rules, 1 node(s) had untolerated taint {dedicated: gpu}");
  });
});

describe('nodes', () => {
  it('renew their leases and report conditions and images', () => {
    const driven = createDrivenSite();
    driven.pod('web', uuid);
    driven.play(20);
    const lease = () => (driven.site.store.get(kindNamed('Lease'), 'kube-node-lease', 'wheelhouse-node-1')?.['spec'] as { renewTime: string }).renewTime;
    const before = lease();
    driven.play(20);
    expect(Date.parse(lease()) - Date.parse(before)).toBe(20_000);
    driven.play(600);
    const { status } = driven.get<Node>('Node', driven.get<Pod>('Pod', 'web').spec.nodeName ?? '');
    expect(status.conditions?.map(({ type, status: is }) => `${type}=${is}`)).toEqual(['MemoryPressure=False', 'DiskPressure=False', 'PIDPressure=False', 'Ready=True']);
    expect(status.images?.[0]?.names).toContain('127.0.0.1:5480/apps/uuid:v1.0.0.0');
  });
});
