import { spawn, spawnSync } from 'node:child_process';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { chooseHost } from './start/chooseHost.mjs';
import { downloadElectron, findElectron, rememberedFailure, sandboxState } from './start/electronRuntime.mjs';

/** `npm start`: builds what has changed, then opens Wheelhouse in a window, or else in the browser. */

const root = fileURLToPath(new URL('..', import.meta.url));
const usage = `Usage: npm start -- [options]

  --demo        with the demo site running; where there are no environments yet, with its environments
  --headless    in the browser, also where a window is possible
  --port N      browser: the port to listen on
  --data DIR    folder of settings, vault, journals and audit
  --no-open     browser: only print the login link
`;

const parse = () => {
  try {
    return parseArgs({
      options: {
        demo: { type: 'boolean', default: false },
        headless: { type: 'boolean', default: false },
        port: { type: 'string' },
        data: { type: 'string' },
        'no-open': { type: 'boolean', default: false },
        help: { type: 'boolean', default: false },
      },
    }).values;
  } catch (error) {
    process.stderr.write(`${error.message}\n\n${usage}`);
    process.exit(2);
  }
};

const gatherFacts = async (options) => {
  const failure = await rememberedFailure();
  const isPresent = (await findElectron()) !== null;
  return {
    headlessAsked: options.headless,
    platform: process.platform,
    isRoot: process.getuid?.() === 0,
    hasDisplay: Boolean(process.env.DISPLAY || process.env.WAYLAND_DISPLAY),
    isOverridden: isPresent && Boolean(process.env.ELECTRON_OVERRIDE_DIST_PATH),
    sandbox: await sandboxState(),
    runtime: isPresent ? { state: 'present' } : failure ? { state: 'failed', reason: failure } : { state: 'absent' },
  };
};

const decide = async (options) => {
  const choice = chooseHost(await gatherFacts(options));
  if (choice.host !== 'needsRuntime') return choice;
  const reason = await downloadElectron();
  const facts = await gatherFacts(options);
  return chooseHost({ ...facts, runtime: reason === null ? { state: 'present' } : { state: 'failed', reason } });
};

/** Runs Electron until it ends. It gets our signals, and does not outlive us. */
const runDesktop = async (args) => {
  const child = spawn(await findElectron(), [root, ...args], { stdio: 'inherit' });
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) process.on(signal, () => child.kill(signal));
  process.on('exit', () => child.kill());
  child.on('error', (error) => {
    process.stderr.write(`Electron could not be started: ${error.message}\n`);
    process.exit(1);
  });
  child.on('exit', (code, signal) => process.exit(code ?? (signal === 'SIGINT' || signal === 'SIGTERM' ? 0 : 1)));
};

/** In this process: nothing to forward, and nothing that could be left behind. */
const runInBrowser = async (args) => {
  process.argv.splice(2, Infinity, ...args);
  await import('../dist/headless/headless.js');
};

const options = parse();
if (options.help) {
  process.stdout.write(usage);
  process.exit(0);
}

// A process of its own: the bundlers would stay in the memory of the server.
const build = spawnSync(process.execPath, [path.join(root, 'electron', 'build.mjs')], { stdio: 'inherit' });
if (build.status !== 0) process.exit(build.status ?? 1);

const shared = [...(options.demo ? ['--demo'] : []), ...(options.data ? [`--data=${path.resolve(options.data)}`] : [])];
const choice = await decide(options);
if (choice.host === 'desktop') await runDesktop(shared);
else {
  if (choice.why !== null) process.stdout.write(`Wheelhouse opens in the browser: ${choice.why}.\n`);
  await runInBrowser([...shared, ...(options.port ? [`--port=${options.port}`] : []), ...(options['no-open'] ? [] : ['--open'])]);
}
