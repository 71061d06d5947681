import type { EventText } from '../controllers/events';
import type { Condition, Container, ContainerStatus, Pod, PodStatus } from '../objects/workloads';
import type { Site } from '../site';
import { kindNamed } from '../store/kinds';
import { timestamp } from '../time/clock';
import { withCondition } from '../controllers/conditions';
import { missingVolume } from './configuration';
import { createContainerRun, type ContainerRun } from './containerRun';
import type { ImageTable } from './images';

/** A node as the kubelet model knows it. */
export interface NodeModel {
  name: string;
  ip: string;
  pulled: Set<string>;
  nextPodIp: () => string;
}

export interface PodWorker {
  /** The pod was deleted: its containers get their time to stop, then it is gone. */
  stop(graceSeconds: number): void;
  /** The object is gone: nothing is written any more. */
  drop(): void;
}

const writer = { manager: 'kubelet', operation: 'Update', subresource: 'status' } as const;

/** Runs one pod on its node: volumes, init containers one after the other, containers, status, graceful stop. */
export function startPodWorker(site: Site, images: ImageTable, node: NodeModel, assigned: Pod): PodWorker {
  const { store, writes, clock, events, random } = site;
  const kind = kindNamed('Pod');
  const { namespace, name, uid } = assigned.metadata;
  const startTime = timestamp(clock.now());
  let podIP: string | undefined;
  let isStopped = false;
  let cancelPending = () => {};

  const current = () => {
    const pod = store.get(kind, namespace, name) as Pod | undefined;
    return pod?.metadata.uid === uid ? pod : undefined;
  };
  const record = (event: EventText, fieldPath?: string) => events.record(current() ?? assigned, event, { component: 'kubelet', host: node.name, ...(fieldPath && { fieldPath }) });

  const createRun = (container: Container, isInit: boolean, changed: () => void): ContainerRun => {
    const policy = assigned.spec.restartPolicy ?? 'Always';
    return createContainerRun({
      site,
      images,
      pulled: node.pulled,
      pod: assigned,
      container,
      isInit,
      restarts: isInit && policy === 'Always' ? 'OnFailure' : policy,
      record: (event) => record(event, `spec.${isInit ? 'initContainers' : 'containers'}{${container.name}}`),
      changed,
    });
  };

  const initRuns: ContainerRun[] = (assigned.spec.initContainers ?? []).map((container, index) => createRun(container, true, () => initChanged(index)));
  const runs: ContainerRun[] = assigned.spec.containers.map((container) => createRun(container, false, () => publish()));

  const initChanged = (index: number) => {
    const isDone = initRuns[index]?.status().state.terminated?.exitCode === 0;
    if (isDone) (initRuns[index + 1] ? [initRuns[index + 1]] : runs).forEach((run) => run?.start());
    publish();
  };

  const publish = () => {
    const pod = current();
    if (!pod || isStopped) return;
    const status = statusOf(pod, initRuns.map((run) => run.status()), runs.map((run) => run.status()));
    writes.update(kind, { ...pod, status: { ...status, hostIP: node.ip, hostIPs: [{ ip: node.ip }], ...(podIP && { podIP, podIPs: [{ ip: podIP }] }), startTime } }, writer);
  };

  const statusOf = (pod: Pod, init: ContainerStatus[], main: ContainerStatus[]): PodStatus => {
    const now = timestamp(clock.now());
    const isInitialized = init.every(({ ready }) => ready);
    const unready = main.filter(({ ready }) => !ready).map((status) => status.name);
    const phase = phaseOf(main, isInitialized);
    const set = (conditions: Condition[] | undefined, type: string, isTrue: boolean, reason?: string, message?: string) =>
      withCondition(conditions, { type, status: isTrue ? 'True' : 'False', lastProbeTime: null, ...(!isTrue && reason && { reason, message: message ?? '' }) }, now);
    const isReady = isInitialized && unready.length === 0;
    const finished = phase === 'Succeeded' ? 'PodCompleted' : undefined;
    const why = `containers with unready status: [${unready.join(' ')}]`;
    let conditions = set(pod.status.conditions, 'PodReadyToStartContainers', podIP !== undefined);
    conditions = set(conditions, 'Initialized', isInitialized, 'ContainersNotInitialized', `containers with incomplete status: [${init.filter(({ ready }) => !ready).map((status) => status.name).join(' ')}]`);
    conditions = set(conditions, 'Ready', isReady, finished ?? 'ContainersNotReady', finished ? undefined : why);
    conditions = set(conditions, 'ContainersReady', isReady, finished ?? 'ContainersNotReady', finished ? undefined : why);
    return { ...pod.status, phase, conditions, ...(init.length > 0 && { initContainerStatuses: init }), containerStatuses: main };
  };

  const phaseOf = (main: ContainerStatus[], isInitialized: boolean): PodStatus['phase'] => {
    const policy = assigned.spec.restartPolicy ?? 'Always';
    const ends = main.map(({ state }) => state.terminated);
    if (policy !== 'Always' && ends.every((end) => end !== undefined)) {
      if (ends.every((end) => end?.exitCode === 0)) return 'Succeeded';
      if (policy === 'Never') return 'Failed';
    }
    const hasBegun = main.some(({ state, restartCount }) => state.running ?? state.terminated ?? restartCount > 0);
    return isInitialized && hasBegun ? 'Running' : 'Pending';
  };

  const mount = () => {
    const pod = current();
    if (!pod || isStopped) return;
    const problem = missingVolume(store, pod);
    if (problem) {
      record({ type: 'Warning', reason: 'FailedMount', message: problem });
      cancelPending = clock.after(8000, mount);
      return;
    }
    podIP = node.nextPodIp();
    for (const run of initRuns.length > 0 ? initRuns.slice(0, 1) : runs) run.start();
    publish();
  };

  publish();
  cancelPending = clock.after(random.between(150, 400), mount);

  const drop = () => {
    cancelPending();
    isStopped = true;
    for (const run of [...initRuns, ...runs]) run.drop();
  };

  return {
    stop(graceSeconds) {
      if (isStopped) return;
      const running = runs.filter((run) => run.status().state.running);
      for (const run of running) {
        const container = run.status().name;
        record({ reason: 'Killing', message: `Stopping container ${container}` }, `spec.containers{${container}}`);
      }
      cancelPending();
      for (const run of [...initRuns, ...runs]) run.drop();
      cancelPending = clock.after(running.length > 0 ? Math.min(random.between(600, 1600), graceSeconds * 1000) : 100, () => {
        for (const run of runs) run.stop();
        publish();
        isStopped = true;
        const pod = current();
        if (pod) store.remove(kind, pod);
      });
    },
    drop,
  };
}
