import { bytes, cores, parseQuantity } from '../load/quantity';
import type { KubeObject } from '../objects/meta';
import type { Pod } from '../objects/workloads';
import type { Site } from '../site';
import { kindNamed, qualified, type Kind } from '../store/kinds';
import type { Store } from '../store/store';
import { createLoop, keyOf, splitKey } from './loop';
import { isFinished } from './pods';

const writer = { manager: 'kube-controller-manager', operation: 'Update', subresource: 'status' } as const;

interface Quota extends KubeObject {
  spec: { hard?: Record<string, string> };
}

const countedKinds: Readonly<Record<string, string>> = {
  configmaps: 'ConfigMap',
  persistentvolumeclaims: 'PersistentVolumeClaim',
  secrets: 'Secret',
  services: 'Service',
  replicationcontrollers: 'ReplicationController',
  resourcequotas: 'ResourceQuota',
  'count/deployments.apps': 'Deployment',
  'count/replicasets.apps': 'ReplicaSet',
  'count/statefulsets.apps': 'StatefulSet',
  'count/jobs.batch': 'Job',
  'count/cronjobs.batch': 'CronJob',
  'count/ingresses.networking.k8s.io': 'Ingress',
};

/** What a namespace uses of one thing that a quota can limit; null for what the demo does not count. */
export function quotaUsage(store: Store, namespace: string, resource: string): string | null {
  const kindName = countedKinds[resource] ?? countedKinds[resource.replace(/^count\//, '')];
  if (kindName) return String(store.list(kindNamed(kindName), namespace).length);
  const pods = (store.list(kindNamed('Pod'), namespace) as Pod[]).filter((pod) => !isFinished(pod));
  if (resource === 'pods' || resource === 'count/pods') return String(pods.length);
  if (resource === 'requests.storage') {
    const sizes = store.list(kindNamed('PersistentVolumeClaim'), namespace).map((claim) => parseQuantity((claim['spec'] as { resources?: { requests?: { storage?: string } } }).resources?.requests?.storage) ?? 0);
    return bytes(sizes.reduce((total, size) => total + size, 0));
  }
  const match = /^(?:(requests|limits)\.)?(cpu|memory)$/.exec(resource);
  if (!match) return null;
  const [, which = 'requests', name = 'cpu'] = match;
  const amounts = pods.flatMap((pod) => pod.spec.containers.map(({ resources }) => parseQuantity(resources?.[which as 'requests' | 'limits']?.[name]) ?? 0));
  const sum = amounts.reduce((total, amount) => total + amount, 0);
  return name === 'cpu' ? cores(Math.round(sum * 1000) / 1000) : bytes(sum);
}

/** Keeps `status.used` of ResourceQuotas. */
export function runQuotas({ store, writes, clock }: Site): void {
  const kind = kindNamed('ResourceQuota');
  const loop = createLoop(clock, (key) => {
    const quota = store.get(kind, ...splitKey(key)) as Quota | undefined;
    if (!quota) return;
    const hard = quota.spec.hard ?? {};
    const used = Object.fromEntries(Object.keys(hard).flatMap((resource) => {
      const amount = quotaUsage(store, quota.metadata.namespace ?? '', resource);
      return amount === null ? [] : [[resource, amount]];
    }));
    writes.update(kind, { ...quota, status: { hard, used } }, writer);
  });

  /** Only what comes or goes, or ends, changes what is used. */
  const counts = ({ kind: changedKind, type, object, previous }: { kind: Kind; type: string; object: KubeObject; previous: KubeObject | undefined }) =>
    type !== 'MODIFIED' || (changedKind.kind === 'Pod' && isFinished(object as Pod) !== isFinished(previous as Pod));

  store.onChange((change) => {
    const { kind: changed, type, object } = change;
    if (changed === kind && type !== 'DELETED') loop.enqueue(keyOf(object));
    else if (changed.namespaced && qualified(changed) !== 'events' && counts(change)) for (const quota of store.list(kind, object.metadata.namespace)) loop.enqueue(keyOf(quota), 200);
  });
}
