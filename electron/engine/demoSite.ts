import { Worker } from 'node:worker_threads';
import { z } from 'zod';
import { AppError } from '@shared/errors/appError';
import { sentence } from '@shared/sentences/sentence';

/** The built-in demo site: a Kubernetes API server of our own, on loopback, beside the engine. */
export interface DemoSite {
  /** Starts it, or finds it running. Throws UPSTREAM when it does not come up. */
  start(): Promise<{ kubeconfigPath: string }>;
  dispose(): Promise<void>;
}

const readySchema = z.object({ ready: z.literal(true), sites: z.array(z.object({ kubeconfig: z.string() })).min(1) });
const startTimeoutMs = 30_000;
const stopTimeoutMs = 5_000;

const cannotStart = (reason: string, cause?: unknown): AppError =>
  new AppError('UPSTREAM', sentence('demo.cannotStart', { reason }), { system: 'demo', reason }, { cause });

/** Its first line says where its kubeconfig is. */
const readKubeconfigPath = (worker: Worker): Promise<string> =>
  new Promise((resolve, reject) => {
    let text = '';
    const timer = setTimeout(() => reject(cannotStart('it does not answer')), startTimeoutMs);
    const settle = (act: () => void): void => {
      clearTimeout(timer);
      act();
    };
    worker.stdout.setEncoding('utf8').on('data', (chunk: string) => {
      text += chunk;
      const end = text.indexOf('\n');
      if (end === -1) return;
      settle(() => {
        try {
          resolve(readySchema.parse(JSON.parse(text.slice(0, end))).sites[0]?.kubeconfig ?? '');
        } catch (error) {
          reject(cannotStart('it says something unexpected', error));
        }
      });
    });
    worker.once('error', (error: Error) => settle(() => reject(cannotStart(error.message, error))));
    worker.once('exit', (code) => settle(() => reject(cannotStart(`it ended with code ${code}`))));
  });

/**
 * The site runs in a thread, not in a process: with the `runAsNode` fuse off, as packaged, Electron's binary starts
 * no plain Node script any more.
 * @param script the site as built, which ends when its standard input does
 * @param onEnd told when it ends by itself
 */
export const createDemoSite = (script: string, onEnd: (error: unknown) => void): DemoSite => {
  let running: { worker: Worker; kubeconfigPath: Promise<string> } | null = null;

  const launch = (): NonNullable<typeof running> => {
    const worker = new Worker(script, { stdin: true, stdout: true, stderr: true });
    const launched = { worker, kubeconfigPath: readKubeconfigPath(worker) };
    let stderr = '';
    worker.stderr.setEncoding('utf8').on('data', (text: string) => (stderr = (stderr + text).slice(-2000)));
    worker.on('error', (error) => onEnd(error));
    worker.on('exit', (code) => {
      if (running !== launched) return;
      running = null;
      onEnd(new Error(`The demo site ended with code ${code}: ${stderr}`));
    });
    return launched;
  };

  const stop = async (worker: Worker): Promise<void> => {
    const ended = new Promise<void>((resolve) => void worker.once('exit', () => resolve()));
    worker.stdin?.end();
    const timer = setTimeout(() => void worker.terminate(), stopTimeoutMs);
    await ended;
    clearTimeout(timer);
  };

  return {
    start: async () => {
      running ??= launch();
      const launched = running;
      try {
        return { kubeconfigPath: await launched.kubeconfigPath };
      } catch (error) {
        // The next start is a fresh one.
        if (running === launched) running = null;
        await launched.worker.terminate();
        throw error;
      }
    },
    dispose: async () => {
      const launched = running;
      running = null;
      if (launched) await stop(launched.worker);
    },
  };
};
