import path from 'node:path';
import { utilityProcess } from 'electron';
import { scriptFiles, scriptFlags, type Platform, type ScriptName } from '@electron/platform/platform';
import { followScript } from '@electron/platform/runningScript';

/** As the system's list of processes shows them. */
const serviceNames: Record<ScriptName, string> = { demo: 'Wheelhouse demo site' };

/**
 * Runs scripts of the build as utility processes: as packaged, Electron's binary starts no plain Node script (the
 * `runAsNode` fuse is off). They have no standard input; they end with this process, which Chromium sees to, or by `kill`.
 * @param dist folder of the build
 */
export const createUtilityScriptRunner =
  (dist: string): Platform['runScript'] =>
  (name, args, onLine) => {
    const child = utilityProcess.fork(path.join(dist, scriptFiles[name]), [...args], {
      serviceName: serviceNames[name],
      stdio: 'pipe',
      execArgv: [...scriptFlags],
    });
    // V8 gives up (out of memory); `exit` follows. Without a listener this event would be thrown here.
    child.on('error', () => undefined);
    return followScript(
      {
        stdout: child.stdout as NodeJS.ReadStream | null,
        stderr: child.stderr as NodeJS.ReadStream | null,
        onEnd: (listener) => void child.once('exit', listener),
        ask: () => void child.kill(),
        kill() {
          // `kill` of a utility process asks (SIGTERM) and has no stronger word.
          if (child.pid !== undefined) process.kill(child.pid, 'SIGKILL');
        },
      },
      onLine,
    );
  };
