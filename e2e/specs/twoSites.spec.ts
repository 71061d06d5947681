import { delimiter } from 'node:path';
import { expect, test } from '../fixtures/app';
import { productionOf } from '../fixtures/site';
import { uuidObjects } from '../fixtures/uuid';

// The beginning of story 1: one service in test and in production, each with its own configuration and NodePort.
test('keeps test and production apart, each with its own configuration @cluster', async ({ start, site, namespace, environments, topology: openTopology }) => {
  const production = productionOf(site);
  const productionNamespace = `${namespace}-prod`;
  await site.create(uuidObjects(site, namespace, { tag: 'v1.0.0.0', demoValue: 'test', replicas: 1 }));
  await production.create(uuidObjects(production, productionNamespace, { tag: 'v1.0.0.0', demoValue: 'prod', replicas: 1 }));
  try {
    const kubeconfig = [...new Set([site.kubeconfig, production.kubeconfig])].join(delimiter);
    const { page } = await start({ kubeconfig });
    const topology = openTopology(page);
    await environments(page).add({ name: 'in test', context: site.context, namespace, class: 'test' });
    await expect(topology.node('Deployment', 'uuid-deploy')).toHaveAttribute('data-status', 'running', { timeout: 60_000 });
    await environments(page).add({ name: 'in production', context: production.context, namespace: productionNamespace, class: 'prod', policy: 'Protected' });
    await expect(topology.node('Deployment', 'uuid-deploy')).toHaveAttribute('data-status', 'running', { timeout: 60_000 });

    expect(await site.answer(namespace, 'uuidservice', '/status')).toContain('demo=test');
    expect(await production.answer(productionNamespace, 'uuidservice', '/status')).toContain('demo=prod');

    await test.step('production is locked, and test is not', async () => {
      await topology.select('Deployment', 'uuid-deploy');
      await expect(topology.action('Upgrade…')).toHaveAttribute('aria-disabled', 'true');
      await page.getByRole('link', { name: /^in test/ }).click();
      await topology.select('Deployment', 'uuid-deploy');
      await expect(topology.action('Upgrade…')).toHaveAttribute('aria-disabled', 'false');
    });
  } finally {
    await production.removeNamespace(productionNamespace);
  }
});
