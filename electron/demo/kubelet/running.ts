import type { Container, Pod } from '../objects/workloads';
import type { Program } from '../programs/program';

/** A container that runs right now: what exec, attach, port-forward and the proxies reach. */
export interface RunningContainer {
  readonly pod: Pod;
  readonly container: Container;
  readonly containerID: string;
  readonly program: Program;
  /** The tag of its image. */
  readonly version: string;
  /** Epoch ms. */
  readonly startedAt: number;
  /** Site time, for how long its program has been at it. */
  readonly startedAtSite: number;
  /** Its first process ends with that code. */
  exit(code: number): void;
}

/** The running containers of all pods of the site. */
export interface RunningContainers {
  begin(running: RunningContainer): void;
  end(podUid: string, container: string): void;
  forget(podUid: string): void;
  find(podUid: string, container: string): RunningContainer | undefined;
  /** Calls back once when it ends; returns the way to take that back. */
  onEnd(running: RunningContainer, listener: () => void): () => void;
}

export function createRunningContainers(): RunningContainers {
  const pods = new Map<string, Map<string, RunningContainer>>();
  // Only what somebody looks at has listeners: weeks of history begin and end thousands of containers.
  const listeners = new Map<RunningContainer, Set<() => void>>();

  const ended = (running: RunningContainer) => {
    const told = listeners.get(running);
    listeners.delete(running);
    for (const listener of told ?? []) listener();
  };

  return {
    begin(running) {
      const { uid } = running.pod.metadata;
      const pod = pods.get(uid) ?? new Map<string, RunningContainer>();
      pods.set(uid, pod);
      pod.set(running.container.name, running);
    },
    end(podUid, container) {
      const pod = pods.get(podUid);
      const running = pod?.get(container);
      if (!running) return;
      pod?.delete(container);
      ended(running);
    },
    forget(podUid) {
      const pod = pods.get(podUid);
      pods.delete(podUid);
      for (const running of pod?.values() ?? []) ended(running);
    },
    find: (podUid, container) => pods.get(podUid)?.get(container),
    onEnd(running, listener) {
      const told = listeners.get(running) ?? new Set();
      listeners.set(running, told);
      told.add(listener);
      return () => {
        told.delete(listener);
        if (told.size === 0) listeners.delete(running);
      };
    },
  };
}
