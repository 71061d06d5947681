import { expect, test } from '../fixtures/app';
import { OperationsDrawer } from '../pages/operations';
import { runCommand } from '../pages/palette';
import { TourCard } from '../pages/tour';

test('the tour is played to its end by doing what it tells', async ({ start, topology: openTopology }) => {
  test.setTimeout(240_000);
  const { page } = await start({ kubeconfig: null });
  await page.getByRole('button', { name: 'Try the demo site' }).click();
  const topology = openTopology(page);
  await page.getByTestId('environment-bar').locator('[data-demo-mark]').click();
  await page.getByRole('menuitem', { name: 'Take the guided tour' }).click();
  const tour = new TourCard(page);
  const operations = new OperationsDrawer(page);

  await tour.expectStep('Open demo test');
  await page.getByRole('link', { name: /^demo test / }).click();
  await tour.expectStep('The topology is live');
  await topology.select('Deployment', 'uuid-deploy');
  await tour.expectStep('Upgrade it');
  await topology.action('Upgrade…').click();
  await tour.expectStep('See it before it happens');

  await test.step('a dialog that is closed leads back to the step before', async () => {
    await page.keyboard.press('Escape');
    await tour.expectStep('Upgrade it');
  });
  await topology.upgrade('v3.0.0.0');
  await tour.expectStep('Watch the pods being replaced');
  await tour.expectStep('The upgrade is over');
  await operations.close();
  await tour.expectStep('Look at the timeline');

  await test.step('who leaves the way is told how to come back', async () => {
    await page.getByRole('link', { name: 'Audit' }).click();
    await expect(tour.card).toContainText('The tour goes on in demo test');
    await tour.button('Take me back').click();
    await expect(tour.card).toContainText('open it again');
    await tour.button('Take me back').click();
    await expect(tour.card).toContainText('Open Timeline');
  });
  await test.step('one step back stays there until one goes on', async () => {
    await tour.button('Back').click();
    await tour.expectStep('The upgrade is over');
    await tour.button('Next').click();
    await tour.expectStep('Look at the timeline');
  });
  await topology.tab('Timeline');
  await tour.expectStep('Go back');
  await topology.action(/Roll back/).click();
  await tour.expectStep('Again a dry run first');
  await topology.confirm('Roll back');
  await tour.expectStep('On the way back');
  await tour.expectStep('That was the whole way');
  await operations.close();
  await expect(topology.panel.locator('[data-revision]').filter({ hasText: 'active' })).toContainText('v2.0.0.0');
  await tour.expectStep('That was the whole way');
  await tour.button('Finish').click();
  await expect(tour.card).toHaveCount(0);
});

test('the tour is skipped and gone on with from the palette, by keyboard, in a narrow window', async ({ start, topology: openTopology }) => {
  const { page } = await start({ kubeconfig: null, args: ['--demo'] });
  await page.setViewportSize({ width: 900, height: 600 });
  const tour = new TourCard(page);
  await page.getByRole('link', { name: /^demo test / }).click();
  await runCommand(page, 'Take the guided tour');
  await tour.expectStep('The topology is live');
  await page.keyboard.press('g');
  await page.keyboard.press('t');
  await expect(tour.card).toBeFocused();
  await page.keyboard.press('Tab');
  await expect(tour.button('Skip the tour')).toBeFocused();
  await page.keyboard.press('Enter');
  await expect(tour.card).toHaveCount(0);
  await page.reload();
  await expect(page.getByTestId('environment-bar')).toContainText('demo test');
  await expect(tour.card).toHaveCount(0);
  await runCommand(page, 'Go on with the guided tour');
  await tour.expectStep('The topology is live');
  expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBeLessThanOrEqual(900);

  await test.step('what confirms a dialog is in sight, however much there is to read above it', async () => {
    const topology = openTopology(page);
    await topology.select('Deployment', 'uuid-deploy');
    await topology.action('Upgrade…').click();
    await topology.dialog.getByRole('combobox', { name: 'Tag or digest' }).fill('v3.0.0.0');
    const confirm = topology.dialog.getByRole('button', { name: 'Upgrade', exact: true });
    await expect(confirm).toBeEnabled();
    await expect(confirm).toBeInViewport({ ratio: 1 });
  });
});
