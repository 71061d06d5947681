import { isJsonObject } from '../objects/json';
import type { KubeObject } from '../objects/meta';
import type { Pod } from '../objects/workloads';
import type { Site } from '../site';
import { kindNamed } from '../store/kinds';
import { selects } from '../store/selectors';
import { createLoop, keyOf, splitKey } from './loop';
import { isActive, isReady } from './pods';

const writer = { manager: 'kube-controller-manager', operation: 'Update' } as const;

export interface ServiceSpec {
  selector?: Record<string, string>;
  ports?: { name?: string; port: number; targetPort: number | string; protocol: string }[];
}

/** Keeps the Endpoints of each Service with a selector: the ready pods behind it. */
export function runEndpoints({ store, writes, clock }: Site): void {
  const serviceKind = kindNamed('Service');
  const kind = kindNamed('Endpoints');

  const subsetsOf = (service: KubeObject, { selector, ports = [] }: ServiceSpec): unknown[] => {
    const pods = (store.list(kindNamed('Pod'), service.metadata.namespace) as Pod[]).filter((pod) => isActive(pod) && pod.status.podIP && selects({ matchLabels: selector ?? {} }, pod.metadata.labels));
    if (pods.length === 0) return [];
    const address = ({ metadata, spec, status }: Pod) => ({ ip: status.podIP, nodeName: spec.nodeName, targetRef: { kind: 'Pod', namespace: metadata.namespace, name: metadata.name, uid: metadata.uid } });
    const ready = pods.filter(isReady).map(address);
    const notReady = pods.filter((pod) => !isReady(pod)).map(address);
    const numberOf = (port: number | string) => (typeof port === 'number' ? port : (pods[0]?.spec.containers.flatMap((container) => container.ports ?? []).find(({ name }) => name === port)?.containerPort ?? 0));
    return [{ ...(ready.length > 0 && { addresses: ready }), ...(notReady.length > 0 && { notReadyAddresses: notReady }), ports: ports.map(({ name, targetPort, protocol }) => ({ ...(name && { name }), port: numberOf(targetPort), protocol })) }];
  };

  const loop = createLoop(clock, (key) => {
    const [namespace, name] = splitKey(key);
    const service = store.get(serviceKind, namespace, name);
    const present = store.get(kind, namespace, name);
    if (!service) return void (present && store.remove(kind, present));
    const spec = (isJsonObject(service['spec']) ? service['spec'] : {}) as ServiceSpec;
    if (!spec.selector) return;
    const wanted = { metadata: { name, namespace, ...(service.metadata.labels && { labels: { ...service.metadata.labels } }) }, subsets: subsetsOf(service, spec) };
    if (present) writes.update(kind, wanted, writer);
    else writes.create(kind, wanted, writer);
  });

  store.onChange(({ kind: changed, object }) => {
    if (changed === serviceKind) loop.enqueue(keyOf(object));
    if (changed.kind !== 'Pod') return;
    for (const service of store.list(serviceKind, object.metadata.namespace)) {
      const { selector } = (isJsonObject(service['spec']) ? service['spec'] : {}) as ServiceSpec;
      if (selector && selects({ matchLabels: selector }, object.metadata.labels)) loop.enqueue(keyOf(service), 40);
    }
  });
}
