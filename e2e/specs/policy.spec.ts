import type { Page } from '@playwright/test';
import { expect, test } from '../fixtures/app';
import { forgedClient } from '../fixtures/forged';
import { uuidObjects } from '../fixtures/uuid';
import { OperationsDrawer } from '../pages/operations';

const environmentIdOf = (page: Page): string => /env\/([^/?]+)/.exec(page.url())?.[1] ?? '';

test('a read-only environment refuses changes on the screen and behind it', async ({ start, site, namespace, environments, topology: openTopology }) => {
  await site.create(uuidObjects(site, namespace, { tag: 'v1.0.0.0', demoValue: 'test' }));
  const { page } = await start();
  await environments(page).add({ name: 'museum', context: site.context, namespace, class: 'prod', policy: 'Read-only' });

  const topology = openTopology(page);
  await topology.select('Deployment', 'uuid-deploy');
  for (const name of ['Upgrade…', 'Restart…', 'Scale…']) {
    await expect(topology.action(name)).toHaveAttribute('aria-disabled', 'true');
    await expect(topology.action(name)).toHaveAttribute('aria-description', 'The environment museum is read-only in Wheelhouse');
  }

  const environmentId = environmentIdOf(page);
  const ref = { environmentId, kind: 'Deployment', name: 'uuid-deploy' } as const;
  const client = await forgedClient(page);
  expect(await client.app.ping({})).toMatchObject({ ok: true });
  const request = { environmentId, ref, base: null };
  expect(await client.changes.apply({ ...request, change: { kind: 'restart' } })).toMatchObject({ ok: false, error: { code: 'POLICY' } });
  expect(await client.changes.stop({ ...request, confirmName: 'museum' })).toMatchObject({ ok: false, error: { code: 'POLICY' } });
  // Naming another environment than that of the component does not help either.
  expect(await client.changes.apply({ ...request, environmentId: 'elsewhere', change: { kind: 'restart' } })).toMatchObject({ ok: false });
  await expect(topology.status()).toHaveAttribute('data-status', 'running');
});

test('a protected environment opens with a reason for a time, and asks for its name before danger', async ({ start, site, namespace, environments, topology: openTopology }) => {
  await site.create(uuidObjects(site, namespace, { tag: 'v1.0.0.0', demoValue: 'test', replicas: 1 }));
  const { page } = await start();
  await environments(page).add({ name: 'jewels', context: site.context, namespace, class: 'prod', policy: 'Protected' });

  const topology = openTopology(page);
  const operations = new OperationsDrawer(page);
  const bar = page.getByTestId('environment-bar');
  await topology.select('Deployment', 'uuid-deploy');

  await test.step('locked', async () => {
    await expect(bar).toContainText('Locked');
    await expect(topology.action('Upgrade…')).toHaveAttribute('aria-description', /jewels is protected: unlock it first/);
    const client = await forgedClient(page);
    const environmentId = environmentIdOf(page);
    const outcome = await client.changes.apply({ environmentId, ref: { environmentId, kind: 'Deployment', name: 'uuid-deploy' }, base: null, change: { kind: 'restart' } });
    expect(outcome).toMatchObject({ ok: false, error: { code: 'POLICY' } });
  });

  await test.step('unlocked with a reason for some minutes', async () => {
    await bar.getByRole('button', { name: 'Unlock…' }).click();
    const dialog = page.getByRole('dialog', { name: 'Unlock jewels' });
    await expect(dialog.getByRole('button', { name: 'Unlock', exact: true })).toBeDisabled();
    await dialog.getByLabel('Reason').fill('change 4711');
    await dialog.getByText('15 min').click();
    await dialog.getByRole('button', { name: 'Unlock', exact: true }).click();
    await expect(bar).toContainText(/Unlocked for 1[45]/);
    await topology.upgrade('v2.0.0.0');
    await operations.expectEnded('Done');
    await operations.close();
  });

  await test.step('stopping asks for the name', async () => {
    await topology.menuAction('Stop…');
    const stop = topology.dialog.getByRole('button', { name: 'Stop', exact: true });
    await expect(topology.dialog.getByRole('row').filter({ hasText: 'replicas' })).toBeVisible();
    await expect(stop).toBeDisabled();
    await topology.dialog.getByLabel('Type jewels to confirm').fill('jewel');
    await expect(stop).toBeDisabled();
    await topology.dialog.getByLabel('Type jewels to confirm').fill('jewels');
    await topology.confirm('Stop');
    await operations.expectEnded('Done');
    await operations.close();
    await expect(topology.status()).toHaveAttribute('data-status', 'stopped');
  });

  await test.step('locked again by hand', async () => {
    await bar.getByRole('button', { name: 'Lock now' }).click();
    await expect(bar).toContainText('Locked');
    await expect(topology.action('Upgrade…')).toHaveAttribute('aria-disabled', 'true');
  });
});
