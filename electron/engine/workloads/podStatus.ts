import type { Container, ContainerStatus, KubeEvent, Pod } from '@electron/engine/kube/objects';
import type { Status } from '@shared/model/status';
import { sentence } from '@shared/sentences/sentence';
import { abnormal, crashCause, exitCause, probeMessage, waitingProblem } from './containerStatus';
import { newestWarning, timeOf } from './events';
import { plainMessage } from './message';

/** What a status depends on beside the objects themselves. */
export interface StatusContext {
  /** Epoch ms by the cluster's clock. */
  now: number;
  /** Events about an object, where they are known. They only make causes more precise, and are asked for only where they could. */
  events(uid: string): readonly KubeEvent[];
}

/** How long creating containers may take before events are asked why. */
const creatingGraceMs = 15_000;
/** How long a container may run before not being ready counts as a failing probe. */
const readyGraceMs = 30_000;
/** A container that has just been restarted, and not for the first time, is still crashing until it has lived this long. */
const crashMemoryMs = 60_000;
const recentRestartMs = 10 * 60_000;
/** Kubelet and API server take some seconds beyond the grace period as a matter of course. */
const stuckAfterMs = 60_000;

type Events = () => readonly KubeEvent[];

const condition = (pod: Pod, type: string) => pod.status?.conditions?.find((candidate) => candidate.type === type);

export const isReady = (pod: Pod): boolean => !pod.metadata.deletionTimestamp && condition(pod, 'Ready')?.status === 'True';

/** Ended for good: evicted, failed or completed. Such pods are kept by the cluster and replaced by others. */
export const hasEnded = (pod: Pod): boolean => pod.status?.phase === 'Failed' || pod.status?.phase === 'Succeeded';

/** The state of one pod, with its cause. Pure: equal arguments give equal answers. */
export const podStatus = (pod: Pod, { now, events: eventsOf }: StatusContext): Status => {
  const events = () => eventsOf(pod.metadata.uid);
  return leaving(pod, now) ?? ended(pod) ?? withoutNode(pod) ?? initializing(pod, events, now) ?? notRunning(pod, events, now) ?? running(pod, events, now);
};

const leaving = (pod: Pod, now: number): Status | null => {
  const deadline = timeOf(pod.metadata.deletionTimestamp);
  if (deadline === null) return null;
  const finalizer = pod.metadata.finalizers?.[0];
  const overdue = now - deadline;
  if (overdue < stuckAfterMs) return { word: 'stopping', cause: sentence('status.pod.stopping') };
  if (finalizer) return abnormal(sentence('status.pod.held', { finalizer: plainMessage(finalizer) }));
  return abnormal(sentence('status.pod.stuck', { minutes: Math.floor(overdue / 60_000), node: pod.spec?.nodeName ?? '?' }));
};

const ended = (pod: Pod): Status | null => {
  const { phase, reason, message } = pod.status ?? {};
  if (phase === 'Succeeded') return { word: 'completed', cause: sentence('status.pod.completed') };
  if (reason === 'NodeLost' || phase === 'Unknown') return { word: 'unknown', cause: sentence('status.pod.nodeLost', { node: pod.spec?.nodeName ?? '?' }) };
  if (phase !== 'Failed') return null;
  if (reason === 'Evicted') return abnormal(sentence('status.pod.evicted', { message: plainMessage(message) }));
  const failed = statuses(pod).find(({ state }) => state?.terminated && state.terminated.exitCode !== 0);
  // A node that refuses or ends a pod says so in the pod's reason; a container's exit code then is only the consequence.
  if (reason) return abnormal(sentence('status.pod.refused', { reason: plainMessage(reason), message: plainMessage(message) }));
  if (failed?.state?.terminated) return abnormal(exitCause(failed.name, failed.state.terminated));
  return abnormal(sentence('status.pod.failed'));
};

const withoutNode = (pod: Pod): Status | null => {
  if (pod.spec?.nodeName) return null;
  const scheduled = condition(pod, 'PodScheduled');
  if (scheduled?.reason === 'Unschedulable') return abnormal(sentence('status.pod.unschedulable', { message: plainMessage(scheduled.message) }));
  if (scheduled?.reason === 'SchedulingGated') return { word: 'starting', cause: sentence('status.pod.gated', { message: plainMessage(scheduled.message) }) };
  return { word: 'starting', cause: sentence('status.pod.scheduling') };
};

/** Init containers run one after another: the first that has not done its part is what the pod waits for. */
const initializing = (pod: Pod, events: Events, now: number): Status | null => {
  const containers = pod.spec?.initContainers ?? [];
  for (const [index, container] of containers.entries()) {
    const status = pod.status?.initContainerStatuses?.find(({ name }) => name === container.name);
    if (!status) return null;
    const { terminated, running: isRunning, waiting } = status.state ?? {};
    if (terminated?.exitCode === 0 || (container.restartPolicy === 'Always' && status.started)) continue;
    if (terminated) return abnormal(restarts(status) > 0 ? crashCause(status, events) : exitCause(container.name, terminated));
    if (waiting) {
      const problem = waitingProblem(container, status, events);
      if (problem) return problem;
    }
    if (isRunning) return { word: 'starting', cause: sentence('status.init.running', { container: container.name, index: index + 1, count: containers.length }) };
    return creating(pod, events, now);
  }
  return null;
};

