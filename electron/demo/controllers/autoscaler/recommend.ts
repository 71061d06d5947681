import { podUsage } from '../../load/podUsage';
import { parseQuantity } from '../../load/quantity';
import type { Pod } from '../../objects/workloads';
import type { Site } from '../../site';
import { isReady } from '../pods';
import type { MetricSpec, ResourceMetric } from './shapes';

/** What one metric says, as `kubectl describe` shows it. */
export interface Recommendation {
  replicas: number;
  /** `cpu resource utilization (percentage of request)` */
  metric: string;
  current: unknown;
}

/** A metric that cannot be had; reason and message are those of the condition. */
export class MetricError extends Error {
  constructor(
    readonly reason: string,
    message: string,
  ) {
    super(message);
  }
}

/** A ratio this near to 1 changes nothing. */
const tolerance = 0.1;

const asQuantity = (name: ResourceMetric['name'], value: number) => (name === 'cpu' ? `${Math.ceil(value * 1000)}m` : String(Math.round(value)));

function requestOf(pod: Pod, name: ResourceMetric['name']): number {
  return pod.spec.containers.reduce((total, { name: container, resources }) => {
    const request = parseQuantity(resources?.requests?.[name] ?? resources?.limits?.[name]);
    if (request === undefined) throw new MetricError('FailedGetResourceMetric', `failed to get ${name} utilization: missing request for ${name} in container ${container} of Pod ${pod.metadata.name}`);
    return total + request;
  }, 0);
}

/** How many replicas a metric asks for. @param pods of the target, @param replicas it has now */
export function recommend(site: Site, { type, resource }: MetricSpec, pods: readonly Pod[], replicas: number): Recommendation {
  if (type !== 'Resource' || !resource) throw new MetricError('InvalidMetricSourceType', `the HPA controller was unable to compute the metric type ${type}`);
  const { name, target } = resource;
  const measured = pods.filter(isReady).map((pod) => ({ pod, used: podUsage(site, pod).reduce((total, usage) => total + (name === 'cpu' ? usage.cpu : usage.memoryBytes), 0) }));
  const what = target.type === 'Utilization' ? `${name} utilization` : `${name} resource metric value`;
  if (measured.length === 0) throw new MetricError('FailedGetResourceMetric', `failed to get ${what}: unable to get metrics for resource ${name}: no metrics returned from resource metrics API`);

  const sum = measured.reduce((total, { used }) => total + used, 0);
  const average = sum / measured.length;
  const averageValue = asQuantity(name, average);
  if (target.type === 'Utilization') {
    const averageUtilization = Math.floor((100 * sum) / measured.reduce((total, { pod }) => total + requestOf(pod, name), 0));
    return { replicas: scaled(averageUtilization / (target.averageUtilization ?? 80), measured.length, replicas), metric: `${name} resource utilization (percentage of request)`, current: { type, resource: { name, current: { averageUtilization, averageValue } } } };
  }
  return { replicas: scaled(average / (parseQuantity(target.averageValue) ?? average), measured.length, replicas), metric: `${name} resource`, current: { type, resource: { name, current: { averageValue } } } };
}

function scaled(ratio: number, measured: number, replicas: number): number {
  return Math.abs(ratio - 1) <= tolerance ? replicas : Math.ceil(ratio * measured);
}
