import { fork } from 'node:child_process';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { fromEngineSchema } from '@electron/platform/engineMessages';
import { createSupervisor, type EngineProcess, type Supervisor, type SupervisorOptions } from './supervisor';

/** An engine of a few lines. Ports are strings here: what matters is which process a window reaches. */
const engines = {
  faithful: `process.send({ type: 'ready' });
    process.on('message', ({ message, ports }) => {
      if (message.type === 'window') process.send({ window: message.peerId, port: ports[0], pid: process.pid });
      if (message.type === 'dispose') process.exit(0);
    });`,
  broken: `process.exit(3);`,
  deaf: `process.send({ type: 'ready' }); process.on('message', () => undefined);`,
};

interface Reached {
  window: string;
  port: string;
  pid: number;
}

describe('supervisor of the engine', () => {
  let folder: string;
  beforeAll(async () => {
    folder = await mkdtemp(path.join(tmpdir(), 'wheelhouse-supervisor-'));
    for (const [name, source] of Object.entries(engines)) await writeFile(path.join(folder, `${name}.cjs`), source);
  });
  afterAll(() => rm(folder, { recursive: true, force: true }));

  /** Runs a supervisor over real processes; `reached` gives the windows in the order in which engines took them. */
  const supervise = (
    engine: keyof typeof engines | (() => keyof typeof engines),
    options: Partial<SupervisorOptions<string>> = {},
  ): { supervisor: Supervisor<string>; launched: EngineProcess<string>[]; exits: (number | null)[]; reached(): Promise<Reached> } => {
    const launched: EngineProcess<string>[] = [];
    const exits: (number | null)[] = [];
    const arrived: Reached[] = [];
    const waiting: ((reached: Reached) => void)[] = [];
    const launch = (): EngineProcess<string> => {
      const child = fork(path.join(folder, `${typeof engine === 'string' ? engine : engine()}.cjs`));
      child.on('message', (message: Reached) => {
        if (!('window' in message)) return;
        const taker = waiting.shift();
        if (taker) taker(message);
        else arrived.push(message);
      });
      const started: EngineProcess<string> = {
        pid: child.pid,
        post: (message, ports) => child.send({ message, ports }),
        onMessage: (listener) =>
          void child.on('message', (message) => {
            const known = fromEngineSchema.safeParse(message);
            if (known.success) listener(known.data);
          }),
        onExit: (listener) => void child.on('exit', (code) => listener(code)),
        kill: () => void child.kill('SIGKILL'),
      };
      launched.push(started);
      return started;
    };
    const supervisor = createSupervisor<string>({
      launch,
      onTrouble: () => undefined,
      backOffMs: () => 0,
      ...options,
      onReady: () => undefined,
      onExit: (event) => {
        exits.push(event.code);
        options.onExit?.(event);
      },
    });
    supervisor.start();
    const reached = (): Promise<Reached> => {
      const first = arrived.shift();
      return first ? Promise.resolve(first) : new Promise((resolve) => waiting.push(resolve));
    };
    return { supervisor, launched, exits, reached };
  };

  it('hands a window over that came before the engine was ready', async () => {
    const { supervisor, launched, reached } = supervise('faithful');
    supervisor.connectWindow('window-1', 'port-1');
    expect(await reached()).toEqual({ window: 'window-1', port: 'port-1', pid: launched[0]?.pid });
    await supervisor.dispose();
  });

  it('starts another engine when one is killed, and hands the windows to it', async () => {
    const { supervisor, launched, exits, reached } = supervise('faithful');
    supervisor.connectWindow('window-1', 'first');
    const before = await reached();
    supervisor.restart();
    supervisor.connectWindow('window-1', 'lost with the killed engine');
    await expect.poll(() => exits.length).toBe(1);
    supervisor.connectWindow('window-1', 'given up by its page');
    supervisor.connectWindow('window-1', 'second');
    const after = await reached();
    expect(after.port).toBe('second');
    expect(after.pid).toBe(launched[1]?.pid);
    expect(after.pid).not.toBe(before.pid);
    await supervisor.dispose();
  });

  it('never gives up on one that dies at once, waits longer each time and reports trouble once', async () => {
    let sound = false;
    let troubles = 0;
    const failures: number[] = [];
    const { supervisor, exits, reached } = supervise(() => (sound ? 'faithful' : 'broken'), {
      onTrouble: () => (troubles += 1),
      backOffMs: (count) => {
        failures.push(count);
        if (count === 5) sound = true;
        return 0;
      },
    });
    supervisor.connectWindow('window-1', 'patient');
    expect((await reached()).port).toBe('patient');
    expect(exits).toEqual([3, 3, 3, 3, 3]);
    expect(failures).toEqual([1, 2, 3, 4, 5]);
    expect(troubles).toBe(1);
    await supervisor.dispose();
  });

  it('counts anew after an engine that lived long', async () => {
    let at = 0;
    const failures: number[] = [];
    const { supervisor, exits, reached } = supervise('faithful', { now: () => at, backOffMs: (count) => (failures.push(count), 0) });
    for (let deaths = 1; deaths <= 2; deaths += 1) {
      supervisor.connectWindow('window-1', 'port');
      await reached();
      at += 120_000;
      supervisor.restart();
      await expect.poll(() => exits.length).toBe(deaths);
    }
    expect(failures).toEqual([1, 1]);
    await supervisor.dispose();
  });

  it('lets the engine end by itself on quitting, and starts none afterwards', async () => {
    const { supervisor, launched, exits, reached } = supervise('faithful');
    supervisor.connectWindow('window-1', 'port');
    await reached();
    await supervisor.dispose();
    expect(exits).toEqual([]);
    expect(launched).toHaveLength(1);
    await supervisor.dispose();
  });

  it('kills an engine that does not end', async () => {
    const { supervisor, launched } = supervise('deaf', { disposeTimeoutMs: 1 });
    await supervisor.dispose();
    expect(() => process.kill(launched[0]?.pid ?? 0, 0)).toThrow('ESRCH');
  });
});
