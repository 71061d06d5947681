import { execFileSync, spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { chromium } from '@playwright/test';

const installMinutes = 5;
const usualPlaces = {
  linux: ['/usr/bin/chromium', '/usr/bin/chromium-browser', '/usr/bin/google-chrome', '/usr/bin/google-chrome-stable', '/usr/bin/microsoft-edge', '/snap/bin/chromium'],
  darwin: ['/Applications/Google Chrome.app/Contents/MacOS/Google Chrome', '/Applications/Chromium.app/Contents/MacOS/Chromium', '/Applications/Microsoft Edge.app/Contents/MacOS/Microsoft Edge'],
  win32: ['C:\\Program Files\\Google\\Chrome\\Application\\chrome.exe', 'C:\\Program Files (x86)\\Microsoft\\Edge\\Application\\msedge.exe'],
};

const installed = () =>
  [process.env.WHEELHOUSE_CHROMIUM, chromium.executablePath(), ...(usualPlaces[process.platform] ?? [])].find((path) => path && existsSync(path));

/** Runs a command and tells whether it worked; its output is shown, since an installation takes minutes. */
const works = (command, args) =>
  spawnSync(command, args, { stdio: ['ignore', 'inherit', 'inherit'], timeout: installMinutes * 60_000, shell: process.platform === 'win32', env: { ...process.env, DEBIAN_FRONTEND: 'noninteractive' } })
    .status === 0;

const mayUseApt = () => process.platform === 'linux' && process.getuid?.() === 0 && existsSync('/usr/bin/apt-get');

/**
 * Path of a Chromium for the journeys: one that is there, else Playwright's own, else the system's package.
 * `WHEELHOUSE_CHROMIUM` names one.
 */
export const findBrowser = () => {
  const found = installed();
  if (found) return found;
  console.log('No browser for the journeys is here: installing Playwright\'s Chromium');
  if (works('npx', ['playwright', 'install', 'chromium']) && installed()) return installed();
  if (mayUseApt()) {
    console.log('That cannot be downloaded here: installing the package "chromium"');
    works('apt-get', ['update', '-qq']);
    if (works('apt-get', ['install', '-y', '-qq', '--no-install-recommends', 'chromium', 'fonts-noto-cjk']) && installed()) return installed();
  }
  throw new Error('The journeys need Chromium or Chrome and none could be installed: install one, or name it in WHEELHOUSE_CHROMIUM');
};

export const browserVersion = (path) => {
  if (process.platform === 'win32') return path; // chrome.exe --version opens a window there.
  return execFileSync(path, ['--version'], { encoding: 'utf8' }).trim();
};
