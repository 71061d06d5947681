import { defineConfig } from '@playwright/test';
import type { HostOptions } from './fixtures/app';

/**
 * The same journeys in both hosts. `run.mjs` says which hosts this machine has (WHEELHOUSE_HOSTS) and which
 * site they play on (WHEELHOUSE_SITE: the built-in demo site, or the cluster of KUBECONFIG).
 */
const hosts = (process.env['WHEELHOUSE_HOSTS'] ?? 'browser').split(',') as HostOptions['host'][];

export default defineConfig<HostOptions>({
  testDir: './specs',
  outputDir: '../test-results/journeys',
  fullyParallel: false,
  // Two cores: two apps with their engines at once starve each other.
  workers: 1,
  // On CI a second try tells a journey that is shaky (the report says "flaky") from one that is broken.
  retries: process.env['CI'] ? 1 : 0,
  timeout: 120_000,
  expect: { timeout: 20_000 },
  reporter: [['list']],
  forbidOnly: true,
  // The stories marked @cluster are the ones design §8 wants on a real cluster too.
  grep: process.env['WHEELHOUSE_SITE'] === 'cluster' ? /@cluster/ : undefined,
  // A journey marked with a host is about something that only this host has.
  projects: hosts.map((host) => ({ name: host, grepInvert: host === 'browser' ? /@desktop/ : /@browser/, use: { host, actionTimeout: 15_000, trace: 'retain-on-failure', screenshot: 'only-on-failure' } })),
});
