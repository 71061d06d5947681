import { existsSync } from 'node:fs';
import { delimiter, join } from 'node:path';
import { downloadElectron, findElectron, rememberedFailure } from '../electron/start/electronRuntime.mjs';

const isOnPath = (program) => (process.env.PATH ?? '').split(delimiter).some((folder) => existsSync(join(folder, program)));

/** Why Electron cannot run the journeys here, or null. May download its runtime. */
const whyNoDesktop = async () => {
  if (process.env.ELECTRON_OVERRIDE_DIST_PATH) return (await findElectron()) ? null : 'ELECTRON_OVERRIDE_DIST_PATH names a folder without Electron';
  if (process.platform === 'linux' && process.getuid?.() === 0) return "Electron's sandbox does not run as root";
  if (!(await findElectron())) {
    const failure = (await rememberedFailure()) ?? (await downloadElectron());
    if (failure) return `Electron could not be downloaded (${failure})`;
  }
  const hasDisplay = process.platform !== 'linux' || process.env.DISPLAY || process.env.WAYLAND_DISPLAY;
  return hasDisplay || isOnPath('xvfb-run') ? null : 'there is no display, and no xvfb-run to make one';
};

/**
 * The hosts that the journeys can play on: the browser always, the desktop where Electron runs.
 * `wrapper` goes before the command that starts them, where a display has to be made.
 */
export const findHosts = async () => {
  const reason = await whyNoDesktop();
  const needsDisplay = reason === null && process.platform === 'linux' && !process.env.DISPLAY && !process.env.WAYLAND_DISPLAY && !process.env.ELECTRON_OVERRIDE_DIST_PATH;
  return {
    names: reason === null ? ['browser', 'desktop'] : ['browser'],
    missing: reason === null ? [] : [`the desktop journeys: ${reason}`],
    wrapper: needsDisplay ? ['xvfb-run', '-a'] : [],
  };
};
