import { parseArgs } from 'node:util';
import type { DemoOptions } from './start';

/** Reads the command line of the demo process. Throws with a sentence that names the wrong option. */
export function parseOptions(args: readonly string[]): DemoOptions {
  const { values } = parseArgs({
    args: [...args],
    options: { dir: { type: 'string' }, seed: { type: 'string' }, speed: { type: 'string' }, port: { type: 'string' }, empty: { type: 'boolean' } },
  });
  const number = (name: 'seed' | 'speed' | 'port', otherwise: number, isValid: (value: number) => boolean, rule: string): number => {
    const text = values[name];
    const value = text === undefined ? otherwise : Number(text);
    if (!isValid(value)) throw new Error(`--${name} must be ${rule}, not "${text}".`);
    return value;
  };
  return {
    ...(values.dir !== undefined && { dir: values.dir }),
    seed: number('seed', 1, Number.isInteger, 'a whole number'),
    speed: number('speed', 1, (value) => value > 0 && value <= 1000, 'a number above 0 and at most 1000'),
    port: number('port', 0, (value) => Number.isInteger(value) && value >= 0 && value <= 65535, 'a port number'),
    empty: values.empty ?? false,
  };
}
