/** What an image says of itself, as far as nodes go by it. */
export interface ImageConfig {
  os: string;
  architecture: string;
  labels: Readonly<Record<string, string>>;
  /** `NAME=value` */
  env: readonly string[];
  /** Entrypoint, then arguments. */
  command: readonly string[];
  workingDir: string;
}

const strings = (value: unknown): string[] => (Array.isArray(value) ? value.filter((one): one is string => typeof one === 'string') : []);
const text = (value: unknown): string => (typeof value === 'string' ? value : '');

/** Reads it leniently: whoever pushed it may have left out anything. Undefined when it is no JSON object. */
export function parseImageConfig(bytes: Buffer): ImageConfig | undefined {
  let value: unknown;
  try {
    value = JSON.parse(bytes.toString('utf8'));
  } catch {
    // Not an image that a node could run; it is kept all the same, as registries do.
    return undefined;
  }
  if (typeof value !== 'object' || value === null) return undefined;
  const { os, architecture, config } = value as Record<string, unknown>;
  const { Labels, Env, Entrypoint, Cmd, WorkingDir } = (typeof config === 'object' && config !== null ? config : {}) as Record<string, unknown>;
  const labels = typeof Labels === 'object' && Labels !== null ? Object.entries(Labels).map(([key, label]) => [key, text(label)] as const) : [];
  return { os: text(os), architecture: text(architecture), labels: Object.fromEntries(labels), env: strings(Env), command: [...strings(Entrypoint), ...strings(Cmd)], workingDir: text(WorkingDir) || '/' };
}
