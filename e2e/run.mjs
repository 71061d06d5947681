import { spawnSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { browserVersion, findBrowser } from './browser.mjs';
import { findHosts } from './hosts.mjs';

/**
 * `npm test`: every test, with nothing but this machine: the journeys play on the built-in demo site.
 * `npm run test:cluster`: the integration suite and the journeys of real clusters on the cluster of KUBECONFIG.
 */
const root = fileURLToPath(new URL('..', import.meta.url));
const onCluster = process.argv.includes('--cluster');

const step = (title, script, args, env = {}, wrapper = []) => {
  console.log(`\n── ${title}`);
  const [program, ...rest] = [...wrapper, process.execPath, script, ...args];
  const { status, error } = spawnSync(program, rest, { cwd: root, stdio: 'inherit', env: { ...process.env, ...env } });
  if (status !== 0) {
    console.error(`\n${title}: failed${error ? ` (${error.message})` : ''}`);
    process.exit(status || 1);
  }
};
const vitest = 'node_modules/vitest/vitest.mjs';
const site = { WHEELHOUSE_SITE: onCluster ? 'cluster' : 'demo' };

if (onCluster && !process.env.KUBECONFIG) {
  console.error('npm run test:cluster plays on a real cluster: name the kubeconfig of a test cluster in KUBECONFIG');
  process.exit(2);
}

const browser = findBrowser();
const hosts = await findHosts();
step('Build', 'electron/build.mjs', []);
if (!onCluster) step('Unit, contract and conformance tests', vitest, ['run']);
step(`Integration tests on the ${site.WHEELHOUSE_SITE}`, vitest, ['run', '--config', 'e2e/vitest.config.ts'], site);
step(
  `Journeys on the ${site.WHEELHOUSE_SITE}`,
  'node_modules/@playwright/test/cli.js',
  ['test', '--config', 'e2e/playwright.config.ts'],
  { ...site, WHEELHOUSE_CHROMIUM: browser, WHEELHOUSE_HOSTS: hosts.names.join(',') },
  hosts.wrapper,
);

console.log(`\nJourneys ran in ${browserVersion(browser)} (${browser}) and on these hosts: ${hosts.names.join(', ')}.`);
for (const reason of hosts.missing) console.log(`Not run: ${reason}`);
