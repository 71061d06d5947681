import { nodeUsage, podUsage, type ContainerUsage } from '../load/podUsage';
import { parseQuantity } from '../load/quantity';
import type { Usage } from '../load/usage';
import type { Node, Pod } from '../objects/workloads';
import type { Site } from '../site';
import { kindNamed } from '../store/kinds';
import { timestamp } from '../time/clock';
import { noSuchResource, notFound } from './status';
import type { Address } from './target';

/** GET of what a node's kubelet answers through the API server: `/stats/summary`, `/healthz` and `/pods`. */
export function answerNodeProxy(site: Site, { name = '' }: Address, path: string): unknown {
  const kind = kindNamed('Node');
  const node = site.store.get(kind, undefined, name) as Node | undefined;
  if (!node) throw notFound(kind, name);
  const asked = path.split('/proxy')[1] ?? '';
  const pods = (site.store.list(kindNamed('Pod')) as Pod[]).filter(({ spec }) => spec.nodeName === name);
  if (asked === '/stats/summary') return { node: nodeStats(site, node, pods.length), pods: pods.flatMap((pod) => podStats(site, pod)) };
  if (asked === '/pods') return { kind: 'PodList', apiVersion: 'v1', metadata: {}, items: pods };
  throw noSuchResource();
}

const nano = (cores: number) => Math.round(cores * 1e9);

function cpuStats(time: string, { cpu }: Usage, ranMs: number) {
  return { time, usageNanoCores: nano(cpu), usageCoreNanoSeconds: Math.round((nano(cpu) * ranMs) / 1000) };
}

function memoryStats(time: string, { memoryBytes }: Usage, limit: number | undefined) {
  const workingSetBytes = Math.round(memoryBytes);
  return { time, ...(limit && { availableBytes: Math.max(0, Math.round(limit) - workingSetBytes) }), usageBytes: Math.round(memoryBytes * 1.08), workingSetBytes, rssBytes: Math.round(memoryBytes * 0.94), pageFaults: 0, majorPageFaults: 0 };
}

const disk = { capacityBytes: 62_725_623_808, inodes: 3_907_584, inodesFree: 3_541_207, inodesUsed: 366_377 };

function filesystem(time: string, usedBytes: number) {
  return { time, availableBytes: disk.capacityBytes - 21_474_836_480, ...disk, usedBytes };
}

/** Bytes that went over a network since it came up: a steady part of its age. */
function network(time: string, ranMs: number, bytesPerSecond: number) {
  const one = { name: 'eth0', rxBytes: Math.round((ranMs / 1000) * bytesPerSecond), rxErrors: 0, txBytes: Math.round((ranMs / 1000) * bytesPerSecond * 1.7), txErrors: 0 };
  return { time, ...one, interfaces: [one] };
}

function nodeStats(site: Site, node: Node, pods: number): unknown {
  const time = timestamp(site.clock.now());
  const ranMs = site.clock.now() - Date.parse(node.metadata.creationTimestamp);
  const usage = nodeUsage(site, node);
  return {
    nodeName: node.metadata.name,
    systemContainers: [],
    startTime: node.metadata.creationTimestamp,
    cpu: cpuStats(time, usage, ranMs),
    memory: memoryStats(time, usage, parseQuantity(node.status.capacity?.['memory'])),
    network: network(time, ranMs, 4200),
    fs: filesystem(time, 21_474_836_480),
    runtime: { imageFs: filesystem(time, (node.status.images ?? []).reduce((total, { sizeBytes }) => total + sizeBytes, 0)) },
    rlimit: { time, maxpid: 32_768, curproc: 180 + pods * 12 },
  };
}

function podStats(site: Site, pod: Pod): unknown[] {
  const containers = podUsage(site, pod);
  if (containers.length === 0) return [];
  const now = site.clock.now();
  const time = timestamp(now);
  const { name, namespace, uid } = pod.metadata;
  const ranMs = now - Date.parse(pod.status.startTime ?? time);
  const sum: Usage = { cpu: containers.reduce((total, { cpu }) => total + cpu, 0), memoryBytes: containers.reduce((total, { memoryBytes }) => total + memoryBytes, 0) };
  const stats = (usage: ContainerUsage) => {
    const limit = pod.spec.containers.find((container) => container.name === usage.name)?.resources?.limits?.['memory'];
    return { name: usage.name, startTime: timestamp(usage.startedAt), cpu: cpuStats(time, usage, now - usage.startedAt), memory: memoryStats(time, usage, parseQuantity(limit)), rootfs: filesystem(time, 61_440), logs: filesystem(time, 24_576) };
  };
  return [
    {
      podRef: { name, namespace, uid },
      startTime: pod.status.startTime,
      containers: containers.map(stats),
      cpu: cpuStats(time, sum, ranMs),
      memory: memoryStats(time, sum, undefined),
      network: network(time, ranMs, 2 + sum.cpu * 40_000),
      volume: [],
      'ephemeral-storage': filesystem(time, 86_016),
      process_stats: { process_count: containers.length },
    },
  ];
}
