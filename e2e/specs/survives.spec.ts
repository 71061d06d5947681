import type { KubernetesObject } from '@kubernetes/client-node';
import { expect, test } from '../fixtures/app';
import { makeDataDir, removeDataDir, runToEnd } from '../fixtures/host';
import { uuidObjects } from '../fixtures/uuid';
import { OperationsDrawer } from '../pages/operations';

test('a reload and a second window show the rollout that is running', async ({ start, site, namespace, environments, topology: openTopology }) => {
  await site.create(uuidObjects(site, namespace, { tag: 'v1.0.0.0', demoValue: 'test', deadlineSeconds: 900 }));
  const app = await start();
  await environments(app.page).add({ name: 'test', context: site.context, namespace, class: 'test' });
  const topology = openTopology(app.page);
  await topology.select('Deployment', 'uuid-deploy');
  // This tag does not exist: the rollout runs until somebody rolls it back or its deadline is over.
  await topology.upgrade('v9.9.9.9');
  const operations = new OperationsDrawer(app.page);
  await expect(operations.problems()).toContainText('v9.9.9.9');
  const id = await operations.current().getAttribute('data-operation');

  await app.page.reload();
  await operations.open();
  await expect(operations.current()).toHaveAttribute('data-operation', id ?? '');
  await expect(operations.problems()).toContainText('v9.9.9.9');

  const other = new OperationsDrawer(await app.openAnother());
  await other.open();
  await expect(other.current()).toHaveAttribute('data-operation', id ?? '');
  await expect(other.current()).toHaveAttribute('data-state', 'running');

  await other.rollbackButton().click();
  await openTopology(other.page).confirm('Roll back');
  await operations.expectEnded('Done');
  await other.expectEnded('Done');
});

test('after the engine was killed the window finds the next one by itself @desktop', async ({ start, site, namespace, environments, topology: openTopology }) => {
  await site.create(uuidObjects(site, namespace, { tag: 'v1.0.0.0', demoValue: 'test', deadlineSeconds: 900 }));
  const app = await start();
  await environments(app.page).add({ name: 'test', context: site.context, namespace, class: 'test' });
  const topology = openTopology(app.page);
  await topology.select('Deployment', 'uuid-deploy');
  await topology.upgrade('v9.9.9.9');
  const operations = new OperationsDrawer(app.page);
  await expect(operations.problems()).toContainText('v9.9.9.9');

  const killed = await app.enginePid();
  const lost = app.page.getByText(/connection to the Wheelhouse engine was lost/).waitFor();
  process.kill(killed, 'SIGKILL');
  await lost;

  await expect(operations.current()).toHaveAttribute('data-state', 'interrupted');
  await expect(operations.current()).toContainText('Wheelhouse stopped while this was running');
  await operations.close();
  await expect(app.page.getByText(/connection to the Wheelhouse engine was lost/)).toBeHidden();
  await expect(topology.freshness).toHaveAttribute('data-freshness', 'live');
  await site.patch({ apiVersion: 'apps/v1', kind: 'Deployment', metadata: { name: 'uuid-deploy', namespace }, spec: { replicas: 2 } } as KubernetesObject);
  await expect(topology.node('Deployment', 'uuid-deploy')).toContainText('/2');
  expect(await app.enginePid()).not.toBe(killed);
});

test('a second Wheelhouse on the same data comes to nothing', async ({ start, host }) => {
  const dataDir = await makeDataDir();
  const app = await start({ dataDir });
  await expect(app.page.getByRole('navigation', { name: 'Main navigation' })).toBeVisible();
  const { code, output } = await runToEnd(host, { dataDir, kubeconfig: null });
  if (host === 'browser') {
    expect(code).toBe(1);
    expect(output).toMatch(/^Another Wheelhouse \(process \d+\) is using .*: stop it first, or start this one with another folder/m);
  } else {
    // It has brought the window of the first to the front and is done.
    expect(code).toBe(0);
    expect(app.electron?.windows()).toHaveLength(1);
  }
  await app.page.reload();
  await expect(app.page.getByRole('navigation', { name: 'Main navigation' })).toBeVisible();
  await app.stop();
  await removeDataDir(dataDir);
});
