import { once } from 'node:events';
import { readFile, writeFile } from 'node:fs/promises';
import { createServer, type AddressInfo } from 'node:net';
import { delimiter, join } from 'node:path';
import { expect, test } from '../fixtures/app';
import { makeDataDir, removeDataDir } from '../fixtures/host';
import { kubeconfigText } from '../fixtures/kubeconfig';

const passphrase = 'journeys-only';

test('a machine that has never seen a cluster comes to a living environment with one click', async ({ start, topology: openTopology }) => {
  const { page } = await start({ kubeconfig: null });
  await expect(page.getByText('No kubeconfig was found')).toBeVisible();
  await page.getByRole('button', { name: 'Try the demo site' }).click();

  const topology = openTopology(page);
  await expect(page.getByTestId('environment-bar')).toContainText('demo dev');
  await expect(topology.freshness).toHaveAttribute('data-freshness', 'live');
  await expect(topology.node('Deployment', 'nicefish-ui')).toBeVisible();
  await page.getByRole('link', { name: 'Connections' }).click();
  await expect(page.getByRole('button', { name: 'Try the demo site' })).toHaveCount(0);
  await expect(page.locator('[data-context]').first()).toContainText('Not tested');
});

test.describe('kubeconfigs of the machine', () => {
  let folder: string;
  test.beforeEach(async () => {
    folder = await makeDataDir();
  });
  test.afterEach(() => removeDataDir(folder));

  test('every file is listed, a broken one says what is wrong, and nothing is contacted before it is asked for', async ({ start, environments }) => {
    let contacts = 0;
    const server = createServer((socket) => {
      contacts += 1;
      socket.destroy();
    }).listen(0, '127.0.0.1');
    await once(server, 'listening');
    const address = `https://127.0.0.1:${(server.address() as AddressInfo).port}`;
    const [one, two, broken] = ['one.yaml', 'two.yaml', 'broken.yaml'].map((name) => join(folder, name)) as [string, string, string];
    await writeFile(one, kubeconfigText('hamburg', address));
    await writeFile(two, kubeconfigText('bremen', address));
    await writeFile(broken, 'apiVersion: v1\nkind: [Config\n');

    const { page } = await start({ kubeconfig: [one, two, broken].join(delimiter) });
    const hamburg = environments(page).context('hamburg');
    await expect(hamburg).toContainText('Not tested');
    await expect(environments(page).context('bremen')).toContainText('Not tested');
    await expect(page.getByText(/broken\.yaml is not valid YAML: look at line \d/)).toBeVisible();
    expect(contacts).toBe(0);

    await hamburg.getByRole('button', { name: 'Test hamburg' }).click();
    await expect(hamburg).toContainText('Cannot be reached');
    expect(contacts).toBeGreaterThan(0);
    await expect(environments(page).context('bremen')).toContainText('Not tested');
    server.close();
  });

  test('a pasted kubeconfig goes into the vault, which is opened first', async ({ start, environments, host, site }) => {
    const dataDir = join(folder, 'data');
    const app = await start({ dataDir, kubeconfig: null });
    const { page } = app;
    await environments(page).paste('Site Hamburg', await readFile(site.kubeconfig, 'utf8'), { choosePassphrase: host === 'browser' ? passphrase : null });
    const row = environments(page).context(site.context);
    await row.getByRole('button', { name: /^Test / }).click();
    await expect(row).toContainText('Reachable');

    await app.stop();
    const again = await start({ dataDir, kubeconfig: null });
    if (host === 'browser') {
      // A bastion asks for the passphrase by itself after its start.
      const vault = again.page.getByRole('dialog', { name: 'Open the vault' });
      await vault.getByLabel('Passphrase').fill('wrong passphrase');
      await vault.getByRole('button', { name: 'Open' }).click();
      await expect(vault).toContainText('This passphrase does not open the vault');
      await vault.getByLabel('Passphrase').fill(passphrase);
      await vault.getByRole('button', { name: 'Open' }).click();
    }
    await environments(again.page).context(site.context).getByRole('button', { name: /^Test / }).click();
    await expect(environments(again.page).context(site.context)).toContainText('Reachable');
  });

  test('a file is added by its path, and kept', async ({ start, environments, host }) => {
    const file = join(folder, 'added.yaml');
    await writeFile(file, kubeconfigText('bremen', 'https://127.0.0.1:9'));
    const { page, electron } = await start({ kubeconfig: null });
    await electron?.evaluate(({ dialog }, path) => {
      dialog.showOpenDialog = async () => ({ canceled: false, filePaths: [path] });
    }, file);
    await page.getByRole('button', { name: 'Add kubeconfig file' }).click();
    if (host === 'browser') {
      const dialog = page.getByRole('dialog', { name: 'Add a kubeconfig file' });
      await dialog.getByLabel(/^Path/).fill(join(folder, 'absent.yaml'));
      await dialog.getByRole('button', { name: 'Add', exact: true }).click();
      await expect(dialog).toContainText(/absent\.yaml does not exist/);
      await dialog.getByLabel(/^Path/).fill(file);
      await dialog.getByRole('button', { name: 'Add', exact: true }).click();
    }
    await expect(environments(page).context('bremen')).toContainText('Not tested');
    await page.reload();
    await expect(environments(page).context('bremen')).toContainText('Not tested');
    await page.getByRole('button', { name: 'Forget this kubeconfig' }).click();
    await expect(environments(page).context('bremen')).toHaveCount(0);
  });
});
