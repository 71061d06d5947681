import { invalid } from '../http/status';
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
  name?: string;
  port: number;
  nodePort?: number;
}

const addresses = /^10\.96\.\d+\.\d+$/;
const opensNodePorts = (type: unknown) => type === 'NodePort' || type === 'LoadBalancer';
const portsOf = (spec: JsonObject) => (spec['ports'] ?? []) as ServicePort[];

/** What an update leaves out and the server gave out before stays: a PUT of a manifest does not move a Service. */
export function keepAllocated(kind: Kind, object: KubeObject, before: KubeObject): void {
  const { spec } = object;
  const old = before['spec'];
  if (kind.kind !== 'Service' || !isJsonObject(spec) || !isJsonObject(old)) return;
  if (spec['type'] === 'ExternalName') {
    if (spec['clusterIP'] === old['clusterIP']) for (const field of ['clusterIP', 'clusterIPs']) delete spec[field];
  } else if (old['type'] !== 'ExternalName') {
    spec['clusterIP'] ||= old['clusterIP'];
    spec['clusterIPs'] ??= [spec['clusterIP']];
  }
  const given = new Map(portsOf(old).map((port) => [port.name, port.nodePort]));
  for (const port of portsOf(spec)) {
    if (opensNodePorts(spec['type'])) {
      const number = port.nodePort || given.get(port.name);
      if (number) port.nodePort = number;
    } else if (port.nodePort && port.nodePort === given.get(port.name)) delete port.nodePort;
  }
}

/** Gives a Service its cluster IP and node ports. Throws 422 where it asks for what it cannot have. */
export function allocate(kind: Kind, object: KubeObject, store: Store, random: Random): void {
  if (kind.kind !== 'Service' || !isJsonObject(object['spec'])) return;
  const { spec } = object;
  if (spec['type'] === 'ExternalName') return;
  const wanted = spec['clusterIP'];
  if (typeof wanted === 'string' && wanted !== '' && wanted !== 'None' && !addresses.test(wanted)) {
    throw refused(kind, object, 'spec.clusterIPs', `[]string{"${wanted}"}`, `failed to allocate IP ${wanted}: provided IP is not in the valid range. The range of valid IPs is 10.96.0.0/16`);
  }
  spec['clusterIP'] ||= `10.96.${Math.floor(random.between(1, 255))}.${Math.floor(random.between(1, 255))}`;
  spec['clusterIPs'] ??= [spec['clusterIP']];
  if (!opensNodePorts(spec['type'])) return;
  const taken = new Set(nodePorts(store, object));
  for (const [index, port] of portsOf(spec).entries()) {
    const field = `spec.ports[${index}].nodePort`;
    if (port.nodePort && (port.nodePort < 30000 || port.nodePort > 32767)) throw refused(kind, object, field, String(port.nodePort), 'provided port is not in the valid range. The range of valid ports is 30000-32767');
    if (port.nodePort && taken.has(port.nodePort)) throw refused(kind, object, field, String(port.nodePort), 'provided port is already allocated');
    while (!port.nodePort) {
      const candidate = Math.floor(random.between(30000, 32768));
      if (!taken.has(candidate)) port.nodePort = candidate;
    }
    taken.add(port.nodePort);
  }
}

const refused = (kind: Kind, object: KubeObject, field: string, value: string, why: string) => invalid(kind, object.metadata.name, [{ reason: 'FieldValueInvalid', message: `Invalid value: ${value}: ${why}`, field }]);

/** Node ports of all other Services. */
function nodePorts(store: Store, own: KubeObject): number[] {
  return store.list(kindNamed('Service')).flatMap((service) => {
    if (!isJsonObject(service['spec']) || service.metadata.uid === own.metadata.uid) return [];
    return portsOf(service['spec']).flatMap((port) => port.nodePort ?? []);
  });
}
