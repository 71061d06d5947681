import { podUsage, nodeUsage } from '../load/podUsage';
import { kibibytes, nanoCores } from '../load/quantity';
import type { Usage } from '../load/usage';
import type { KubeObject } from '../objects/meta';
import type { Node, Pod } from '../objects/workloads';
import type { Site } from '../site';
import { kindNamed } from '../store/kinds';
import { parseFieldSelector, parseLabelSelector } from '../store/selectors';
import { timestamp } from '../time/clock';
import type { Exchange } from './exchange';
import { noSuchResource, StatusError } from './status';
import type { Address } from './target';

export const metricsApiVersion = 'metrics.k8s.io/v1beta1';
/** Over which metrics-server takes its averages. */
const window = '15s';

const usageText = ({ cpu, memoryBytes }: Usage) => ({ cpu: nanoCores(cpu), memory: kibibytes(memoryBytes) });

/** GET of `metrics.k8s.io/v1beta1`: nodes and pods, one or as a list with selectors, as metrics-server answers. */
export function answerMetrics(site: Site, { resource, namespace, name, subresource }: Address, { query }: Exchange): unknown {
  if ((resource !== 'nodes' && resource !== 'pods') || subresource) throw noSuchResource();
  const kind = kindNamed(resource === 'nodes' ? 'Node' : 'Pod');
  const toMetrics = (object: KubeObject) => (resource === 'nodes' ? nodeMetrics(site, object as Node) : podMetrics(site, object as Pod));
  if (name) {
    const object = site.store.get(kind, kind.namespaced ? namespace : undefined, name);
    const metrics = object && toMetrics(object);
    if (!metrics) throw new StatusError(404, 'NotFound', `${resource}.metrics.k8s.io "${kind.namespaced ? `${namespace}/` : ''}${name}" not found`, { name, group: 'metrics.k8s.io', kind: resource });
    return metrics;
  }
  const byLabels = parseLabelSelector(query.get('labelSelector') ?? '');
  const byFields = parseFieldSelector(kind, query.get('fieldSelector') ?? '');
  const items = site.store.list(kind, kind.namespaced ? namespace : undefined).filter((object) => byLabels(object) && byFields(object)).flatMap((object) => toMetrics(object) ?? []);
  return { kind: `${kind.kind}MetricsList`, apiVersion: metricsApiVersion, metadata: {}, items };
}

function nodeMetrics(site: Site, node: Node): unknown {
  return { kind: 'NodeMetrics', apiVersion: metricsApiVersion, metadata: metadataOf(site, node), timestamp: measuredAt(site), window, usage: usageText(nodeUsage(site, node)) };
}

/** Null for a pod of which nothing runs, or for too short a time to have been measured. */
function podMetrics(site: Site, pod: Pod): unknown {
  const used = podUsage(site, pod).filter(({ startedAt }) => site.clock.now() - startedAt > 15_000);
  if (pod.status.phase !== 'Running' || used.length === 0) return null;
  return { kind: 'PodMetrics', apiVersion: metricsApiVersion, metadata: metadataOf(site, pod), timestamp: measuredAt(site), window, containers: used.map((usage) => ({ name: usage.name, usage: usageText(usage) })) };
}

const measuredAt = ({ clock }: Site) => timestamp(clock.now());

function metadataOf({ clock }: Site, { metadata: { name, namespace, labels } }: KubeObject): unknown {
  return { name, ...(namespace && { namespace }), creationTimestamp: timestamp(clock.now()), ...(labels && { labels }) };
}
