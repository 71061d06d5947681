import { controllerOf } from '../objects/meta';
import type { ControllerRevision, DaemonSet, Pod, Toleration } from '../objects/workloads';
import type { Site } from '../site';
import { kindNamed } from '../store/kinds';
import { withLabels } from './hash';
import { createLoop, keyOf, splitKey } from './loop';
import { isActive, isReady, podFrom, podsOf } from './pods';
import { hashOf, revisionLabel, syncRevision, trimRevisions } from './revisions';

const source = { component: 'daemonset-controller' };
const writer = { manager: 'kube-controller-manager', operation: 'Update' } as const;

/** Keeps one pod on every node, and replaces old ones while no more than maxUnavailable are missing. */
export function runDaemonSets(site: Site): void {
  const { store, writes, deletes, events, clock } = site;
  const kind = kindNamed('DaemonSet');
  const podKind = kindNamed('Pod');

  const nodes = () => store.list(kindNamed('Node')).map((node) => node.metadata.name);

  const createPod = (set: DaemonSet, node: string, revision: ControllerRevision) => {
    // Counts templates as revisions do: a rollback is a new template too.
    const labels = { [revisionLabel]: hashOf(revision), 'pod-template-generation': String(revision.revision) };
    const pod = podFrom(withLabels(set.spec.template, labels), set, { generateName: `${set.metadata.name}-` });
    const spec = pinned(pod['spec'] as Pod['spec'], node);
    const created = writes.create(podKind, { ...pod, spec }, writer);
    events.record(set, { reason: 'SuccessfulCreate', message: `Created pod: ${created.metadata.name}` }, source);
  };

  const step = (set: DaemonSet, update: ControllerRevision) => {
    const pods = podsOf(store, set);
    for (const node of nodes()) if (!pods.some((pod) => nodeOf(pod) === node)) createPod(set, node, update);
    if (set.spec.updateStrategy.type === 'OnDelete') return;
    const active = pods.filter(isActive);
    const wanted = nodes().length;
    const limit = mayBeMissing(set, wanted);
    let spare = limit - (wanted - active.filter(isReady).length);
    // Those that are down already cost nothing.
    const outdated = active.filter((pod) => pod.metadata.labels?.[revisionLabel] !== hashOf(update)).sort((a, b) => Number(isReady(a)) - Number(isReady(b)));
    for (const pod of outdated) {
      if (isReady(pod) && spare <= 0) break;
      if (isReady(pod)) spare -= 1;
      deletes.remove(podKind, pod.metadata.namespace, pod.metadata.name);
      events.record(set, { reason: 'SuccessfulDelete', message: `Deleted pod: ${pod.metadata.name}` }, source);
    }
  };

  const publish = (set: DaemonSet, update: ControllerRevision) => {
    const pods = podsOf(store, set).filter(isActive);
    const wanted = nodes().length;
    const ready = pods.filter(isReady).length;
    const updated = pods.filter((pod) => pod.metadata.labels?.[revisionLabel] === hashOf(update)).length;
    const status = {
      currentNumberScheduled: pods.length,
      numberMisscheduled: 0,
      desiredNumberScheduled: wanted,
      numberReady: ready,
      observedGeneration: set.metadata.generation ?? 1,
      ...(updated > 0 && { updatedNumberScheduled: updated }),
      ...(ready > 0 && { numberAvailable: ready }),
      ...(wanted > ready && { numberUnavailable: wanted - ready }),
    };
    writes.update(kind, { ...set, metadata: { ...set.metadata, resourceVersion: '' }, status }, { ...writer, subresource: 'status' });
    trimRevisions(site, set, update, pods);
  };

  const loop = createLoop(clock, (key) => {
    const set = store.get(kind, ...splitKey(key)) as DaemonSet | undefined;
    if (!set || set.metadata.deletionTimestamp) return;
    const update = syncRevision(site, set);
    step(set, update);
    publish(set, update);
  });

  store.onChange(({ kind: changed, type, object }) => {
    if (changed === kind && type !== 'DELETED') loop.enqueue(keyOf(object));
    if (changed !== podKind) return;
    const owner = controllerOf(object);
    if (owner?.kind === 'DaemonSet') loop.enqueue(`${object.metadata.namespace}/${owner.name}`);
  });
}

const nodeOf = ({ spec }: Pod): string | undefined => spec.affinity?.nodeAffinity?.requiredDuringSchedulingIgnoredDuringExecution?.nodeSelectorTerms[0]?.matchFields?.[0]?.values?.[0];

/** A daemon stays where other pods are sent away. */
const tolerated: Toleration[] = [
  ...['not-ready', 'unreachable'].map((problem) => ({ key: `node.kubernetes.io/${problem}`, operator: 'Exists' as const, effect: 'NoExecute' })),
  ...['disk-pressure', 'memory-pressure', 'pid-pressure', 'unschedulable'].map((problem) => ({ key: `node.kubernetes.io/${problem}`, operator: 'Exists' as const, effect: 'NoSchedule' })),
];

/** The scheduler is to put the pod on that node and no other. */
function pinned(spec: Pod['spec'], node: string): Pod['spec'] {
  const nodeSelectorTerms = [{ matchFields: [{ key: 'metadata.name', operator: 'In' as const, values: [node] }] }];
  const affinity = { ...spec.affinity, nodeAffinity: { ...spec.affinity?.nodeAffinity, requiredDuringSchedulingIgnoredDuringExecution: { nodeSelectorTerms } } };
  return { ...spec, affinity, tolerations: [...(spec.tolerations ?? []), ...tolerated] };
}

/** Percentages round up; at least one, or nothing would ever be replaced. */
function mayBeMissing({ spec }: DaemonSet, wanted: number): number {
  const given = spec.updateStrategy.rollingUpdate?.maxUnavailable ?? 1;
  return Math.max(1, typeof given === 'number' ? given : Math.ceil((Number.parseInt(given, 10) * wanted) / 100));
}
