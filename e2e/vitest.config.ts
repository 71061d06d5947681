import { defineConfig } from 'vitest/config';
import base from '../vitest.config';

/**
 * Services against a real API server: the demo site's, or the cluster of KUBECONFIG. Each file has a demo or namespaces of its own, and
 * mostly waits: a few at a time take less than half the time.
 */
export default defineConfig({
  ...base,
  test: { ...base.test, include: ['e2e/integration/**/*.test.ts'], testTimeout: 90_000, hookTimeout: 90_000, maxWorkers: 3 },
});
