import { parseQuantity } from '../../load/quantity';
import { isJsonObject, type JsonObject } from '../../objects/json';
import { atLeastZero, badText, child, denied, duplicate, duplicates, items, oneOf, portNumber, required, unknown, type Cause } from './causes';
import { follows, label, variableName } from './names';

const handlers = ['exec', 'httpGet', 'tcpSocket', 'grpc'];
const probeNumbers = ['initialDelaySeconds', 'timeoutSeconds', 'periodSeconds', 'successThreshold', 'failureThreshold'];
const plainResources = new Set(['cpu', 'memory', 'ephemeral-storage']);

/** The containers of a pod, in the order the server looks at them. @param volumes names of the volumes there are */
export function containerCauses(list: unknown, at: string, volumes: ReadonlySet<unknown>): Cause[] {
  const seen = new Set<unknown>();
  return items(list).flatMap((container, index) => {
    const field = `${at}[${index}]`;
    const { name, image } = container;
    const named = typeof name !== 'string' || name === '' ? [required(`${field}.name`)] : [...follows(`${field}.name`, name, label), ...(seen.has(name) ? [duplicate(`${field}.name`, JSON.stringify(name))] : [])];
    seen.add(name);
    return [
      ...named,
      ...(image ? [] : [required(`${field}.image`)]),
      ...['startupProbe', 'readinessProbe', 'livenessProbe'].flatMap((probe) => (isJsonObject(container[probe]) ? probeCauses(container[probe], `${field}.${probe}`, probe !== 'readinessProbe') : [])),
      ...portCauses(container['ports'], `${field}.ports`),
      ...variableCauses(container['env'], `${field}.env`),
      ...mountCauses(container['volumeMounts'], `${field}.volumeMounts`, volumes),
      ...oneOf(`${field}.imagePullPolicy`, container['imagePullPolicy'], ['Always', 'IfNotPresent', 'Never']),
      ...resourceCauses(child(container, 'resources'), `${field}.resources`),
    ];
  });
}

function probeCauses(probe: JsonObject, field: string, isOnce: boolean): Cause[] {
  const given = handlers.filter((handler) => isJsonObject(probe[handler]));
  return [
    ...(given.length === 0 ? [required(field, 'must specify a handler type')] : given.slice(1).map((handler) => denied(`${field}.${handler}`, 'may not specify more than 1 handler type'))),
    ...given.flatMap((handler) => portNumber(`${field}.${handler}.port`, child(probe, handler)['port'])),
    ...probeNumbers.flatMap((name) => atLeastZero(`${field}.${name}`, probe[name])),
    ...(isOnce && typeof probe['successThreshold'] === 'number' && probe['successThreshold'] !== 1 ? [{ reason: 'FieldValueInvalid', message: `Invalid value: ${probe['successThreshold']}: must be 1`, field: `${field}.successThreshold` } as const] : []),
  ];
}

function portCauses(list: unknown, at: string): Cause[] {
  const ports = items(list);
  const each = ports.flatMap((port, index) => {
    const field = `${at}[${index}]`;
    const { name } = port;
    return [
      ...(typeof name === 'string' ? portNameCauses(`${field}.name`, name) : []),
      ...(port['containerPort'] ? portNumber(`${field}.containerPort`, port['containerPort']) : [required(`${field}.containerPort`)]),
      ...(port['hostPort'] ? portNumber(`${field}.hostPort`, port['hostPort']) : []),
      ...oneOf(`${field}.protocol`, port['protocol'], ['SCTP', 'TCP', 'UDP']),
    ];
  });
  const onHost = ports.map(({ protocol, hostIP = '', hostPort }) => (hostPort ? [protocol, hostIP, hostPort].join('/') : undefined));
  return [
    ...each,
    ...duplicates(ports.map((port) => port['name']), (name, index) => duplicate(`${at}[${index}].name`, JSON.stringify(name))),
    ...duplicates(onHost, (host, index) => duplicate(`${at}[${index}].hostPort`, JSON.stringify(host))),
  ];
}

/** The name of a port: short, and a letter in it. */
export function portNameCauses(field: string, name: string): Cause[] {
  if (name.length > 15) return [badText(field, name, 'must be no more than 15 characters')];
  if (!/^[-a-z0-9]+$/.test(name)) return [badText(field, name, 'must contain only alpha-numeric characters (a-z, 0-9), and hyphens (-)')];
  return [
    ...(/[a-z]/.test(name) ? [] : [badText(field, name, 'must contain at least one letter (a-z)')]),
    ...(name.includes('--') ? [badText(field, name, 'must not contain consecutive hyphens')] : []),
    ...(/^-|-$/.test(name) ? [badText(field, name, 'must not begin or end with a hyphen')] : []),
  ];
}

function variableCauses(list: unknown, at: string): Cause[] {
  return items(list).flatMap((variable, index) => {
    const field = `${at}[${index}]`;
    const { name } = variable;
    const named = typeof name === 'string' && name !== '' ? follows(`${field}.name`, name, variableName) : [required(`${field}.name`)];
    if (!isJsonObject(variable['valueFrom'])) return named;
    const sources = Object.values(variable['valueFrom']).filter(isJsonObject).length;
    const why = sources === 0 ? 'must specify one of: `fieldRef`, `resourceFieldRef`, `configMapKeyRef` or `secretKeyRef`' : variable['value'] ? 'may not be specified when `value` is not empty' : sources > 1 ? 'may not have more than one field specified at a time' : '';
    return why ? [...named, badText(`${field}.valueFrom`, '', why)] : named;
  });
}

function mountCauses(list: unknown, at: string, volumes: ReadonlySet<unknown>): Cause[] {
  const places = new Set<unknown>();
  return items(list).flatMap(({ name, mountPath }, index) => {
    const field = `${at}[${index}]`;
    const isTaken = mountPath && places.has(mountPath);
    places.add(mountPath);
    return [
      ...(!name ? [required(`${field}.name`)] : volumes.has(name) ? [] : [unknown(`${field}.name`, name)]),
      ...(mountPath ? [] : [required(`${field}.mountPath`)]),
      ...(isTaken ? [badText(`${field}.mountPath`, mountPath, 'must be unique')] : []),
    ];
  });
}

function resourceCauses(resources: JsonObject, field: string): Cause[] {
  const limits = child(resources, 'limits');
  const requests = child(resources, 'requests');
  const listed = (list: JsonObject, which: string) => Object.entries(list).flatMap(([name, value]) => amountCauses(`${field}.${which}[${name}]`, name, value));
  const above = Object.entries(requests).flatMap(([name, value]) => {
    const limit = limits[name];
    if (limit === undefined || (quantity(value) ?? 0) <= (quantity(limit) ?? 0)) return [];
    return [badText(`${field}.requests`, String(value), `must be less than or equal to ${name} limit of ${limit as string}`)];
  });
  return [...listed(limits, 'limits'), ...listed(requests, 'requests'), ...above];
}

const quantity = (value: unknown) => parseQuantity(value as string | number | undefined);

function amountCauses(field: string, name: string, value: unknown): Cause[] {
  const isKnown = plainResources.has(name) || name.includes('/') || name.startsWith('hugepages-');
  const unqualified = isKnown ? [] : [badText(field, name, 'must be a standard resource type or fully qualified'), badText(field, name, 'must be a standard resource for containers')];
  return [...unqualified, ...((quantity(value) ?? 0) < 0 ? [badText(field, String(value), 'must be greater than or equal to 0')] : [])];
}
