import type { EventText } from '../controllers/events';
import { isFinished } from '../controllers/pods';
import type { Container, Pod, PodStatus } from '../objects/workloads';
import type { Site } from '../site';
import { kindNamed } from '../store/kinds';
import { timestamp } from '../time/clock';
import { missingVolume } from './configuration';
import { createContainerRun, type ContainerRun } from './containerRun';
import type { Image, ImageTable } from './images';
import { isSidecar, podStatusOf } from './podStatus';

/** A node as the kubelet model knows it. */
export interface NodeModel {
  name: string;
  ip: string;
  /** The images on it, by the references they were pulled by. */
  pulled: Map<string, Image>;
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
  const { store, writes, deletes, clock, events, random } = site;
  const kind = kindNamed('Pod');
  const { namespace, name, uid } = assigned.metadata;
  const { restartPolicy = 'Always', initContainers = [], containers, activeDeadlineSeconds } = assigned.spec;
  const startTime = timestamp(clock.now());
  let podIP: string | undefined;
  let isStopped = false;
  let cancelPending = () => {};
  let cancelDeadline = () => {};

  const current = () => {
    const pod = store.get(kind, namespace, name) as Pod | undefined;
    return pod?.metadata.uid === uid ? pod : undefined;
  };
  const record = (event: EventText, fieldPath?: string) => events.record(current() ?? assigned, event, { component: 'kubelet', host: node.name, ...(fieldPath && { fieldPath }) });

  const createRun = (container: Container, where: 'initContainers' | 'containers', changed: () => void): ContainerRun => {
    const isInit = where === 'initContainers' && !isSidecar(container);
    return createContainerRun({
      site,
      images,
      pulled: node.pulled,
      pod: assigned,
      container,
      isInit,
      restarts: isSidecar(container) ? 'Always' : isInit && restartPolicy === 'Always' ? 'OnFailure' : restartPolicy,
      podIP: () => podIP ?? '',
      record: (event) => record(event, `spec.${where}{${container.name}}`),
      changed,
    });
  };

  const initRuns: ContainerRun[] = initContainers.map((container, index) => createRun(container, 'initContainers', () => initChanged(index)));
  const runs: ContainerRun[] = containers.map((container) => createRun(container, 'containers', () => mainChanged()));
  const all = [...initRuns, ...runs];
  let begun = 0;

  /** Starts the next init container once this one is through; a sidecar is as soon as it has started. */
  const initChanged = (index: number) => {
    const container = initContainers[index];
    const status = initRuns[index]?.status();
    const isThrough = container && isSidecar(container) ? status?.started : status?.state.terminated?.exitCode === 0;
    if (isThrough && index === begun - 1) startNext();
    publish();
  };

  const startNext = () => {
    const next = initRuns[begun];
    begun += 1;
    for (const run of next ? [next] : runs) run.start();
  };

  const mainChanged = () => {
    publish();
    const pod = current();
    if (!pod || !isFinished(pod)) return;
    cancelDeadline();
    const sidecars = initRuns.filter((run) => run.status().state.running);
    for (const run of sidecars) run.stop(0);
    if (sidecars.length > 0) publish();
  };

  const publish = (more: Partial<PodStatus> = {}, isOver = false) => {
    const pod = current();
    if (!pod || isStopped) return;
    const status = podStatusOf(pod, { init: initRuns.map((run) => run.status()), main: runs.map((run) => run.status()), hasSandbox: podIP !== undefined, isStopped: isOver, now: timestamp(clock.now()) });
    writes.update(kind, { ...pod, status: { ...status, hostIP: node.ip, hostIPs: [{ ip: node.ip }], ...(podIP && { podIP, podIPs: [{ ip: podIP }] }), startTime, ...more } }, writer);
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
    startNext();
    publish();
  };

  /** Asks what runs to end; `then` comes when the last one has. */
  const stopContainers = (graceSeconds: number, then: () => void) => {
    cancelPending();
    cancelDeadline();
    const running = all.filter((run) => run.status().state.running);
    const ends = running.map((run) => {
      const index = runs.indexOf(run);
      const container = run.status().name;
      record({ reason: 'Killing', message: `Stopping container ${container}` }, `spec.${index >= 0 ? 'containers' : 'initContainers'}{${container}}`);
      return { run, ...run.stopping(graceSeconds * 1000) };
    });
    for (const run of all) run.drop();
    cancelPending = clock.after(Math.max(100, ...ends.map(({ ms }) => ms)), () => {
      for (const run of all) run.stop(ends.find((end) => end.run === run)?.code ?? 0);
      then();
    });
  };

  const expire = () => {
    const message = 'Pod was active on the node longer than the specified deadline';
    record({ reason: 'DeadlineExceeded', message });
    stopContainers(assigned.spec.terminationGracePeriodSeconds ?? 30, () => publish({ phase: 'Failed', reason: 'DeadlineExceeded', message }, true));
  };

  publish();
  cancelPending = clock.after(random.between(150, 400), mount);
  if (activeDeadlineSeconds) cancelDeadline = clock.after(activeDeadlineSeconds * 1000, expire);

  return {
    stop(graceSeconds) {
      if (isStopped) return;
      stopContainers(graceSeconds, () => {
        publish({}, true);
        isStopped = true;
        if (current()) deletes.remove(kind, namespace, name, { gracePeriodSeconds: 0 });
      });
    },
    drop() {
      cancelPending();
      cancelDeadline();
      isStopped = true;
      for (const run of all) run.drop();
    },
  };
}
