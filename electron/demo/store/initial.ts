import { isJsonObject, type JsonObject } from '../objects/json';
import type { KubeObject } from '../objects/meta';
import type { Container } from '../objects/workloads';
import type { Random } from '../random/random';
import { kindNamed, type Kind } from './kinds';
import type { Store } from './store';

/** The status a new object begins with. */
export function initialStatus(kind: Kind, object: KubeObject): JsonObject {
  switch (kind.kind) {
    case 'Pod':
      return { phase: 'Pending', qosClass: qosClass(object) };
    case 'Namespace':
      return { phase: 'Active' };
    case 'PersistentVolumeClaim':
      return { phase: 'Pending' };
    case 'Service':
    case 'Ingress':
      return { loadBalancer: {} };
    case 'ReplicaSet':
    case 'StatefulSet':
      return { replicas: 0 };
    case 'DaemonSet':
      return { currentNumberScheduled: 0, desiredNumberScheduled: 0, numberMisscheduled: 0, numberReady: 0 };
    default:
      return {};
  }
}

function qosClass(pod: KubeObject): string {
  const containers = (isJsonObject(pod['spec']) ? (pod['spec']['containers'] as Container[] | undefined) : undefined) ?? [];
  const requests = containers.map((container) => container.resources?.requests ?? {});
  const limits = containers.map((container) => container.resources?.limits ?? {});
  const isGuaranteed = limits.every((limit, i) => limit['cpu'] && limit['memory'] && (requests[i]?.['cpu'] ?? limit['cpu']) === limit['cpu'] && (requests[i]?.['memory'] ?? limit['memory']) === limit['memory']);
  if (isGuaranteed) return 'Guaranteed';
  return [...requests, ...limits].some((resources) => Object.keys(resources).length > 0) ? 'Burstable' : 'BestEffort';
}

interface ServicePort {
  port: number;
  nodePort?: number;
}

/** Gives a Service its cluster IP and node ports. */
export function allocate(kind: Kind, object: KubeObject, store: Store, random: Random): void {
  if (kind.kind !== 'Service' || !isJsonObject(object['spec'])) return;
  const { spec } = object;
  if (spec['type'] === 'ExternalName') return;
  spec['clusterIP'] ??= `10.96.${Math.floor(random.between(1, 255))}.${Math.floor(random.between(1, 255))}`;
  spec['clusterIPs'] ??= [spec['clusterIP']];
  if (spec['type'] !== 'NodePort' && spec['type'] !== 'LoadBalancer') return;
  const taken = new Set(nodePorts(store));
  for (const port of (spec['ports'] ?? []) as ServicePort[]) {
    while (!port.nodePort) {
      const candidate = Math.floor(random.between(30000, 32768));
      if (!taken.has(candidate)) port.nodePort = candidate;
    }
    taken.add(port.nodePort);
  }
}

function nodePorts(store: Store): number[] {
  return store.list(kindNamed('Service')).flatMap((service) => {
    const ports = isJsonObject(service['spec']) ? ((service['spec']['ports'] ?? []) as ServicePort[]) : [];
    return ports.flatMap((port) => port.nodePort ?? []);
  });
}
