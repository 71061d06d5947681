/** A number from 0 up to 1 that follows from its arguments alone, so that load, metrics and logs agree without anything being kept. */
export function noise(seed: number, text: string, step: number): number {
  let hash = 0x811c9dc5 ^ Math.imul(seed, 0x9e3779b1);
  for (let i = 0; i < text.length; i += 1) hash = Math.imul(hash ^ text.charCodeAt(i), 0x01000193);
  hash ^= Math.imul(step | 0, 0x85ebca6b) ^ Math.imul(Math.floor(step / 2 ** 32), 0xc2b2ae35);
  hash = Math.imul(hash ^ (hash >>> 16), 0x7feb352d);
  hash = Math.imul(hash ^ (hash >>> 15), 0x846ca68b);
  return ((hash ^ (hash >>> 16)) >>> 0) / 2 ** 32;
}

/** Noise that changes gently: between two values `everyMs` apart it goes in a curve. */
export function smoothNoise(seed: number, text: string, at: number, everyMs: number): number {
  const step = Math.floor(at / everyMs);
  const part = at / everyMs - step;
  const weight = part * part * (3 - 2 * part);
  return noise(seed, text, step) * (1 - weight) + noise(seed, text, step + 1) * weight;
}

/** How many of something happen where `mean` are expected: the whole part for certain, one more by chance. */
export function countOf(mean: number, chance: number): number {
  const whole = Math.floor(mean);
  return whole + (chance < mean - whole ? 1 : 0);
}
