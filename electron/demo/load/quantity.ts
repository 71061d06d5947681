const factors: Readonly<Record<string, number>> = { n: 1e-9, u: 1e-6, m: 1e-3, '': 1, k: 1e3, M: 1e6, G: 1e9, T: 1e12, P: 1e15, Ki: 2 ** 10, Mi: 2 ** 20, Gi: 2 ** 30, Ti: 2 ** 40, Pi: 2 ** 50 };

/** `250m`, `1Gi`, `1e3` as a number; undefined for what is no quantity. */
export function parseQuantity(text: string | number | undefined): number | undefined {
  if (typeof text === 'number') return text;
  const match = /^([+-]?[0-9.]+(?:[eE][+-]?[0-9]+)?)([numkMGTP]?|[KMGTP]i)$/.exec(text ?? '');
  return match ? Number(match[1]) * (factors[match[2] ?? ''] ?? Number.NaN) : undefined;
}

/** Cores in nano cores, as metrics give them. */
export const nanoCores = (cores: number): string => `${Math.round(cores * 1e9)}n`;

/** Bytes in Ki, as metrics give them. */
export const kibibytes = (bytes: number): string => `${Math.round(bytes / 1024)}Ki`;

/** Cores as people write them: `2`, `250m`. */
export const cores = (value: number): string => (Number.isInteger(value) ? String(value) : `${Math.round(value * 1000)}m`);

/** Bytes with the largest binary suffix that divides them. */
export function bytes(value: number): string {
  const suffixes = ['Ti', 'Gi', 'Mi', 'Ki'] as const;
  const suffix = suffixes.find((candidate) => value !== 0 && value % (factors[candidate] ?? 1) === 0);
  return suffix ? `${value / (factors[suffix] ?? 1)}${suffix}` : String(Math.round(value));
}
