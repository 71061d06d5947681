import { exec } from 'node:child_process';
import { promisify } from 'node:util';
import type { KubernetesObject } from '@kubernetes/client-node';
import { expect, test } from '../fixtures/app';
import { uuidObjects } from '../fixtures/uuid';

// Story 5 of the design. How an API server is stopped and started again is for whoever has the cluster to say, as two shell commands.
const [stop, start] = [process.env['WHEELHOUSE_STOP_APISERVER'], process.env['WHEELHOUSE_START_APISERVER']];
const run = promisify(exec);

if (stop && start) {
  test('an API server that dies is told of, and found again with what happened meanwhile @cluster', async ({ start: startApp, site, namespace, environments, topology: openTopology }) => {
    test.setTimeout(240_000);
    await site.create(uuidObjects(site, namespace, { tag: 'v1.0.0.0', demoValue: 'test' }));
    const { page } = await startApp();
    await environments(page).add({ name: 'test', context: site.context, namespace, class: 'test' });
    const topology = openTopology(page);
    const deployment = topology.node('Deployment', 'uuid-deploy');
    await expect(topology.freshness).toHaveAttribute('data-freshness', 'live');
    await expect(deployment).toContainText('3/3');

    await run(stop);
    let isDown = true;
    try {
      await expect(topology.freshness).toHaveAttribute('data-freshness', 'stale', { timeout: 60_000 });
      await expect(topology.freshness).toContainText('Stale since');
      // What was known stays on the screen.
      await expect(deployment).toContainText('3/3');
      await run(start);
      isDown = false;
    } finally {
      if (isDown) await run(start);
    }

    // Somebody else is faster than the back-off of our watches.
    const scaled = { apiVersion: 'apps/v1', kind: 'Deployment', metadata: { name: 'uuid-deploy', namespace }, spec: { replicas: 2 } } as KubernetesObject;
    await expect(async () => site.patch(scaled)).toPass({ timeout: 60_000 });
    await expect(topology.freshness).toHaveAttribute('data-freshness', 'live', { timeout: 60_000 });
    await expect(deployment).toContainText('2/2', { timeout: 60_000 });
  });
}
