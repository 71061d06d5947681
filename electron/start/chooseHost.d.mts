export interface HostFacts {
  /** `--headless` was given. */
  headlessAsked: boolean;
  platform: NodeJS.Platform;
  isRoot: boolean;
  /** Only asked on Linux. */
  hasDisplay: boolean;
  /** ELECTRON_OVERRIDE_DIST_PATH names the runtime: whoever set it knows what it needs. */
  isOverridden: boolean;
  /** Whether Chromium's sandbox can work: by user namespaces or by its setuid program. */
  sandbox: 'usable' | 'blocked';
  runtime: { state: 'present' } | { state: 'absent' } | { state: 'failed'; reason: string };
}

export type HostChoice =
  | { host: 'desktop' }
  /** `why` is null when it was asked for. */
  | { host: 'browser'; why: string | null }
  /** Only the runtime is missing: try to download it, then ask again. */
  | { host: 'needsRuntime' };

export const chooseHost: (facts: HostFacts) => HostChoice;
