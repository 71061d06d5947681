import { isIP } from 'node:net';
import { sameJson } from '../../objects/json';
import type { KubeObject } from '../../objects/meta';
import { bad, badText, child, denied, duplicate, duplicates, items, oneOf, portNumber, required, type Cause } from './causes';
import { portNameCauses } from './containers';
import { follows, label, labelCauses } from './names';

const types = ['ClusterIP', 'ExternalName', 'LoadBalancer', 'NodePort'];

export function serviceCauses(service: KubeObject, before: KubeObject | undefined): Cause[] {
  const spec = child(service, 'spec');
  const isExternal = spec['type'] === 'ExternalName';
  const ports = items(spec['ports']);
  const outside = spec['type'] === 'ClusterIP' ? ports.flatMap((port, index) => (port['nodePort'] ? [denied(`spec.ports[${index}].nodePort`, "may not be used when `type` is 'ClusterIP'")] : [])) : [];
  return [
    ...(before ? addressChanges(service, before) : []),
    ...(ports.length === 0 && !isExternal && spec['clusterIP'] !== 'None' ? [required('spec.ports')] : []),
    ...(isExternal && !spec['externalName'] ? [required('spec.externalName')] : []),
    ...portCauses(spec['ports']),
    ...labelCauses('spec.selector', spec['selector']),
    ...oneOf('spec.sessionAffinity', spec['sessionAffinity'], ['ClientIP', 'None']),
    ...(isExternal ? [] : addressCauses(spec['clusterIP'])),
    ...oneOf('spec.type', spec['type'], types),
    ...outside,
    ...duplicates(ports.map((port) => `${String(port['protocol'])} ${String(port['port'])}`), (_same, index) => duplicate(`spec.ports[${index}]`, goPort(ports[index] ?? {}))),
  ];
}

/** What makes two ports the same one, as Go prints it. */
const goPort = ({ protocol, port }: Record<string, unknown>) => `core.ServicePort{Name:"", Protocol:${JSON.stringify(protocol)}, AppProtocol:(*string)(nil), Port:${String(port)}, TargetPort:intstr.IntOrString{Type:0, IntVal:0, StrVal:""}, NodePort:0}`;

function portCauses(list: unknown): Cause[] {
  const ports = items(list);
  const names = new Set<unknown>();
  return ports.flatMap((port, index) => {
    const field = `spec.ports[${index}]`;
    const { name, targetPort } = port;
    const isTaken = name && names.has(name);
    names.add(name);
    return [
      ...(name ? follows(`${field}.name`, name as string, label) : ports.length > 1 ? [required(`${field}.name`)] : []),
      ...(isTaken ? [duplicate(`${field}.name`, JSON.stringify(name))] : []),
      ...portNumber(`${field}.port`, port['port'] ?? 0),
      ...oneOf(`${field}.protocol`, port['protocol'], ['SCTP', 'TCP', 'UDP']),
      ...(typeof targetPort === 'string' ? portNameCauses(`${field}.targetPort`, targetPort) : portNumber(`${field}.targetPort`, targetPort ?? port['port'] ?? 0)),
    ];
  });
}

function addressCauses(address: unknown): Cause[] {
  return typeof address === 'string' && address !== '' && address !== 'None' && isIP(address) === 0 ? [badText('spec.clusterIPs[0]', address, 'must be a valid IP address, (e.g. 10.9.8.7 or 2001:db8::ffff)')] : [];
}

/** A cluster IP stays what it is, unless the service is or becomes a mere name. */
function addressChanges(service: KubeObject, before: KubeObject): Cause[] {
  const [now, then] = [child(service, 'spec'), child(before, 'spec')];
  if (now['type'] === 'ExternalName' || then['type'] === 'ExternalName' || !then['clusterIP'] || sameJson(now['clusterIP'], then['clusterIP'])) return [];
  return [bad('spec.clusterIPs[0]', `[]string{${JSON.stringify(now['clusterIP'])}}`, 'may not change once set')];
}
