import { controllerOf } from '../objects/meta';
import type { Container, Node, Pod } from '../objects/workloads';
import { isReady } from '../controllers/pods';
import type { Site } from '../site';
import { kindNamed } from '../store/kinds';
import { smoothNoise } from './noise';
import { parseQuantity } from './quantity';
import { usageAt, type Usage } from './usage';

export interface ContainerUsage extends Usage {
  name: string;
  /** Epoch ms. */
  startedAt: number;
}

type Measured = Pick<Site, 'store' | 'logs' | 'clock' | 'seed'>;

/** What the containers of a pod that run use now. */
export function podUsage({ store, logs, clock, seed }: Measured, pod: Pod): ContainerUsage[] {
  const owner = controllerOf(pod)?.uid;
  const siblings = owner ? (store.list(kindNamed('Pod'), pod.metadata.namespace) as Pod[]).filter((other) => controllerOf(other)?.uid === owner && isReady(other)).length : 1;
  const measure = (container: Container): ContainerUsage[] => {
    const life = logs.life(pod.metadata.uid, container.name, false);
    if (!life || life.endedAt !== undefined) return [];
    const { program, startedAt, namespace } = life;
    const limits = container.resources?.limits;
    const usage = usageAt({
      seed,
      namespace,
      program: program.demand ?? '',
      pod: pod.metadata.name,
      cost: program.cost,
      startedAt,
      readyAfterMs: program.readyAfterMs,
      at: clock.now(),
      share: isReady(pod) ? 1 / Math.max(1, siblings) : 0,
      cpuLimit: parseQuantity(limits?.['cpu']),
      memoryLimit: parseQuantity(limits?.['memory']),
    });
    return [{ name: container.name, startedAt, ...usage }];
  };
  return [...(pod.spec.initContainers ?? []), ...pod.spec.containers].flatMap(measure);
}

/** A node's use: its pods and what the machine itself needs. */
export function nodeUsage(site: Measured, node: Node): Usage {
  const { name } = node.metadata;
  const at = site.clock.now();
  const pods = (site.store.list(kindNamed('Pod')) as Pod[]).filter(({ spec }) => spec.nodeName === name);
  const used = pods.flatMap((pod) => podUsage(site, pod));
  return {
    cpu: used.reduce((total, { cpu }) => total + cpu, 0.09 + 0.05 * smoothNoise(site.seed, `${name}/cpu`, at, 30_000)),
    memoryBytes: used.reduce((total, { memoryBytes }) => total + memoryBytes, 2 ** 30 * (0.82 + 0.04 * smoothNoise(site.seed, `${name}/memory`, at, 300_000))),
  };
}
