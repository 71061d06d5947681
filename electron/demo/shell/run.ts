import { posix } from 'node:path';
import { findCommand } from './commands';
import { createState, Exit, interruptedCode, runArgv, type Surroundings } from './interpreter';
import type { Machine } from './machine';
import { BrokenPipe } from './pipe';

/** The container runtime could not start the program at all. */
export class NotStarted extends Error {}

/** Why a program cannot be started, in the words of runc; null where it can. */
export function startFault(machine: Machine, program: string): string | null {
  if (findCommand(machine, program)) return null;
  if (!program.includes('/')) return `exec: "${program}": executable file not found in $PATH`;
  const path = posix.resolve('/', program);
  if (!machine.files.exists(path)) return `exec: "${program}": stat ${program}: no such file or directory`;
  const { isDirectory, mode } = machine.files.stat(path);
  if (isDirectory) return `exec: "${program}": is a directory`;
  return (mode & 0o111) === 0 ? `exec: "${program}": permission denied` : null;
}

/** Runs a command in a container to its end. @returns its exit code @throws NotStarted */
export async function runInContainer(argv: readonly string[], around: Surroundings): Promise<number> {
  const fault = startFault(around.machine, argv[0] ?? '');
  if (fault) throw new NotStarted(fault);
  try {
    return await runArgv(argv, createState(around.machine), around);
  } catch (error) {
    if (error instanceof Exit) return error.code;
    if (error instanceof BrokenPipe) return interruptedCode;
    throw error;
  }
}
