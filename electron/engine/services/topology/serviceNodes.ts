import type { Pod, Service } from '@electron/engine/kube/objects';
import { hasEnded, isReady, plainMessage, templateOf, type Workload } from '@electron/engine/workloads';
import type { Status, StatusWord } from '@shared/model/status';
import { sentence } from '@shared/sentences/sentence';
import { identity, type NodeDraft } from './draft';
import { allOf, storeOf, type TopologySource } from './kinds';

/** Finds the workloads whose pods a selector matches, by the labels of their templates. */
export const createSelection = (workloads: readonly Workload[]) => {
  const byLabel = new Map<string, Set<Workload>>();
  for (const workload of workloads) {
    // A CronJob's pods belong to its Jobs, which are nodes of their own.
    if (workload.kind === 'CronJob') continue;
    for (const [name, value] of Object.entries(templateOf(workload)?.metadata?.labels ?? {})) {
      const key = `${name}=${value}`;
      const bucket = byLabel.get(key) ?? new Set();
      byLabel.set(key, bucket.add(workload));
    }
  }
  return {
    matching(selector: Readonly<Record<string, string>>): Workload[] {
      const buckets = Object.entries(selector).map(([name, value]) => byLabel.get(`${name}=${value}`) ?? new Set<Workload>());
      const [smallest, ...others] = buckets.sort((a, b) => a.size - b.size);
      return [...(smallest ?? [])].filter((workload) => others.every((bucket) => bucket.has(workload)));
    },
  };
};

/** A selector that selects nothing in particular is none: the API treats an empty one as absent. */
export const selectorOf = ({ spec }: Service): Record<string, string> | null => (spec?.selector && Object.keys(spec.selector).length > 0 ? spec.selector : null);

export interface ServiceNodes {
  nodes: NodeDraft[];
  /** By service: the ids of the workloads that it selects. */
  selected: Map<string, string[]>;
}

export const serviceNodes = (source: TopologySource, workloads: readonly Workload[], wordOf: (workloadId: string) => StatusWord): ServiceNodes => {
  const selection = createSelection(workloads);
  const selected = new Map<string, string[]>();
  const nodes = [...allOf<Service>(source.Service)].map((service): NodeDraft => {
    const selector = selectorOf(service);
    const behind = selector ? selection.matching(selector).map(({ metadata }) => metadata.uid) : [];
    selected.set(service.metadata.uid, behind);
    return { ...identity(service), layer: 'service', status: serviceStatus(service, behind.map(wordOf), source), facts: facts(service) };
  });
  return { nodes, selected };
};

const serviceStatus = (service: Service, behind: readonly StatusWord[], source: TopologySource): Status => {
  const { type, externalName } = service.spec ?? {};
  if (type === 'ExternalName') return { word: 'running', cause: sentence('status.service.external', { name: plainMessage(externalName) }) };
  const selector = selectorOf(service);
  if (!selector) return { word: 'unknown', cause: sentence('status.service.noSelector') };
  const store = storeOf(source.Pod);
  if (!store) return { word: 'unknown', cause: sentence('status.service.podsUnreadable') };

  const pods = (store.matching(service.metadata.namespace, selector) as readonly Pod[]).filter((pod) => !hasEnded(pod));
  const ready = pods.filter((pod) => isReady(pod) || (service.spec?.publishNotReadyAddresses && pod.status?.podIP)).length;
  if (ready > 0) return { word: 'running', cause: sentence('status.service.ready', { ready, pods: pods.length }) };

  const every = (...words: StatusWord[]): boolean => behind.length > 0 && behind.every((word) => words.includes(word));
  // Nobody answers because someone wanted it so, or not yet: neither is a fault.
  if (every('stopped', 'stopping', 'completed', 'idle')) return { word: 'stopped', cause: sentence('status.service.stopped') };
  if (every('starting', 'upgrading', 'stopped', 'stopping', 'completed', 'idle')) return { word: 'starting', cause: sentence('status.service.starting') };
  if (pods.length > 0 || behind.length > 0) return { word: 'abnormal', cause: sentence('status.service.noneReady', { pods: pods.length }) };
  const said = Object.entries(selector).map(([name, value]) => `${name}=${value}`).join(', ');
  return { word: 'abnormal', cause: sentence('status.service.noMatch', { selector: plainMessage(said) }) };
};

const mostPorts = 4;
const facts = ({ spec }: Service): string[] => {
  const ports = (spec?.ports ?? []).slice(0, mostPorts).map(({ port, nodePort, protocol }) => {
    const shown = nodePort ? `${port} → ${nodePort}` : String(port);
    return protocol && protocol !== 'TCP' ? `${shown}/${protocol}` : shown;
  });
  return spec?.externalName ? [plainMessage(spec.externalName, 80)] : ports;
};
