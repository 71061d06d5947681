import type { JsonObject } from '../../objects/json';
import type { KubeObject } from '../../objects/meta';
import { age, column, firstThree, labelsText, list, none, part, selectorText, spec, unset, wide, type Columns } from './column';

interface ServicePort {
  port: number;
  nodePort?: number;
  protocol?: string;
}

const longestAddress = 16;

/** Addresses of the load balancer; more than a column holds is cut. */
function balancerText(object: KubeObject): string {
  const entries = list<{ ip?: string; hostname?: string }>(part(part(object, 'status'), 'loadBalancer'), 'ingress');
  const text = [...new Set(entries.flatMap(({ ip, hostname }) => ip ?? hostname ?? []))].sort().join(',');
  return text.length > longestAddress ? `${text.slice(0, longestAddress - 3)}...` : text;
}

function externalAddress(service: KubeObject): string {
  const external = list<string>(part(service, 'spec'), 'externalIPs');
  switch (spec('type', 'ClusterIP')(service)) {
    case 'ExternalName':
      return String(spec('externalName')(service));
    case 'LoadBalancer': {
      const all = [balancerText(service), ...external].filter(Boolean).join(',');
      return all || '<pending>';
    }
    default:
      return external.join(',') || none;
  }
}

const portsText = (service: KubeObject) =>
  list<ServicePort>(part(service, 'spec'), 'ports').map(({ port, nodePort, protocol = 'TCP' }) => `${port}${nodePort ? `:${nodePort}` : ''}/${protocol}`).join(',') || none;

function hosts(ingress: KubeObject): string {
  const named = list<{ host?: string }>(part(ingress, 'spec'), 'rules').flatMap(({ host }) => host || []);
  return firstThree(named, '*');
}

function endpointAddresses(endpoints: KubeObject): string {
  const subsets = list<{ addresses?: { ip: string }[]; ports?: { port: number }[] }>(endpoints, 'subsets');
  const texts = subsets.flatMap(({ addresses = [], ports }) => (ports ? ports.flatMap(({ port }) => addresses.map(({ ip }) => `${ip}:${port}`)) : addresses.map(({ ip }) => ip)));
  return firstThree(texts, none);
}

function parametersText(ingressClass: KubeObject): string {
  const { apiGroup, kind, name } = part(part(ingressClass, 'spec'), 'parameters') as { apiGroup?: string; kind?: string; name?: string };
  return kind ? `${kind}${apiGroup ? `.${apiGroup}` : ''}/${name}` : none;
}

const portNumber = ({ port }: JsonObject) => (typeof port === 'number' ? String(port) : '*');

export const networkColumns: Columns = {
  Service: [
    column('Type', spec('type')),
    column('Cluster-IP', spec('clusterIP')),
    column('External-IP', externalAddress),
    column('Port(s)', portsText),
    age,
    wide('Selector', (object) => labelsText(part(object, 'spec')['selector'])),
  ],
  Ingress: [
    column('Class', spec('ingressClassName')),
    column('Hosts', hosts),
    column('Address', balancerText),
    column('Ports', (ingress) => (list(part(ingress, 'spec'), 'tls').length > 0 ? '80, 443' : '80')),
    age,
  ],
  IngressClass: [column('Controller', spec('controller')), column('Parameters', parametersText), age],
  NetworkPolicy: [column('Pod-Selector', (object) => selectorText(part(object, 'spec')['podSelector'])), age],
  Endpoints: [column('Endpoints', endpointAddresses), age],
  EndpointSlice: [
    column('AddressType', (slice) => slice['addressType']),
    column('Ports', (slice) => firstThree(list(slice, 'ports').map(portNumber), unset)),
    column('Endpoints', (slice) => firstThree(list<{ addresses?: string[] }>(slice, 'endpoints').flatMap(({ addresses = [] }) => addresses), unset)),
    age,
  ],
};
