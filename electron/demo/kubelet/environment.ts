import type { Container, KeyRef, Pod } from '../objects/workloads';
import type { KubeObject } from '../objects/meta';
import { kindNamed } from '../store/kinds';
import type { Store } from '../store/store';

/** The environment variables of a container as its kubelet sets them, in order. */
export function environmentOf(store: Store, pod: Pod, container: Container): Record<string, string> {
  const namespace = pod.metadata.namespace ?? '';
  const data = (kind: 'ConfigMap' | 'Secret', name: string | undefined) => dataOf(store, kind, namespace, name);
  const fromKey = (kind: 'ConfigMap' | 'Secret', ref: KeyRef | undefined) => (ref ? data(kind, ref.name)[ref.key ?? ''] : undefined);
  const current = (store.get(kindNamed('Pod'), namespace, pod.metadata.name) ?? pod) as Pod;
  const env: Record<string, string> = { PATH: '/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin', HOSTNAME: pod.metadata.name, ...serviceLinks(store, namespace) };
  for (const from of container.envFrom ?? []) {
    const prefix = (from as { prefix?: string }).prefix ?? '';
    const all = { ...data('ConfigMap', from.configMapRef?.name), ...data('Secret', from.secretRef?.name) };
    for (const [name, value] of Object.entries(all)) env[prefix + name] = value;
  }
  for (const { name, value, valueFrom } of container.env ?? []) {
    const found = value ?? fromKey('ConfigMap', valueFrom?.configMapKeyRef) ?? fromKey('Secret', valueFrom?.secretKeyRef) ?? fieldOf(current, container, valueFrom as FieldSource | undefined);
    if (found !== undefined) env[name] = found.replace(/\$\((\w+)\)/g, (whole, key: string) => env[key] ?? whole);
  }
  env['HOME'] ??= '/root';
  return env;
}

interface FieldSource {
  fieldRef?: { fieldPath: string };
  resourceFieldRef?: { resource: string };
}

const decoders = { ConfigMap: (text: string) => text, Secret: (text: string) => Buffer.from(text, 'base64').toString('utf8') };

/** Keys and values of a ConfigMap, or of a Secret with its values decoded; nothing where it is not there. */
export function dataOf(store: Store, kind: 'ConfigMap' | 'Secret', namespace: string, name: string | undefined): Record<string, string> {
  const object = name ? store.get(kindNamed(kind), namespace, name) : undefined;
  return Object.fromEntries(Object.entries((object?.['data'] ?? {}) as Record<string, string>).map(([key, value]) => [key, decoders[kind](value)]));
}

function fieldOf(pod: Pod, container: Container, source: FieldSource | undefined): string | undefined {
  const { fieldRef, resourceFieldRef } = source ?? {};
  if (resourceFieldRef) {
    const [when = '', what = ''] = resourceFieldRef.resource.split('.');
    return (when === 'limits' ? container.resources?.limits : container.resources?.requests)?.[what];
  }
  const path = fieldRef?.fieldPath;
  const keyed = /^metadata\.(labels|annotations)\['(.+)'\]$/.exec(path ?? '');
  if (keyed) return pod.metadata[keyed[1] as 'labels' | 'annotations']?.[keyed[2] ?? ''];
  const fields: Record<string, string | undefined> = {
    'metadata.name': pod.metadata.name,
    'metadata.namespace': pod.metadata.namespace,
    'metadata.uid': pod.metadata.uid,
    'spec.nodeName': pod.spec.nodeName,
    'spec.serviceAccountName': 'default',
    'status.podIP': pod.status.podIP,
    'status.hostIP': pod.status.hostIP,
  };
  return fields[path ?? ''];
}

interface Service extends KubeObject {
  spec: { clusterIP?: string; ports?: { name?: string; port: number; protocol?: string }[] };
}

/** What the kubelet tells a container of the Services beside it; the API server is there for everybody. */
function serviceLinks(store: Store, namespace: string): Record<string, string> {
  const kind = kindNamed('Service');
  const kubernetes = store.get(kind, 'default', 'kubernetes') as Service | undefined;
  const services = [...(kubernetes && namespace !== 'default' ? [kubernetes] : []), ...(store.list(kind, namespace) as Service[])];
  return Object.assign({}, ...services.filter(({ spec }) => spec.clusterIP && spec.clusterIP !== 'None').map(linksOf)) as Record<string, string>;
}

function linksOf({ metadata, spec }: Service): Record<string, string> {
  const prefix = metadata.name.toUpperCase().replaceAll('-', '_');
  const ports = spec.ports ?? [];
  const [first] = ports;
  const host = spec.clusterIP ?? '';
  const links: Record<string, string> = { [`${prefix}_SERVICE_HOST`]: host, ...(first && { [`${prefix}_SERVICE_PORT`]: String(first.port), [`${prefix}_PORT`]: `tcp://${host}:${first.port}` }) };
  for (const { name, port, protocol = 'TCP' } of ports) {
    if (name) links[`${prefix}_SERVICE_PORT_${name.toUpperCase().replaceAll('-', '_')}`] = String(port);
    const stem = `${prefix}_PORT_${port}_${protocol}`;
    Object.assign(links, { [stem]: `${protocol.toLowerCase()}://${host}:${port}`, [`${stem}_PROTO`]: protocol.toLowerCase(), [`${stem}_PORT`]: String(port), [`${stem}_ADDR`]: host });
  }
  return links;
}
