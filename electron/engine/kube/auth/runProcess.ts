import { spawn } from 'node:child_process';

export interface ProcessResult {
  /** Null when a signal ended it. */
  readonly exitCode: number | null;
  readonly stdout: string;
  readonly stderr: string;
  readonly timedOut: boolean;
}

export interface ProcessSpec {
  readonly command: string;
  readonly args: readonly string[];
  readonly env: NodeJS.ProcessEnv;
  readonly timeoutMs: number;
  /** Ends it before its time, with everything it started. */
  readonly signal?: AbortSignal;
}

const outputLimit = 1024 * 1024;
/** How long output may still come after the process itself has ended, from children it left behind. */
const afterExitMs = 500;

/**
 * Runs a program without a terminal and collects what it prints, up to 1 MiB of each stream.
 * After `timeoutMs` it is killed with everything it started. Rejects when it cannot be started (ENOENT, EACCES).
 */
export const runProcess = ({ command, args, env, timeoutMs, signal }: ProcessSpec): Promise<ProcessResult> =>
  new Promise((resolve, reject) => {
    const posix = process.platform !== 'win32';
    // A session of its own: it cannot stop on the terminal Wheelhouse was started from, and its children die with it.
    const child = spawn(command, args, { env, detached: posix, windowsHide: true, stdio: ['ignore', 'pipe', 'pipe'] });
    const output = { stdout: '', stderr: '' };
    for (const name of ['stdout', 'stderr'] as const) {
      child[name].setEncoding('utf8').on('data', (text: string) => (output[name] = (output[name] + text).slice(0, outputLimit)));
    }
    let timedOut = false;
    let lingering: NodeJS.Timeout | undefined;
    const kill = (): void => {
      if (child.pid !== undefined) killTree(child.pid);
      // Not when it is gone: one that cannot be killed (a hanging network drive) would be waited for without end.
      settle(null);
    };
    const deadline = setTimeout(() => {
      timedOut = true;
      kill();
    }, timeoutMs);
    signal?.addEventListener('abort', kill, { once: true });

    const settle = (exitCode: number | null): void => {
      clearTimeout(deadline);
      clearTimeout(lingering);
      signal?.removeEventListener('abort', kill);
      child.stdout.destroy();
      child.stderr.destroy();
      resolve({ exitCode, ...output, timedOut });
    };
    child.once('error', (error) => {
      reject(error);
      settle(null);
    });
    // `close` waits for the pipes, which a daemon started by the program may keep open for ever.
    child.once('exit', (exitCode) => (lingering = setTimeout(() => settle(exitCode), afterExitMs).unref()));
    child.once('close', settle);
  });

const killTree = (pid: number): void => {
  if (process.platform === 'win32') {
    // Where even that cannot be started nothing is left to try; unheard, the error would end the engine.
    spawn('taskkill', ['/pid', String(pid), '/T', '/F'], { stdio: 'ignore', windowsHide: true }).on('error', () => undefined);
    return;
  }
  try {
    process.kill(-pid, 'SIGKILL');
  } catch {
    // It ended by itself in this very moment: ESRCH, or EPERM on macOS. Called by a timer, a throw would end the engine.
  }
};
