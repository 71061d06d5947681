import { resolve } from 'node:path';
import { defineConfig } from 'vitest/config';

/** The path aliases of tsconfig.json. */
const alias = Object.fromEntries(['shared', 'electron', 'renderer'].map((folder) => [`@${folder}`, resolve(import.meta.dirname, folder)]));

export default defineConfig({
  resolve: { alias },
  test: {
    include: ['{shared,electron,renderer}/**/*.test.ts'],
    environment: 'node',
    globalSetup: [resolve(import.meta.dirname, 'electron/build/schemas.mjs')],
    testTimeout: 20_000,
    hookTimeout: 30_000,
  },
});
