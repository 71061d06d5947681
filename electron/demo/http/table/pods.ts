import type { KubeObject } from '../../objects/meta';
import type { ContainerState, ContainerStatus, Pod } from '../../objects/workloads';
import { isSidecar } from '../../kubelet/podStatus';
import { ageText } from './age';
import { age, column, containerColumns, labelsText, list, none, part, spec, status, wide, type Columns } from './column';

/** What a row says of a pod in few words. */
interface Summary {
  ready: number;
  total: number;
  word: string;
  restarts: string;
}

type Terminated = NonNullable<ContainerState['terminated']> & { signal?: number };

/** A container that ended: the reason given, else its signal or code. */
function endWord({ reason, signal, exitCode }: Terminated): string {
  return reason || (signal ? `Signal:${signal}` : `ExitCode:${exitCode}`);
}

/** The first init container that the pod still waits for. */
function initializingWord(pod: Pod, statuses: readonly ContainerStatus[], sidecars: ReadonlySet<string>): string | undefined {
  for (const [index, { name, state, started }] of statuses.entries()) {
    const { waiting, terminated } = state;
    if (terminated?.exitCode === 0 || (sidecars.has(name) && started)) continue;
    if (terminated) return `Init:${endWord(terminated)}`;
    if (waiting?.reason && waiting.reason !== 'PodInitializing') return `Init:${waiting.reason}`;
    return `Init:${index}/${pod.spec.initContainers?.length ?? 0}`;
  }
  return undefined;
}

/** In the order the containers are named, the first that does not run gives its word. */
function mainWord(pod: Pod, statuses: readonly ContainerStatus[], otherwise: string): string {
  const words = statuses.flatMap(({ state: { waiting, terminated } }) => (waiting?.reason ? waiting.reason : terminated ? endWord(terminated) : []));
  const word = words[0] ?? otherwise;
  const stillRuns = statuses.some(({ ready, state }) => ready && state.running);
  if (word !== 'Completed' || !stillRuns) return word;
  return isTrue(pod, 'Ready') ? 'Running' : 'NotReady';
}

const isTrue = (pod: Pod, wanted: string) => pod.status.conditions?.some(({ type, status: value }) => type === wanted && value === 'True') ?? false;

function summarize(object: KubeObject): Summary {
  const pod = object as Pod;
  const { containerStatuses = [], initContainerStatuses = [] } = pod.status;
  const sidecars = new Set(pod.spec.initContainers?.filter(isSidecar).map(({ name }) => name));
  const sidecarStatuses = initContainerStatuses.filter(({ name }) => sidecars.has(name));
  const isGated = pod.status.conditions?.some(({ type, reason }) => type === 'PodScheduled' && reason === 'SchedulingGated');
  const phaseWord = isGated ? 'SchedulingGated' : pod.status.reason || pod.status.phase;
  const initializing = initializingWord(pod, initContainerStatuses, sidecars);
  const isInitialized = initializing === undefined || isTrue(pod, 'Initialized');
  // While it initializes only the init containers count, and later on only those of them that stay.
  const counted = isInitialized ? [...sidecarStatuses, ...containerStatuses] : initContainerStatuses;
  const restarts = counted.reduce((sum, { restartCount }) => sum + restartCount, 0);
  const lastEnd = counted.map(({ lastState }) => lastState.terminated?.finishedAt ?? '').sort().at(-1);
  const isOver = pod.status.phase === 'Succeeded' || pod.status.phase === 'Failed';
  const word = isInitialized ? mainWord(pod, containerStatuses, initializing ?? phaseWord) : initializing;
  return {
    ready: sidecarStatuses.filter(({ ready, started }) => ready && started).length + (isInitialized ? containerStatuses.filter(({ ready, state }) => ready && state.running).length : 0),
    total: pod.spec.containers.length + sidecars.size,
    word: pod.metadata.deletionTimestamp && !isOver ? (pod.status.reason === 'NodeLost' ? 'Unknown' : 'Terminating') : word,
    restarts: restarts > 0 && lastEnd ? `${restarts} (${ageText(lastEnd)} ago)` : String(restarts),
  };
}

function readinessGates(pod: KubeObject): string {
  const gates = list<{ conditionType: string }>(part(pod, 'spec'), 'readinessGates');
  return gates.length === 0 ? none : `${gates.filter(({ conditionType }) => isTrue(pod as Pod, conditionType)).length}/${gates.length}`;
}

const template = (object: KubeObject) => part(object, 'template');

export const podColumns: Columns = {
  Pod: [
    column('Ready', (pod) => {
      const { ready, total } = summarize(pod);
      return `${ready}/${total}`;
    }),
    column('Status', (pod) => summarize(pod).word),
    column('Restarts', (pod) => summarize(pod).restarts),
    age,
    wide('IP', status('podIP', none)),
    wide('Node', spec('nodeName')),
    wide('Nominated Node', status('nominatedNodeName', none)),
    wide('Readiness Gates', readinessGates),
  ],
  PodTemplate: [...containerColumns(template, column), column('Pod Labels', (object) => labelsText(part(template(object), 'metadata')['labels']))],
};

