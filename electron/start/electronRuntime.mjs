import { spawn } from 'node:child_process';
import { mkdir, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { homedir } from 'node:os';
import path from 'node:path';

const downloadTimeoutMs = 60_000;
const failureIsRememberedMs = 24 * 60 * 60_000;

const packageFolder = path.dirname(createRequire(import.meta.url).resolve('electron/package.json'));
const { version } = JSON.parse(await readFile(path.join(packageFolder, 'package.json'), 'utf8'));

/** Not in the checkout: a fresh clone on the same machine has the same network. */
const failureFile = path.join(process.env.XDG_CACHE_HOME ?? path.join(homedir(), '.cache'), 'wheelhouse', 'electron-download.json');

const exists = (file) => stat(file).then(() => true, () => false);
const readText = (file) => readFile(file, 'utf8').catch(() => null); // Absent or unreadable: the same to all who ask.

/** Path of Electron's program, or null when it is not there. */
export const findElectron = async () => {
  const program = (await readText(path.join(packageFolder, 'path.txt'))) ?? 'electron';
  const overridden = process.env.ELECTRON_OVERRIDE_DIST_PATH;
  const full = path.join(overridden || path.join(packageFolder, 'dist'), program);
  return (await exists(full)) ? full : null;
};

/** Why the download failed earlier today, or null. */
export const rememberedFailure = async () => {
  try {
    const failure = JSON.parse((await readText(failureFile)) ?? 'null');
    const isRecent = failure?.version === version && Date.now() - failure.at < failureIsRememberedMs;
    return isRecent ? `${failure.reason}; tried less than a day ago, delete ${failureFile} to try again` : null;
  } catch {
    return null; // Cut off: the worst that follows is another try.
  }
};

/** The last line of an error message is the most telling one that fits into a line. */
const reasonIn = (output) => /(?:Error|error): (.+)/.exec(output)?.[1]?.trim() ?? 'the installer of electron failed';

const runInstaller = () =>
  new Promise((resolve) => {
    const child = spawn(process.execPath, [path.join(packageFolder, 'install.js')], { stdio: ['ignore', 'ignore', 'pipe'] });
    let output = '';
    const timer = setTimeout(() => {
      output = `Error: no answer within ${downloadTimeoutMs / 1000} s`;
      child.kill();
    }, downloadTimeoutMs);
    child.stderr.on('data', (chunk) => (output += chunk));
    child.on('close', (code) => {
      clearTimeout(timer);
      resolve(code === 0 ? null : reasonIn(output));
    });
  });

/** Lets the package `electron` download its runtime. Null when it worked, else the reason, which is remembered. */
export const downloadElectron = async () => {
  process.stdout.write(`Downloading Electron ${version} (once; at most ${downloadTimeoutMs / 1000} s) … `);
  const reason = await runInstaller();
  process.stdout.write(reason === null ? 'done\n' : 'not possible\n');
  if (reason === null) await rm(failureFile, { force: true });
  else {
    await mkdir(path.dirname(failureFile), { recursive: true });
    await writeFile(failureFile, JSON.stringify({ version, at: Date.now(), reason }));
  }
  return reason;
};

/** Ubuntu and hardened kernels keep ordinary programs from the user namespaces that Chromium's sandbox is made of. */
export const sandboxState = async () => {
  const helper = await stat(path.join(packageFolder, 'dist', 'chrome-sandbox')).catch(() => null);
  if (helper && helper.uid === 0 && (helper.mode & 0o4000) !== 0) return 'usable';
  const restricted = (await readText('/proc/sys/kernel/apparmor_restrict_unprivileged_userns'))?.trim() === '1';
  const forbidden = (await readText('/proc/sys/kernel/unprivileged_userns_clone'))?.trim() === '0';
  return restricted || forbidden ? 'blocked' : 'usable';
};
