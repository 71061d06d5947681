import path from 'node:path';
import { runProcess } from './runProcess';

const timeoutMs = 5000;
const marker = '__wheelhouse_path__';

/**
 * Gives the PATH that a terminal would have: an app started from a menu gets a bare one, without the directories
 * in which credential plugins are installed. Asked once, when it is needed first; where the login shell does not
 * answer within 5 s, the PATH of this process is used.
 */
export const createLoginPath = (environment: NodeJS.ProcessEnv): (() => Promise<string>) => {
  let asked: Promise<string> | undefined;
  return () => (asked ??= askShell(environment).then((found) => joined(found, environment.PATH ?? '')));
};

const askShell = async (environment: NodeJS.ProcessEnv): Promise<string> => {
  const shell = environment.SHELL;
  if (process.platform === 'win32' || shell === undefined || shell === '') return '';
  try {
    // Interactive, because .bashrc and .zshrc are where most people set it. `printenv` prints it alike under every shell.
    const { stdout } = await runProcess({
      command: shell,
      args: ['-i', '-l', '-c', `echo ${marker}; printenv PATH; echo ${marker}`],
      env: { ...environment, TERM: 'dumb', DISABLE_AUTO_UPDATE: 'true' },
      timeoutMs,
    });
    return stdout.split(marker)[1]?.trim() ?? '';
  } catch {
    // A login shell that cannot be started: the PATH of this process is all there is.
    return '';
  }
};

const joined = (...paths: string[]): string => [...new Set(paths.flatMap((list) => list.split(path.delimiter)).filter((entry) => entry !== ''))].join(path.delimiter);
