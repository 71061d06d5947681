import { homedir } from 'node:os';
import path from 'node:path';
import type { PlatformPaths } from '@electron/platform/platform';

/** Where a bastion keeps its data: what was asked for, else WHEELHOUSE_DATA, else the place the system has for it. */
export const dataFolder = (asked: string | undefined, environment: NodeJS.ProcessEnv, operatingSystem: NodeJS.Platform = process.platform): string => {
  const chosen = asked ?? environment['WHEELHOUSE_DATA'];
  if (chosen) return path.resolve(chosen);
  const home = environment['HOME'] ?? homedir();
  if (operatingSystem === 'win32') return path.join(environment['LOCALAPPDATA'] ?? path.join(home, 'AppData', 'Local'), 'wheelhouse');
  if (operatingSystem === 'darwin') return path.join(home, 'Library', 'Application Support', 'wheelhouse');
  // The XDG specification says that a relative path is to be ignored.
  const xdg = environment['XDG_DATA_HOME'];
  return path.join(xdg && path.isAbsolute(xdg) ? xdg : path.join(home, '.local', 'share'), 'wheelhouse');
};

/** @param dist folder of the build, which holds `engine/`, `demo/` and the others */
export const platformPaths = (data: string, dist: string): PlatformPaths => ({
  data,
  operations: path.join(data, 'operations'),
  logs: path.join(data, 'logs'),
  home: homedir(),
  dist,
});
