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
}

const outputLimit = 1024 * 1024;
/** How long output may still come after the process itself has ended, from children it left behind. */
const afterExitMs = 500;

/**
 * Runs a program without a terminal and collects what it prints, up to 1 MiB of each stream.
 * After `timeoutMs` it is killed with everything it started. Rejects when it cannot be started (ENOENT, EACCES).
 */
export const runProcess = ({ command, args, env, timeoutMs }: ProcessSpec): Promise<ProcessResult> =>
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
    const deadline = setTimeout(() => {
      timedOut = true;
      if (child.pid !== undefined) killTree(child.pid);
    }, timeoutMs);

    const settle = (exitCode: number | null): void => {
      clearTimeout(deadline);
      clearTimeout(lingering);
      child.stdout.destroy();
      child.stderr.destroy();
      resolve({ exitCode, ...output, timedOut });
    };
    child.once('error', (error) => {
      clearTimeout(deadline);
      reject(error);
    });
    // `close` waits for the pipes, which a daemon started by the program may keep open for ever.
    child.once('exit', (exitCode) => (lingering = setTimeout(() => settle(exitCode), afterExitMs)));
    child.once('close', settle);
  });

const killTree = (pid: number): void => {
  if (process.platform === 'win32') {
    spawn('taskkill', ['/pid', String(pid), '/T', '/F'], { stdio: 'ignore', windowsHide: true });
    return;
  }
  try {
    process.kill(-pid, 'SIGKILL');
  } catch (error) {
    // It ended by itself in this very moment.
    if ((error as NodeJS.ErrnoException).code !== 'ESRCH') throw error;
  }
};
