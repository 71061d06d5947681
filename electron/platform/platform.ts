import type { VaultStatus } from '@shared/model/settings';

/**
 * What the engine needs from the machine it runs on. Two implementations: `desktop` (answered by Electron's
 * main process over a port) and `headless` (plain Node on a bastion).
 */
export interface Platform {
  readonly host: 'desktop' | 'headless';
  readonly paths: PlatformPaths;
  readonly secretBox: SecretBox;
  readonly settings: SettingsFile;
  /** Shows a dialog to pick a file to open; null when it was cancelled or this host has no dialogs. */
  pickFile(title: string): Promise<string | null>;
  /** Tells the operator something while no window has the focus. */
  notify(title: string, body: string): void;
  /** Calls back when the machine woke from sleep (caches must look again). Returns the way to stop. */
  onWake(listener: () => void): () => void;
  /**
   * Runs a script of the build as a process of its own, which goes when the engine does, also when that is killed.
   * @param onLine told of each line of its standard output
   */
  runScript(name: ScriptName, args: readonly string[], onLine: (line: string) => void): RunningScript;
}

/** Scripts that may be run, by where the build puts them. */
export const scriptFiles = { demo: 'demo/demo.js' } as const;
export type ScriptName = keyof typeof scriptFiles;

/**
 * Flags of V8 and Node they run with. The small young generation is for the demo, whose history makes much short-lived garbage at its start:
 * left alone it keeps a fifth more memory for good (128 against 104 MB, for 5 % more time of the processor).
 */
export const scriptFlags = ['--enable-source-maps', '--max-semi-space-size=4'] as const;

export interface ScriptEnd {
  /** Null when a signal ended it, and when it could not be started. */
  readonly code: number | null;
  /** The last of its standard error. */
  readonly stderr: string;
}

export interface RunningScript {
  /** Settles when the process is gone. Never rejects. */
  readonly ended: Promise<ScriptEnd>;
  /** Lets it end in order, and kills it when it takes too long. Settles when it is gone. */
  end(): Promise<ScriptEnd>;
}

export interface PlatformPaths {
  /** Settings, vault, audit. */
  readonly data: string;
  /** Operation journals and their logs. */
  readonly operations: string;
  readonly logs: string;
  readonly home: string;
  /** Scripts built beside the engine (the demo site's process). */
  readonly dist: string;
}

/** Encrypts small texts at rest with a key that this machine or the operator holds. */
export interface SecretBox {
  status(): Promise<VaultStatus>;
  /** Bastion: sets or checks the passphrase. Throws AppError VAULT. */
  unlock(passphrase: string): Promise<VaultStatus>;
  /** Throws AppError VAULT unless the state is `ready`. */
  encrypt(plain: string): Promise<string>;
  decrypt(sealed: string): Promise<string>;
  onChange(listener: (status: VaultStatus) => void): () => void;
}

/** One versioned JSON document per name, written atomically; one that cannot be read is put aside, never overwritten. */
export interface SettingsFile {
  /** The document as stored, or null when there is none yet. `setAside` is the path an unreadable one was moved to. */
  load(name: SettingsName): Promise<{ document: unknown; setAside: string | null }>;
  save(name: SettingsName, document: unknown): Promise<void>;
}
export type SettingsName = 'preferences' | 'environments' | 'connections' | 'vault';
