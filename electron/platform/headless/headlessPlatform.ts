import { chmod, mkdir } from 'node:fs/promises';
import { fileNotWritten } from '@electron/platform/documentFile';
import { lockDataFolder } from '@electron/platform/dataLock';
import { createListeners } from '@electron/engine/streams/listeners';
import { platformPaths } from '@electron/platform/paths';
import type { Platform } from '@electron/platform/platform';
import { createScriptRunner } from './childScript';
import { createPassphraseBox } from './passphraseBox';
import { createSettingsFiles } from './settingsFiles';
import { watchForWake } from './wakeDetector';

export interface HeadlessPlatform {
  readonly platform: Platform;
  /** Gives the data folder free. */
  dispose(): Promise<void>;
}

/**
 * The machine as plain Node sees it: a bastion without a display, or a desktop without Electron.
 * Throws CONFLICT while another engine uses the folder, UPSTREAM when the disk refuses it.
 *
 * @param data folder of settings, vault, journals and audit; made when it is not there
 * @param dist folder of the build
 */
export const createHeadlessPlatform = async (data: string, dist: string): Promise<HeadlessPlatform> => {
  try {
    await mkdir(data, { recursive: true, mode: 0o700 });
    // It may have been there before, open to everybody.
    await chmod(data, 0o700);
  } catch (error) {
    throw fileNotWritten(data, error);
  }
  const unlock = await lockDataFolder(data);
  const wakes = createListeners<void>();
  const stopWatching = watchForWake(() => wakes.tell());

  const platform: Platform = {
    host: 'headless',
    paths: platformPaths(data, dist),
    secretBox: createPassphraseBox({ folder: data }),
    settings: createSettingsFiles(data),
    // The person is at another machine: the page asks for a path instead, and shows its own notifications.
    pickFile: () => Promise.resolve(null),
    notify: () => undefined,
    onWake: wakes.add,
    runScript: createScriptRunner(dist),
  };
  return {
    platform,
    async dispose() {
      stopWatching();
      await unlock();
    },
  };
};
