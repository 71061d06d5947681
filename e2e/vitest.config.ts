import { defineConfig } from 'vitest/config';
import base from '../vitest.config';

/** Services against a real API server: the demo site's, or the cluster of KUBECONFIG. */
export default defineConfig({
  ...base,
  test: { ...base.test, include: ['e2e/integration/**/*.test.ts'], testTimeout: 90_000, hookTimeout: 90_000, fileParallelism: false },
});
