import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { ControlAddress } from './control/client';
import type { SiteSpec } from './content/sites';
import { startSite, type RunningSite } from './startSite';

export interface DemoOptions {
  /** Where the kubeconfigs are written, and stay; without it a temporary directory, which goes with the demo. */
  dir?: string | undefined;
  sites: readonly SiteSpec[];
  seed: number;
  /** Site time runs this many times as fast as the wall. */
  speed: number;
  /** Opens the switches for tests: never in the product. */
  control?: boolean;
}

/** The demo: its sites, whose kubeconfigs are in one directory. */
export interface Demo {
  readonly sites: readonly RunningSite[];
  /** Where the switches for tests are; null in the product. */
  readonly control: ControlAddress | null;
  close(): Promise<void>;
}

/** Starts the sites side by side. One that does not start takes the others down with it. */
export async function startDemo({ sites, dir: kept, control: isControlled = false, ...options }: DemoOptions): Promise<Demo> {
  const dir = kept ?? (await mkdtemp(join(tmpdir(), 'wheelhouse-demo-')));
  // Loaded for tests only: the product does without its weight.
  const control = isControlled ? (await import('./control')).createControl(options.seed) : undefined;
  const starting = await Promise.allSettled(sites.map((spec) => startSite(spec, { ...options, control, dir: join(dir, spec.name) })));
  const running = starting.flatMap((result) => (result.status === 'fulfilled' ? [result.value] : []));
  const close = async (): Promise<void> => {
    await control?.close();
    await Promise.all(running.map((site) => site.close()));
    if (kept === undefined) await rm(dir, { recursive: true, force: true });
  };
  const failed = starting.find((result) => result.status === 'rejected');
  if (!failed) return { sites: running, control: (await control?.open()) ?? null, close };
  await close();
  throw failed.reason;
}
