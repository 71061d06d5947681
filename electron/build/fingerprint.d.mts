export interface BuildStep {
  root: string;
  /** File that keeps the fingerprint of the last success. */
  stamp: string;
  /** Folders and files, relative to `root`. */
  inputs: readonly string[];
  work(): Promise<void>;
}

export const fingerprint: (root: string, inputs: readonly string[]) => Promise<string>;
export const buildIfChanged: (step: BuildStep) => Promise<void>;
