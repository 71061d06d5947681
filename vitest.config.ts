import { resolve } from 'node:path';
import { defineConfig } from 'vitest/config';

/** The path aliases of tsconfig.json. */
const alias = Object.fromEntries(['shared', 'electron', 'renderer'].map((folder) => [`@${folder}`, resolve(import.meta.dirname, folder)]));

export default defineConfig({
  resolve: { alias },
  test: {
    include: ['shared/**/*.test.ts', 'electron/**/*.test.ts', 'renderer/**/*.test.ts'],
    environment: 'node',
    testTimeout: 20_000,
    hookTimeout: 30_000,
  },
});
