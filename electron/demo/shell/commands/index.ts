import { posix } from 'node:path';
import type { Command } from '../command';
import type { Machine } from '../machine';
import { programName } from '../../programs/answers';
import { basics, builtins } from './basics';
import { fileCommands } from './files';
import { listings } from './listings';
import { network } from './network';
import { sh } from './sh';
import { system } from './system';
import { tar } from './tar';
import { texts } from './texts';
import { top } from './top';

const external: Readonly<Record<string, Command>> = { ...basics, ...fileCommands, ...listings, ...network, ...system, ...texts, sh, ash: sh, bash: sh, tar, top };

/** What is in a container's /bin. */
export const commandNames: readonly string[] = Object.keys(external).filter((name) => name !== 'bash');

/** Images that bring bash beside sh. */
const withBash = ['ui', 'mysql', 'redis'];

/** A command by its name or by its path in /bin; null where the container has none. */
export function findCommand(machine: Machine, name: string): { run: Command; isBuiltin: boolean } | null {
  const builtin = builtins[name];
  if (builtin) return { run: builtin, isBuiltin: true };
  const inBin = ['/bin', '/usr/bin'].includes(posix.dirname(name)) ? posix.basename(name) : name;
  if (inBin === 'bash' && !withBash.includes(programName(machine.running.program) ?? '')) return null;
  const run = Object.hasOwn(external, inBin) ? external[inBin] : undefined;
  return run ? { run, isBuiltin: false } : null;
}