const notRunning = (pod: Pod, events: Events, now: number): Status | null => {
  const containers = pairs(pod);
  for (const [container, status] of containers) {
    if (!status) return creating(pod, events, now);
    const problem = waitingProblem(container, status, events) ?? crashing(status, events, now);
    if (problem) return problem;
  }
  return containers.some(([, status]) => status?.state?.waiting ?? !status?.state) ? creating(pod, events, now) : null;
};

const crashing = (status: ContainerStatus, events: Events, now: number): Status | null => {
  const { terminated, running: isRunning } = status.state ?? {};
  if (terminated) return abnormal(restarts(status) > 0 ? crashCause(status, events) : exitCause(status.name, terminated));
  const startedAt = timeOf(isRunning?.startedAt);
  // Without a readiness probe a crashing container looks ready for the seconds that it lives.
  const isYoung = startedAt !== null && now - startedAt < crashMemoryMs;
  return isYoung && restarts(status) > 1 && status.lastState?.terminated ? abnormal(crashCause(status, events)) : null;
};

const creating = (pod: Pod, eventsOf: Events, now: number): Status => {
  const cause = { word: 'starting', cause: sentence('status.creating', { node: pod.spec?.nodeName ?? '?' }) } satisfies Status;
  // A mount that fails once, since its ConfigMap comes a second later, is no news.
  if (now - (timeOf(pod.metadata.creationTimestamp) ?? now) < creatingGraceMs) return cause;
  const events = eventsOf();
  const mount = newestWarning(events, ['FailedMount', 'FailedAttachVolume', 'FailedMapVolume']);
  if (mount) return abnormal(sentence('status.mountFails', { message: plainMessage(mount.message) }));
  const sandbox = newestWarning(events, ['FailedCreatePodSandBox', 'NetworkNotReady']);
  if (sandbox) return abnormal(sentence('status.sandboxFails', { message: plainMessage(sandbox.message) }));
  return cause;
};

/** All its containers run: is it ready, and if not, whose fault is it? */
const running = (pod: Pod, events: Events, now: number): Status => {
  if (isReady(pod)) return restartedLately(pod, now) ?? { word: 'running', cause: sentence('status.pod.running') };
  const [container, status] = pairs(pod).find(([, candidate]) => !candidate?.ready) ?? [];
  if (!container || !status) return unreadyAsAWhole(pod);
  if (status.started === false) return { word: 'starting', cause: sentence('status.pod.startupProbe', { container: container.name }) };
  const startedAt = timeOf(status.state?.running?.startedAt) ?? now;
  const unreadySince = timeOf(condition(pod, 'Ready')?.lastTransitionTime) ?? startedAt;
  const wasReadyBefore = unreadySince > startedAt + 1000;
  if (!wasReadyBefore && now - startedAt < readyGraceMs) return { word: 'starting', cause: sentence('status.pod.notReadyYet', { container: container.name }) };
  if (!container.readinessProbe) return abnormal(sentence('status.pod.notReady', { container: container.name }));
  const probe = newestWarning(events(), ['Unhealthy'], (text) => text.startsWith('Readiness probe'));
  return abnormal(
    probe
      ? sentence('status.pod.probeFailsMessage', { container: container.name, message: probeMessage(probe.message) })
      : sentence('status.pod.probeFails', { container: container.name }),
  );
};

/** Every container is ready and the pod is not: a readiness gate, or the node controller has lost the node. */
const unreadyAsAWhole = (pod: Pod): Status => {
  const ready = condition(pod, 'Ready');
  if (ready?.reason === 'ReadinessGatesNotReady') return abnormal(sentence('status.pod.gateNotReady', { message: plainMessage(ready.message) }));
  if (ready?.status === 'False' && !ready.reason) return { word: 'unknown', cause: sentence('status.pod.nodeLost', { node: pod.spec?.nodeName ?? '?' }) };
  return { word: 'starting', cause: sentence('status.creating', { node: pod.spec?.nodeName ?? '?' }) };
};

const restartedLately = (pod: Pod, now: number): Status | null => {
  for (const status of statuses(pod)) {
    const last = status.lastState?.terminated;
    const at = timeOf(last?.finishedAt);
    if (!last || at === null || now - at > recentRestartMs) continue;
    const ago = Math.max(0, Math.round((now - at) / 60_000));
    return { word: 'running', cause: sentence('status.pod.restarted', { container: status.name, ago, restarts: restarts(status), exitCode: last.exitCode }) };
  }
  return null;
};

const restarts = (status: ContainerStatus): number => status.restartCount ?? 0;
const statuses = (pod: Pod): ContainerStatus[] => pod.status?.containerStatuses ?? [];
const pairs = (pod: Pod): [Container, ContainerStatus | undefined][] =>
  (pod.spec?.containers ?? []).map((container) => [container, statuses(pod).find(({ name }) => name === container.name)]);
