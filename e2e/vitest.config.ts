import { defineConfig } from 'vitest/config';
import base from '../vitest.config';

const isCluster = process.env['WHEELHOUSE_SITE'] === 'cluster';

/**
 * Services against a real API server: the demo site's, or the cluster of KUBECONFIG. Each file has a demo or namespaces of its own, and
 * mostly waits: a few at a time take less than half the time. A real cluster on one small machine is another matter: with three files at
 * once its pods took longer to come and go than the tests wait.
 */
export default defineConfig({
  ...base,
  test: {
    ...base.test,
    include: ['e2e/integration/**/*.test.ts'],
    testTimeout: isCluster ? 180_000 : 90_000,
    hookTimeout: isCluster ? 180_000 : 90_000,
    maxWorkers: isCluster ? 1 : 3,
    // On CI a second try tells a shaky test (the report says so) from a broken one, as it does for the journeys.
    retry: process.env['CI'] ? 1 : 0,
  },
});
