import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { SiteSpec } from './content/sites';
import { startSite, type RunningSite } from './startSite';

export interface DemoOptions {
  /** Where the kubeconfigs are written, and stay; without it a temporary directory, which goes with the demo. */
  dir?: string | undefined;
  sites: readonly SiteSpec[];
  seed: number;
  /** Site time runs this many times as fast as the wall. */
  speed: number;
}

/** The demo: its sites, whose kubeconfigs are in one directory. */
export interface Demo {
  readonly sites: readonly RunningSite[];
  close(): Promise<void>;
}

/** Starts the sites side by side. One that does not start takes the others down with it. */
export async function startDemo({ sites, dir: kept, ...options }: DemoOptions): Promise<Demo> {
  const dir = kept ?? (await mkdtemp(join(tmpdir(), 'wheelhouse-demo-')));
  const starting = await Promise.allSettled(sites.map((spec) => startSite(spec, { ...options, dir: join(dir, spec.name) })));
  const running = starting.flatMap((result) => (result.status === 'fulfilled' ? [result.value] : []));
  const close = async (): Promise<void> => {
    await Promise.all(running.map((site) => site.close()));
    if (kept === undefined) await rm(dir, { recursive: true, force: true });
  };
  const failed = starting.find((result) => result.status === 'rejected');
  if (!failed) return { sites: running, close };
  await close();
  throw failed.reason;
}
