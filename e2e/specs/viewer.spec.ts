import { expect, test } from '../fixtures/app';
import { uuidObjects } from '../fixtures/uuid';

// Story 6 of the design: a colleague who may only look.
test('a read-only colleague sees everything, can break nothing and is told why @cluster', async ({ start, site, namespace, environments, topology: openTopology }) => {
  await site.create(uuidObjects(site, namespace, { tag: 'v1.0.0.0', demoValue: 'test' }));
  const { page } = await start({ kubeconfig: site.viewerKubeconfig });
  await environments(page).add({ name: 'looking', context: site.viewerContext, namespace, class: 'prod' });

  const topology = openTopology(page);
  await expect(topology.node('Deployment', 'uuid-deploy')).toHaveAttribute('data-status', 'running');
  await topology.select('Deployment', 'uuid-deploy');
  await expect(topology.pods()).toHaveCount(3);

  for (const name of ['Upgrade…', 'Roll back…', 'Restart…']) {
    await expect(topology.action(name)).toHaveAttribute('aria-disabled', 'true');
    await expect(topology.action(name)).toHaveAttribute('aria-description', /patch.*deployments/);
  }
  await expect(topology.action('Scale…')).toHaveAttribute('aria-description', /deployments\/scale/);
  await topology.action('Upgrade…').click({ force: true });
  await expect(page.getByRole('dialog')).toHaveCount(0);

  await topology.tab('Timeline');
  await expect(topology.revision(1)).toContainText('v1.0.0.0');
  await topology.tab('Events');
  await expect(topology.panel.getByText('ScalingReplicaSet').first()).toBeVisible();
  await topology.tab('YAML');
  await expect(topology.panel.getByText('uuid-label').first()).toBeVisible();
});
