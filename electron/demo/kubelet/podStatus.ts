import { withCondition } from '../controllers/conditions';
import type { Container, ContainerStatus, Pod, PodStatus } from '../objects/workloads';

export const isSidecar = (container: Container): boolean => container.restartPolicy === 'Always';

/** What the kubelet knows of a pod. */
export interface PodFacts {
  init: ContainerStatus[];
  main: ContainerStatus[];
  /** Its sandbox has an address. */
  hasSandbox: boolean;
  /** It was deleted, or ran out of time: no container of it runs any more, nor ever will. */
  isStopped: boolean;
  now: string;
}

/** The phase and conditions of a pod that follow from its containers, as a v1.34 kubelet writes them. */
export function podStatusOf(pod: Pod, facts: PodFacts): PodStatus {
  const { init, main, hasSandbox, now } = facts;
  const sidecars = new Set(pod.spec.initContainers?.filter(isSidecar).map(({ name }) => name));
  const uninitialized = init.filter((status) => (sidecars.has(status.name) ? !status.started : !status.ready));
  const phase = phaseOf(pod, facts, uninitialized.length === 0);
  const unready = [...main, ...init.filter(({ name }) => sidecars.has(name))].filter(({ ready }) => !ready).map(({ name }) => name);
  const isOver = phase === 'Succeeded' || phase === 'Failed';
  const isReady = uninitialized.length === 0 && unready.length === 0 && !isOver;

  let { conditions } = pod.status;
  const set = (type: string, isTrue: boolean, reason?: string, message?: string) => {
    conditions = withCondition(conditions, { type, status: isTrue ? 'True' : 'False', lastProbeTime: null, ...(reason && { reason }), ...(message && { message }) }, now);
  };
  const setReadiness = (type: string) => {
    if (isReady) set(type, true);
    else if (phase === 'Succeeded') set(type, false, 'PodCompleted');
    else if (phase === 'Failed') set(type, false, 'PodFailed');
    else set(type, false, 'ContainersNotReady', `containers with unready status: [${unready.join(' ')}]`);
  };
  set('PodReadyToStartContainers', hasSandbox && !isOver);
  if (phase === 'Succeeded') set('Initialized', true, 'PodCompleted');
  else if (uninitialized.length === 0) set('Initialized', true);
  else set('Initialized', false, 'ContainersNotInitialized', `containers with incomplete status: [${uninitialized.map(({ name }) => name).join(' ')}]`);
  setReadiness('Ready');
  setReadiness('ContainersReady');
  return { ...pod.status, phase, ...(conditions && { conditions }), ...(init.length > 0 && { initContainerStatuses: init }), containerStatuses: main };
}

function phaseOf(pod: Pod, { init, main, isStopped }: PodFacts, isInitialized: boolean): PodStatus['phase'] {
  const policy = pod.spec.restartPolicy ?? 'Always';
  const codes = main.map(({ state }) => state.terminated?.exitCode);
  if (isStopped) return codes.every((code) => code === 0) ? 'Succeeded' : 'Failed';
  if (policy === 'Never' && init.some(({ state }) => (state.terminated?.exitCode ?? 0) !== 0)) return 'Failed';
  if (policy !== 'Always' && codes.every((code) => code !== undefined)) {
    if (codes.every((code) => code === 0)) return 'Succeeded';
    if (policy === 'Never') return 'Failed';
  }
  const hasBegun = main.some(({ state, restartCount }) => state.running ?? state.terminated ?? restartCount > 0);
  return isInitialized && hasBegun ? 'Running' : 'Pending';
}
