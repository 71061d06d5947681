import { readFile, readdir, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, test } from '../fixtures/app';
import type { RunningHost } from '../fixtures/host';
import { makeDataDir, removeDataDir } from '../fixtures/host';
import { runCommand } from '../pages/palette';

const names = ['demo dev', 'demo test', 'demo prod', 'demo plant'];

/** Addresses of the demo's API servers, as its kubeconfigs name them. */
const serversOf = async ({ dataDir }: RunningHost): Promise<string[]> => {
  const folder = join(dataDir, 'demo');
  const texts = await Promise.all((await readdir(folder)).map((site) => readFile(join(folder, site, 'kubeconfig'), 'utf8')));
  return texts.map((text) => /server: ['"]?(https:[^\s'"]+)/.exec(text)?.[1] ?? '');
};

/** A server answers even those it does not know: with an error of TLS. One that is gone refuses. */
const answers = async (server: string): Promise<boolean> => {
  try {
    await fetch(server);
    return true;
  } catch (error) {
    return (error as { cause?: { code?: string } }).cause?.code !== 'ECONNREFUSED';
  }
};

test('with --demo a fresh machine begins with the demo and its environments, each marked on every page', async ({ start, topology: openTopology }) => {
  const { page } = await start({ kubeconfig: null, args: ['--demo'] });
  const topology = openTopology(page);
  const navigation = page.getByRole('navigation', { name: 'Main navigation' });
  for (const name of names) {
    await navigation.getByRole('link', { name: new RegExp(`^${name} .*Demo`) }).click();
    await expect(page.getByTestId('environment-bar')).toContainText(name);
    await expect(page.getByTestId('environment-bar').locator('[data-demo-mark]')).toBeVisible();
    await expect(topology.freshness).toHaveAttribute('data-freshness', 'live');
  }
  await topology.select('Deployment', 'uuid-deploy');
  await expect(topology.panel.locator('[data-demo-mark]')).toBeVisible();
  // Production is protected on both sites.
  await expect(topology.action('Restart')).toHaveAccessibleDescription(/demo plant is protected/);
  await navigation.getByRole('link', { name: /^demo test / }).click();
  await topology.select('Deployment', 'uuid-deploy');
  await topology.action('Restart').click();
  await expect(topology.dialog.locator('[data-demo-mark]')).toBeVisible();
  await page.keyboard.press('Escape');
  await page.getByRole('link', { name: 'Connections' }).click();
  await expect(page.getByRole('list').filter({ hasText: 'demo plant' }).last().locator('[data-demo-mark]')).toHaveCount(4);
  await expect(page.getByText('Demo (air-gapped)').first()).toBeVisible();
});

test('one click resets: it brings back what was changed, and keeps the environments', async ({ start, topology: openTopology }) => {
  const app = await start({ kubeconfig: null, args: ['--demo'] });
  const { page } = app;
  const topology = openTopology(page);
  await page.getByRole('link', { name: /^demo test / }).click();
  await topology.select('Deployment', 'uuid-deploy');
  await topology.action('Scale').click();
  await topology.dialog.getByRole('textbox').first().fill('1');
  await topology.confirm('Scale');
  await page.keyboard.press('Escape');
  await expect(topology.node('Deployment', 'uuid-deploy')).toContainText('1/1');
  const before = await serversOf(app);

  await page.getByTestId('environment-bar').locator('[data-demo-mark]').click();
  await page.getByRole('menuitem', { name: 'Reset the demo site' }).click();
  await expect(page.getByText('as it was when you first opened it')).toBeVisible();

  await expect(topology.node('Deployment', 'uuid-deploy')).toContainText('3/3');
  await expect(topology.freshness).toHaveAttribute('data-freshness', 'live');
  await expect(page.getByRole('alert')).toHaveCount(0);
  for (const name of names) await expect(page.getByRole('link', { name: new RegExp(`^${name} `) })).toBeVisible();
  for (const server of before) expect(await answers(server)).toBe(false);

  await page.getByRole('link', { name: 'Audit' }).click();
  await expect(page.getByRole('row').filter({ hasText: 'demo.reset' }).first()).toBeVisible();
});

test('the demo comes back with the next start, goes with a killed engine, and leaves nothing when it is removed', async ({ start, topology: openTopology }) => {
  const dataDir = await makeDataDir();
  const first = await start({ kubeconfig: null, dataDir });
  await first.page.getByRole('button', { name: 'Try the demo site' }).click();
  await expect(openTopology(first.page).freshness).toHaveAttribute('data-freshness', 'live');
  const servers = await serversOf(first);
  for (const server of servers) expect(await answers(server)).toBe(true);
  process.kill(await first.enginePid(), 'SIGKILL');
  for (const server of servers) await expect.poll(() => answers(server)).toBe(false);
  // The desktop starts another engine by itself, and that one another demo.
  await first.stop();

  const app = await start({ kubeconfig: null, dataDir });
  const { page } = app;
  const topology = openTopology(page);
  await page.getByRole('link', { name: /^demo plant / }).click();
  await expect(topology.freshness).toHaveAttribute('data-freshness', 'live');
  await expect(topology.node('Deployment', 'uuid-deploy')).toBeVisible();
  const again = await serversOf(app);

  await runCommand(page, 'Remove the demo site');
  const dialog = page.getByRole('dialog', { name: 'Remove the demo site' });
  await expect(dialog).toContainText('demo dev, demo test, demo prod, demo plant');
  await dialog.getByRole('button', { name: 'Remove' }).click();
  await expect(page.getByRole('button', { name: 'Try the demo site' })).toBeVisible();
  await expect(page.getByText('No kubeconfig was found')).toBeVisible();
  for (const server of again) await expect.poll(() => answers(server)).toBe(false);
  expect(await readdir(dataDir)).not.toContain('demo');
  await app.stop();
  await removeDataDir(dataDir);
});

test('a demo that cannot start says why, and can be tried again', async ({ start }) => {
  const dataDir = await makeDataDir();
  const app = await start({ kubeconfig: null, dataDir });
  const { page } = app;
  // Where it wants to write its kubeconfigs somebody has put a file.
  await writeFile(join(dataDir, 'demo'), '');
  await page.getByRole('button', { name: 'Try the demo site' }).click();
  await expect(page.getByRole('alert')).toContainText('The demo site cannot be started');
  await rm(join(dataDir, 'demo'));
  await page.getByRole('button', { name: 'Try again' }).click();
  await expect(page.getByTestId('environment-bar')).toContainText('demo dev');
  await app.stop();
  await removeDataDir(dataDir);
});
