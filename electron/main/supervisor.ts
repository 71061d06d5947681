import type { FromEngine, ToEngine } from '@electron/platform/engineMessages';

/** The engine's process, as the supervisor sees it. `Port` is what a process can be handed besides a message. */
export interface EngineProcess<Port> {
  readonly pid: number | undefined;
  post(message: ToEngine, ports: Port[]): void;
  onMessage(listener: (message: FromEngine) => void): void;
  onExit(listener: (code: number | null) => void): void;
  kill(): void;
}

export interface SupervisorOptions<Port> {
  /** Starts a process and hands it its platform. */
  launch(): EngineProcess<Port>;
  /** A process serves windows from now on. */
  onReady(pid: number | undefined): void;
  onExit(event: { code: number | null; restarts: number; delayMs: number }): void;
  /** It died several times in a row, each time soon after its start. */
  onTrouble(): void;
  /** How long to wait before the n-th start in a row (from 1) that follows a death. */
  backOffMs?: (failures: number) => number;
  disposeTimeoutMs?: number;
  now?: () => number;
}

/** Keeps one engine running. */
export interface Supervisor<Port> {
  start(): void;
  /** Hands a window to the engine, or to the next one when there is none at the moment. */
  connectWindow(peerId: string, port: Port): void;
  /** Kills the engine; the next one comes as after a crash. */
  restart(): void;
  /** Lets the engine end in order, and kills it when it takes too long. Nothing is started afterwards. */
  dispose(): Promise<void>;
}

const failuresBeforeTrouble = 3;
/** One that lived this long was not broken from the start. */
const healthyMs = 60_000;
/** At once after a first crash, slower and slower after that, but never given up. */
const defaultBackOffMs = (failures: number): number => (failures <= 1 ? 0 : Math.min(30_000, 250 * 2 ** (failures - 1)));

export const createSupervisor = <Port>({
  launch,
  onReady,
  onExit,
  onTrouble,
  backOffMs = defaultBackOffMs,
  disposeTimeoutMs = 5_000,
  now = Date.now,
}: SupervisorOptions<Port>): Supervisor<Port> => {
  let current: { process: EngineProcess<Port>; startedAt: number; ready: boolean } | null = null;
  // By peer: the page of a window that reloads meanwhile brings a new port, and the old one leads nowhere.
  const waiting = new Map<string, Port>();
  let restarts = 0;
  let failures = 0;
  let timer: NodeJS.Timeout | null = null;
  let disposing: (() => void) | null = null;

  const exited = (code: number | null, startedAt: number): void => {
    current = null;
    if (disposing) return disposing();
    restarts += 1;
    failures = now() - startedAt > healthyMs ? 1 : failures + 1;
    const delayMs = backOffMs(failures);
    onExit({ code, restarts, delayMs });
    if (failures === failuresBeforeTrouble) onTrouble();
    timer = setTimeout(start, delayMs);
  };

  const start = (): void => {
    const engine = { process: launch(), startedAt: now(), ready: false };
    current = engine;
    engine.process.onMessage(() => {
      engine.ready = true;
      onReady(engine.process.pid);
      for (const [peerId, port] of waiting) engine.process.post({ type: 'window', peerId }, [port]);
      waiting.clear();
    });
    engine.process.onExit((code) => exited(code, engine.startedAt));
  };

  return {
    start,
    connectWindow(peerId, port) {
      // A port handed to a process that is not ready would die with it; here it waits for the next one.
      if (current?.ready) current.process.post({ type: 'window', peerId }, [port]);
      else waiting.set(peerId, port);
    },
    restart() {
      current?.process.kill();
    },
    dispose: () =>
      new Promise((resolve) => {
        if (timer) clearTimeout(timer);
        if (!current) return resolve();
        const engine = current.process;
        const deadline = setTimeout(() => engine.kill(), disposeTimeoutMs);
        disposing = () => {
          clearTimeout(deadline);
          resolve();
        };
        engine.post({ type: 'dispose' }, []);
      }),
  };
};
