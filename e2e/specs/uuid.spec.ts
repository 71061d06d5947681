import { expect, test } from '../fixtures/app';
import { uuidObjects } from '../fixtures/uuid';
import { OperationsDrawer } from '../pages/operations';

// Story 1 of the design: the uuid service of the mission, upgraded, watched and rolled back.
test('upgrades the uuid service, watches its pods being replaced and rolls it back @cluster', async ({ start, site, namespace, environments, topology: openTopology }) => {
  test.setTimeout(240_000);
  await site.create(uuidObjects(site, namespace, { tag: 'v1.0.0.0', demoValue: 'test' }));
  const { page } = await start();
  await environments(page).add({ name: 'test', context: site.context, namespace, class: 'test' });

  const topology = openTopology(page);
  const operations = new OperationsDrawer(page);
  await expect(topology.freshness).toHaveAttribute('data-freshness', 'live');
  await expect(topology.node('Service', 'uuidservice')).toBeVisible();
  await expect(topology.node('ConfigMap', 'env-config')).toBeVisible();
  await expect(topology.node('Deployment', 'uuid-deploy')).toHaveAttribute('data-status', 'running');

  await topology.select('Deployment', 'uuid-deploy');
  await expect(topology.pods()).toHaveCount(3);
  const firstPods = await topology.pods().evaluateAll((rows) => rows.map((row) => row.getAttribute('data-pod')));

  await test.step('upgrade by image, with the dry run seen first', async () => {
    await topology.action('Upgrade…').click();
    await topology.dialog.getByRole('combobox', { name: 'Tag or digest' }).fill('v2.0.0.0');
    await expect(topology.dialog.getByRole('row').filter({ hasText: '.image' })).toContainText(site.image('v2.0.0.0'));
    await topology.confirm('Upgrade');
    await operations.expectEnded('Done');
    await operations.close();
    await expect(topology.status()).toHaveAttribute('data-status', 'running');
    // The last of the old pods may take its grace period to go.
    await expect(topology.pods()).toHaveCount(3, { timeout: 90_000 });
    const pods = await topology.pods().evaluateAll((rows) => rows.map((row) => row.getAttribute('data-pod')));
    expect(pods.filter((pod) => firstPods.includes(pod))).toEqual([]);
  });

  await test.step('the timeline knows both revisions, and who and why', async () => {
    await topology.tab('Timeline');
    await expect(topology.revision(2)).toContainText('v2.0.0.0');
    await expect(topology.revision(2)).toContainText('active');
    await expect(topology.revision(2)).toContainText('wheelhouse');
    await expect(topology.revision(1)).toContainText('first release');
    await expect(topology.revision(1)).toContainText('previous');
    await topology.revision(1).getByRole('checkbox').check();
    await topology.revision(2).getByRole('checkbox').check();
    await topology.panel.getByRole('button', { name: 'Compare 1 and 2' }).click();
    await expect(topology.dialog).toContainText(site.image('v1.0.0.0'));
    await expect(topology.dialog).toContainText(site.image('v2.0.0.0'));
    await page.keyboard.press('Escape');
    await expect(topology.dialog).toBeHidden();
  });

  await test.step('a tag that does not exist is recognised while it happens, and rolled back from there', async () => {
    await topology.upgrade('v9.9.9.9');
    await expect(operations.problems()).toContainText('v9.9.9.9');
    await expect(topology.node('Deployment', 'uuid-deploy')).toHaveAttribute('data-status', /abnormal|partlyAbnormal/i);
    await operations.rollbackButton().click();
    await expect(topology.dialog.getByRole('row').filter({ hasText: '.image' })).toContainText(site.image('v2.0.0.0'));
    await topology.confirm('Roll back');
    await operations.expectEnded('Done');
    await operations.close();
    await expect(topology.status()).toHaveAttribute('data-status', 'running');
  });

  await test.step('back to the first revision, by its row', async () => {
    await topology.tab('Timeline');
    await topology.revision(1).getByRole('button', { name: 'Roll back to revision 1' }).click();
    await topology.confirm('Roll back');
    await operations.expectEnded('Done');
    await operations.close();
    await expect
      .poll(async () => {
        const live = (await site.read({ apiVersion: 'apps/v1', kind: 'Deployment', name: 'uuid-deploy', namespace })) as { spec?: { template?: { spec?: { containers?: { image?: string }[] } } } };
        return live.spec?.template?.spec?.containers?.[0]?.image;
      })
      .toBe(site.image('v1.0.0.0'));
  });

  await test.step('every step is in the audit, and its chain is intact', async () => {
    await page.getByRole('link', { name: 'Audit' }).click();
    await expect(page.getByRole('row').filter({ hasText: 'changes.apply' }).first()).toBeVisible();
    await page.getByRole('button', { name: /Verify/ }).click();
    await expect(page.getByText(/intact/i).first()).toBeVisible();
  });
});
