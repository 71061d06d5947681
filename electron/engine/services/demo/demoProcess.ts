import { rm } from 'node:fs/promises';
import { z } from 'zod';
import { AppError } from '@shared/errors/appError';
import { sentence } from '@shared/sentences/sentence';
import { demoSites } from '@electron/engine/services/connections';
import type { Platform, RunningScript, ScriptEnd } from '@electron/platform/platform';

/** The process of the demo's sites: Kubernetes API servers of our own, on loopback. */
export interface DemoProcess {
  /** Starts it, or finds it running; answers with the kubeconfigs of its sites. Throws UPSTREAM when it does not come up. */
  start(): Promise<readonly DemoKubeconfig[]>;
  /** Whether what was started last is still there. */
  isRunning(): boolean;
  /** Settles when it is gone. */
  stop(): Promise<void>;
  /** Removes the kubeconfigs it has left. */
  clear(): Promise<void>;
}

const kubeconfigSchema = z.object({ name: z.enum(demoSites), kubeconfig: z.string() });
export type DemoKubeconfig = z.infer<typeof kubeconfigSchema>;

const readySchema = z.object({ ready: z.literal(true), sites: z.array(kubeconfigSchema).min(1) });

export interface DemoProcessDeps {
  runScript: Platform['runScript'];
  /** Where it writes its kubeconfigs. They stay there, so that their paths are the same from start to start. */
  folder: string;
  /** Told when it ends by itself. */
  onEnd(end: ScriptEnd): void;
  startTimeoutMs?: number;
}

const cannotStart = (reason: string, cause?: unknown): AppError =>
  new AppError('UPSTREAM', sentence('demo.cannotStart', { reason }), { system: 'demo', reason }, { cause });

/** What it died of, for people: the last line of what it said, which is the message of an error. */
const reasonOf = ({ code, stderr }: ScriptEnd): string =>
  stderr.split('\n').findLast((line) => line.trim() !== '' && !/^\s+at |^Node\.js /.test(line))?.trim() ?? `it ended with code ${code ?? 'none'}`;

export const createDemoProcess = ({ runScript, folder, onEnd, startTimeoutMs = 30_000 }: DemoProcessDeps): DemoProcess => {
  let current: { script: RunningScript; ready: Promise<readonly DemoKubeconfig[]> } | null = null;

  const launch = (): NonNullable<typeof current> => {
    let firstLine: (line: string) => void = () => undefined;
    const said = new Promise<string>((resolve) => (firstLine = resolve));
    const script = runScript('demo', ['--dir', folder], (line) => firstLine(line));
    const ready = waitForSites(said, script, startTimeoutMs);
    const launched = { script, ready };
    void script.ended.then((end) => {
      if (current !== launched) return;
      current = null;
      // Before it was ready, whoever started it is told.
      void ready.then(() => onEnd(end), () => undefined);
    });
    return launched;
  };

  return {
    async start() {
      current ??= launch();
      const launched = current;
      try {
        return await launched.ready;
      } catch (error) {
        // The next start is a fresh one.
        if (current === launched) current = null;
        await launched.script.end();
        throw error;
      }
    },
    isRunning: () => current !== null,
    async stop() {
      const launched = current;
      current = null;
      await launched?.script.end();
    },
    clear: () => rm(folder, { recursive: true, force: true }),
  };
};

/** Its first line says where its kubeconfigs are. */
const waitForSites = async (said: Promise<string>, script: RunningScript, timeoutMs: number): Promise<readonly DemoKubeconfig[]> => {
  let timer: NodeJS.Timeout | undefined;
  const silence = new Promise<never>((_, reject) => {
    timer = setTimeout(() => reject(cannotStart('it does not answer')), timeoutMs);
  });
  const death = script.ended.then((end) => {
    throw cannotStart(reasonOf(end));
  });
  try {
    const line = await Promise.race([said, death, silence]);
    return readySchema.parse(JSON.parse(line)).sites;
  } catch (error) {
    throw error instanceof AppError ? error : cannotStart('it says something unexpected', error);
  } finally {
    clearTimeout(timer);
    // Nobody waits for the other outcomes any more.
    death.catch(() => undefined);
  }
};
