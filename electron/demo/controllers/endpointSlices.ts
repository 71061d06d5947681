import { isJsonObject } from '../objects/json';
import { controllerOf, ownedBy, type KubeObject } from '../objects/meta';
import type { Pod } from '../objects/workloads';
import type { Site } from '../site';
import { kindNamed } from '../store/kinds';
import { selects } from '../store/selectors';
import type { ServiceSpec } from './endpoints';
import { createLoop, keyOf, splitKey } from './loop';
import { isFinished, isReady } from './pods';

const writer = { manager: 'kube-controller-manager', operation: 'Update' } as const;

/** Keeps one EndpointSlice for each Service with a selector. Unlike Endpoints it tells of pods that stop, too. */
export function runEndpointSlices({ store, writes, clock }: Site): void {
  const serviceKind = kindNamed('Service');
  const kind = kindNamed('EndpointSlice');
  const podKind = kindNamed('Pod');
  const specOf = (service: KubeObject) => (isJsonObject(service['spec']) ? service['spec'] : {}) as ServiceSpec;

  const endpointOf = (pod: Pod) => {
    const terminating = pod.metadata.deletionTimestamp !== undefined;
    const serving = isReady(pod);
    const { namespace, name, uid } = pod.metadata;
    return { addresses: [pod.status.podIP], conditions: { ready: serving && !terminating, serving, terminating }, nodeName: pod.spec.nodeName, targetRef: { kind: 'Pod', namespace, name, uid } };
  };

  const loop = createLoop(clock, (key) => {
    const service = store.get(serviceKind, ...splitKey(key));
    if (!service) return;
    const { selector, ports = [] } = specOf(service);
    if (!selector) return;
    const pods = (store.list(podKind, service.metadata.namespace) as Pod[]).filter((pod) => pod.status.podIP && !isFinished(pod) && selects({ matchLabels: selector }, pod.metadata.labels));
    const numberOf = (port: number | string) => (typeof port === 'number' ? port : pods[0]?.spec.containers.flatMap((container) => container.ports ?? []).find(({ name }) => name === port)?.containerPort);
    const wanted = {
      addressType: 'IPv4',
      endpoints: pods.map(endpointOf),
      ports: ports.flatMap(({ name = '', targetPort, protocol }) => {
        const port = numberOf(targetPort);
        return port === undefined ? [] : [{ name, port, protocol }];
      }),
    };
    const { name, namespace, labels } = service.metadata;
    const present = store.list(kind, namespace).find((slice) => controllerOf(slice)?.uid === service.metadata.uid);
    const managed = { ...labels, 'endpointslice.kubernetes.io/managed-by': 'endpointslice-controller.k8s.io', 'kubernetes.io/service-name': name };
    if (present) writes.update(kind, { ...present, ...wanted, metadata: { ...present.metadata, labels: managed } }, writer);
    else writes.create(kind, { metadata: { generateName: `${name}-`, ...(namespace && { namespace }), labels: managed, ownerReferences: [ownedBy(service)] }, ...wanted }, writer);
  });

  store.onChange(({ kind: changed, type, object }) => {
    if (changed === serviceKind && type !== 'DELETED') loop.enqueue(keyOf(object));
    if (changed !== podKind) return;
    for (const service of store.list(serviceKind, object.metadata.namespace)) {
      const { selector } = specOf(service);
      if (selector && selects({ matchLabels: selector }, object.metadata.labels)) loop.enqueue(keyOf(service), 40);
    }
  });
}
