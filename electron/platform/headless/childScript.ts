import { spawn } from 'node:child_process';
import path from 'node:path';
import { scriptFiles, scriptFlags, type Platform } from '@electron/platform/platform';
import { followScript } from '@electron/platform/runningScript';

/**
 * Runs scripts of the build by this process's own Node. Their standard input is held open and never written to: it closes
 * when this process ends, also when it is killed, and that is the sign for them to end.
 * @param dist folder of the build
 */
export const createScriptRunner =
  (dist: string): Platform['runScript'] =>
  (name, args, onLine) => {
    const child = spawn(process.execPath, [...scriptFlags, path.join(dist, scriptFiles[name]), ...args], { stdio: ['pipe', 'pipe', 'pipe'], windowsHide: true });
    // One that has just ended does not read any more: `ended` says so.
    child.stdin.on('error', () => undefined);
    return followScript(
      {
        stdout: child.stdout,
        stderr: child.stderr,
        onEnd(listener) {
          // `close` and not `exit`: all output has been read by then. A process that never started only has `error`.
          child.once('close', listener);
          child.once('error', () => listener(null));
        },
        ask: () => child.stdin.end(),
        kill: () => void child.kill('SIGKILL'),
      },
      onLine,
    );
  };
