import { requestsPerSecond } from './demand';
import { smoothNoise } from './noise';

/** What a program costs. Its memory grows from `base` to about `warm` in its first hour, and on without end where it leaks. */
export interface Cost {
  /** Cores without any request. */
  idleCpu: number;
  /** Core seconds of one request. */
  cpuPerRequest: number;
  baseBytes: number;
  warmBytes: number;
  leakBytesPerHour?: number;
  /** A burst of work as it starts: cores, for as long as it takes to be ready. */
  startCpu?: number;
}

/** One running container, for its use at a time. */
export interface UsageQuery {
  seed: number;
  namespace: string;
  /** Its program, by name. */
  program: string;
  pod: string;
  cost: Cost;
  /** Epoch ms. */
  startedAt: number;
  readyAfterMs: number;
  at: number;
  /** Which part of the workload's requests reach it, from 0 to 1. */
  share: number;
  cpuLimit?: number;
  memoryLimit?: number;
}

export interface Usage {
  /** Cores. */
  cpu: number;
  /** The working set. */
  memoryBytes: number;
}

const hourMs = 3600 * 1000;
const warmUpMs = 20 * 60_000;

/** Without the noise: what decides whether it is killed. */
export function settledMemory({ baseBytes, warmBytes, leakBytesPerHour = 0 }: Cost, runMs: number): number {
  return baseBytes + (warmBytes - baseBytes) * (1 - Math.exp(-runMs / warmUpMs)) + (leakBytesPerHour * runMs) / hourMs;
}

/** When a container passes its memory limit, from its start; null where it never does. */
export function outOfMemoryAfter(cost: Cost, limit: number): number | null {
  if (settledMemory(cost, 0) > limit) return 400;
  const end = 40 * 24 * hourMs;
  if (settledMemory(cost, end) <= limit) return null;
  let [low, high] = [0, end];
  while (high - low > 1000) {
    const middle = (low + high) / 2;
    if (settledMemory(cost, middle) > limit) high = middle;
    else low = middle;
  }
  return high;
}

/** What a container uses at a time: pure, so that metrics, autoscaling and logs tell one story. */
export function usageAt({ seed, namespace, program, pod, cost, startedAt, readyAfterMs, at, share, cpuLimit = Infinity, memoryLimit = Infinity }: UsageQuery): Usage {
  const runMs = Math.max(0, at - startedAt);
  const requests = runMs < readyAfterMs ? 0 : requestsPerSecond({ seed, namespace, program, at }) * share;
  const starting = runMs < readyAfterMs + 15_000 ? (cost.startCpu ?? 0) : 0;
  const wobble = 0.85 + 0.3 * smoothNoise(seed, `${pod}/cpu`, at, 30_000);
  const cpu = Math.min(cpuLimit, (cost.idleCpu + cost.cpuPerRequest * requests + starting) * wobble);
  const memory = settledMemory(cost, runMs) * (0.97 + 0.06 * smoothNoise(seed, `${pod}/memory`, at, 120_000));
  return { cpu, memoryBytes: Math.min(memory, memoryLimit * 0.99) };
}
