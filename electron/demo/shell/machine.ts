import { environmentOf } from '../kubelet/environment';
import type { RunningContainer } from '../kubelet/running';
import type { Site } from '../site';
import { createFileSystem, type FileSystem } from './fileSystem';
import { furnish } from './furnish';
import { firstProcesses } from './inside';

export interface Process {
  pid: number;
  user: string;
  command: string;
  /** Epoch ms. */
  startedAt: number;
  residentKiB: number;
  /** Stops it; the first process takes its container with it. */
  kill(signal: number): void;
}

/** The inside of one running container: what a shell in it sees. It is made when somebody first looks and goes with the container. */
export interface Machine {
  readonly running: RunningContainer;
  readonly site: Pick<Site, 'store' | 'clock' | 'network'>;
  readonly namespace: string;
  readonly hostname: string;
  readonly env: Readonly<Record<string, string>>;
  readonly files: FileSystem;
  processes(): Process[];
  /** Lists a process until its `end`. */
  spawn(command: string, kill: (signal: number) => void): { pid: number; end(): void };
}

/** The machines of the site's running containers. */
export interface Machines {
  of(running: RunningContainer): Machine;
}

export function createMachines(site: Pick<Site, 'store' | 'clock' | 'network'>): Machines {
  const machines = new WeakMap<RunningContainer, Machine>();
  return {
    of(running) {
      const machine = machines.get(running) ?? createMachine(running, site);
      machines.set(running, machine);
      return machine;
    },
  };
}

const sigterm = 15;

function createMachine(running: RunningContainer, site: Pick<Site, 'store' | 'clock' | 'network'>): Machine {
  const { pod, container, startedAt } = running;
  const env = environmentOf(site.store, pod, container);
  const files = createFileSystem(() => site.clock.now());
  const processes = new Map<number, Process>();
  let lastPid = 0;
  const add = (process: Omit<Process, 'pid'>): number => {
    lastPid += 1;
    processes.set(lastPid, { ...process, pid: lastPid });
    return lastPid;
  };
  for (const { command, user, residentKiB } of firstProcesses(running, env)) {
    // Programs of the demo end politely on SIGTERM; any other signal kills them.
    const kill = lastPid === 0 ? (signal: number) => running.exit(signal === sigterm ? 0 : 128 + signal) : () => undefined;
    add({ command, user, residentKiB, startedAt, kill });
  }
  // Numbers of processes that came and went before anybody looked.
  lastPid += 6;
  const machine: Machine = {
    running,
    site,
    namespace: pod.metadata.namespace ?? '',
    hostname: pod.metadata.name,
    env,
    files,
    processes: () => [...processes.values()],
    spawn(command, kill) {
      const pid = add({ command, user: 'root', residentKiB: 1024, startedAt: site.clock.now(), kill });
      return { pid, end: () => void processes.delete(pid) };
    },
  };
  furnish(machine);
  return machine;
}
