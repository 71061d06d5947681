/**
 * Decides where Wheelhouse is shown: in an Electron window, or in the browser with one line that says why.
 * Pure, so that each case is a line of a table in its test. See chooseHost.d.mts for what goes in and out.
 */
export const chooseHost = ({ headlessAsked, platform, isRoot, hasDisplay, isOverridden, sandbox, runtime }) => {
  const inBrowser = (why) => ({ host: 'browser', why });
  if (headlessAsked) return inBrowser(null);
  if (platform === 'linux' && !hasDisplay) return inBrowser('there is no display (neither DISPLAY nor WAYLAND_DISPLAY is set)');
  if (isOverridden) return { host: 'desktop' };
  if (platform === 'linux' && isRoot) return inBrowser("Electron's sandbox does not run as root");
  if (runtime.state === 'failed') return inBrowser(`Electron could not be downloaded (${runtime.reason})`);
  if (runtime.state === 'absent') return { host: 'needsRuntime' };
  if (platform === 'linux' && sandbox === 'blocked') {
    return inBrowser(
      "this system forbids Electron's sandbox; to allow it: sudo chown root node_modules/electron/dist/chrome-sandbox && sudo chmod 4755 node_modules/electron/dist/chrome-sandbox",
    );
  }
  return { host: 'desktop' };
};
