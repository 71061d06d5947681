import { parseArgs } from 'node:util';
import { airgappedSite, connectedSite, emptySite } from './content/sites';
import type { DemoOptions } from './start';

/** Reads the command line of the demo process. Throws with a sentence that names the wrong option. */
export function parseOptions(args: readonly string[]): DemoOptions {
  const { values } = parseArgs({ args: [...args], options: { dir: { type: 'string' }, seed: { type: 'string' }, speed: { type: 'string' }, empty: { type: 'boolean' }, control: { type: 'boolean' } } });
  const number = (name: 'seed' | 'speed', otherwise: number, isValid: (value: number) => boolean, rule: string): number => {
    const text = values[name];
    const value = text === undefined ? otherwise : Number(text);
    if (!isValid(value)) throw new Error(`--${name} must be ${rule}, not "${text}".`);
    return value;
  };
  return {
    dir: values.dir,
    sites: values.empty ? [emptySite] : [connectedSite, airgappedSite],
    seed: number('seed', 1, Number.isInteger, 'a whole number'),
    control: values.control ?? false,
    speed: number('speed', 1, (value) => value > 0 && value <= 1000, 'a number above 0 and at most 1000'),
  };
}
