import type { EventText } from '../controllers/events';
import type { Container, ContainerState, ContainerStatus, Pod } from '../objects/workloads';
import type { Site } from '../site';
import { timestamp } from '../time/clock';
import { missingEnvironment } from './configuration';
import { environmentOf } from './environment';
import type { Image, ImageTable } from './images';
import { startProbes } from './probes';
import { createPuller } from './pulling';
import { askedSpells, endingOf, surroundingsOf } from './surroundings';

/** One container of a pod from the first pull to its last exit. */
export interface ContainerRun {
  status(): ContainerStatus;
  start(): void;
  /** How long it takes to stop when asked, and what it exits with. */
  stopping(graceMs: number): { ms: number; code: number };
  /** Ends it now. */
  stop(code: number): void;
  /** Drops its timers; nothing is said any more. */
  drop(): void;
}

interface Deps {
  site: Site;
  images: ImageTable;
  /** What this node has pulled already. */
  pulled: Map<string, Image>;
  pod: Pod;
  container: Container;
  restarts: 'Always' | 'OnFailure' | 'Never';
  /** An init container that must end; a sidecar among them is not one. */
  isInit: boolean;
  podIP: () => string;
  record: (event: EventText) => void;
  /** The status changed. */
  changed: () => void;
}

const firstBackoffMs = 10_000;
const longestBackoffMs = 300_000;
/** A container that ran this long starts over with the shortest back-off. */
const calmMs = 600_000;
const killed = 137;
const terminatedBySignal = 143;

export function createContainerRun({ site, images, pulled, pod, container, restarts, isInit, podIP, record, changed }: Deps): ContainerRun {
  const { clock, random, store, logs, running } = site;
  const { name } = container;
  let state: ContainerState = { waiting: { reason: isInit || !pod.spec.initContainers?.length ? 'ContainerCreating' : 'PodInitializing' } };
  let lastState: ContainerState = {};
  let image: Image | undefined;
  let containerID: string | undefined;
  let started = false;
  let ready = false;
  let restartCount = 0;
  let backoffMs = firstBackoffMs;
  let startedAtSite = 0;
  const timers = new Set<() => void>();

  const later = (ms: number, task: () => void) => {
    const cancel = clock.after(ms, () => {
      timers.delete(cancel);
      task();
    });
    timers.add(cancel);
  };
  const drop = () => {
    for (const cancel of timers) cancel();
    timers.clear();
  };
  const enter = (next: ContainerState) => {
    state = next;
    changed();
  };
  const runMs = () => clock.elapsedMs() - startedAtSite;

  const puller = createPuller({ images, random, pulled, pod, container, record, later, waiting: (waiting) => enter({ waiting }) });
  const pull = () =>
    puller((found) => {
      image = found;
      create();
    });

  const create = () => {
    const missing = missingEnvironment(store, pod, container);
    if (missing) {
      record({ type: 'Warning', reason: 'Failed', message: `Error: ${missing}` });
      enter({ waiting: { reason: 'CreateContainerConfigError', message: missing } });
      later(5000, create);
      return;
    }
    containerID = `containerd://${random.hex(64)}`;
    record({ reason: 'Created', message: `Created container ${name}` });
    later(random.between(80, 250), begin);
  };

  const begin = () => {
    if (!image) return;
    const { program } = image;
    startedAtSite = clock.elapsedMs();
    const around = surroundingsOf(site, pod, image);
    logs.begin(pod.metadata.uid, name, { program, ...around, env: () => environmentOf(store, pod, container) });
    running.begin({ pod, container, containerID: containerID ?? '', program, version: image.version, startedAt: around.startedAt, startedAtSite, exit: die });
    record({ reason: 'Started', message: `Started container ${name}` });
    state = { running: { startedAt: timestamp(clock.now()) } };
    const ending = endingOf(program, container, pod, around, restartCount);
    if (ending) later(ending.afterMs, () => ended(ending.code, ending.reason));
    if (isInit) return changed();
    const probed = { program, container, podIP: podIP(), spells: askedSpells(pod) };
    startProbes({
      probed,
      random,
      runMs,
      later,
      record,
      onStarted: () => {
        started = true;
      },
      onReady: (isReady) => {
        ready = isReady;
        changed();
      },
      onFailed: kill,
    });
    // With a readiness probe nothing has been said of this start yet.
    changed();
  };

  const kill = (probe: 'liveness' | 'startup') => {
    record({ reason: 'Killing', message: `Container ${name} failed ${probe} probe, will be restarted` });
    const { ms, code } = stopping((pod.spec.terminationGracePeriodSeconds ?? 30) * 1000);
    drop();
    later(ms, () => ended(code));
  };

  const stopping = (graceMs: number) => {
    const program = image?.program;
    const ms = program?.stopMs ?? random.between(300, 900);
    return ms > graceMs ? { ms: graceMs, code: killed } : { ms, code: program?.stopCode ?? terminatedBySignal };
  };

  const terminated = (exitCode: number, why?: 'OOMKilled'): ContainerState => {
    const now = timestamp(clock.now());
    return { terminated: { exitCode, reason: why ?? (exitCode === 0 ? 'Completed' : 'Error'), startedAt: state.running?.startedAt ?? now, finishedAt: now, ...(containerID && { containerID }) } };
  };

  /** Somebody inside ended its first process: what it would have done of itself is off. */
  const die = (code: number) => {
    if (state.running) ended(code);
  };

  const ended = (code: number, why?: 'OOMKilled') => {
    drop();
    ready = false;
    started = false;
    logs.end(pod.metadata.uid, name, clock.now());
    running.end(pod.metadata.uid, name);
    const finished = terminated(code, why);
    if (restarts === 'Never' || (restarts === 'OnFailure' && code === 0)) return enter(finished);
    if (runMs() > calmMs) backoffMs = firstBackoffMs;
    enter(finished);
    later(900, () => backOff(finished));
  };

  /** The first restart comes at once, later ones after a growing wait. */
  const backOff = (finished: ContainerState) => {
    lastState = finished;
    if (restartCount === 0) return restart();
    const waitMs = backoffMs;
    backoffMs = Math.min(backoffMs * 2, longestBackoffMs);
    const { namespace = '', uid } = pod.metadata;
    const where = `${pod.metadata.name}_${namespace}(${uid})`;
    record({ type: 'Warning', reason: 'BackOff', message: `Back-off restarting failed container ${name} in pod ${where}` });
    const wait = waitMs >= 60_000 ? `${Math.floor(waitMs / 60_000)}m${(waitMs % 60_000) / 1000}s` : `${waitMs / 1000}s`;
    enter({ waiting: { reason: 'CrashLoopBackOff', message: `back-off ${wait} restarting failed container=${name} pod=${where}` } });
    later(waitMs, restart);
  };

  const restart = () => {
    restartCount += 1;
    pull();
  };

  return {
    status: () => ({
      name,
      image: container.image,
      imageID: image && containerID ? image.imageId : '',
      ...(containerID && { containerID }),
      ready: isInit ? state.terminated?.exitCode === 0 : ready,
      started: isInit ? state.running !== undefined : started,
      restartCount,
      state,
      lastState,
    }),
    start: pull,
    stopping,
    stop(code) {
      drop();
      ready = false;
      started = false;
      if (state.running) {
        logs.end(pod.metadata.uid, name, clock.now());
        running.end(pod.metadata.uid, name);
        state = terminated(code);
      } else if (state.waiting && lastState.terminated) state = lastState;
    },
    drop,
  };
}
