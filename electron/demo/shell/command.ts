import type { FileEntry } from './fileSystem';
import type { Machine } from './machine';
import type { Input, Output } from './pipe';
import type { Terminal } from './terminal';

/** What a shell keeps from one command to the next. */
export interface ShellState {
  readonly variables: Map<string, string>;
  /** Names of the variables that commands see. */
  readonly exported: Set<string>;
  /** `$1` and on. */
  positional: readonly string[];
  directory: string;
  /** Of the last command: `$?`. */
  status: number;
  readonly history: string[];
}

/** One run of one command. */
export interface CommandContext {
  readonly name: string;
  readonly args: readonly string[];
  readonly stdin: Input;
  readonly stdout: Output;
  readonly stderr: Output;
  readonly state: ShellState;
  readonly machine: Machine;
  /** Null where the command has no terminal. */
  readonly terminal: Terminal | null;
  /** Ctrl-C, a kill, the end of the exec or of the container. */
  readonly signal: AbortSignal;
  /** Runs another command in its place: what `time`, `xargs` and `sh` do. */
  run(argv: readonly string[], changes?: Partial<Pick<CommandContext, 'stdin' | 'stdout' | 'stderr'>>): Promise<number>;
}

/** @returns its exit code */
export type Command = (context: CommandContext) => Promise<number>;

/** `sh: foo: not found`, said by whoever could not do its work. */
export async function complain({ name, stderr }: CommandContext, message: string, code = 1): Promise<number> {
  await stderr.write(`${name}: ${message}\n`);
  return code;
}

export interface Flags {
  has(flag: string): boolean;
  /** The value of a flag that takes one. */
  value(flag: string): string | undefined;
  /** What is no flag. */
  rest: readonly string[];
  unknown: string | null;
}

/** Reads single-letter flags as getopt does: `-la`, `-n 3`, `-n3`, `--`. @param spec as of getopt: letters, those with a value followed by a colon */
export function readFlags(args: readonly string[], spec: string): Flags {
  const found = new Map<string, string>();
  const rest: string[] = [];
  let unknown: string | null = null;
  for (let index = 0; index < args.length; index += 1) {
    const arg = args[index] ?? '';
    if (arg === '--') {
      rest.push(...args.slice(index + 1));
      break;
    }
    if (!/^-[^-]/.test(arg)) {
      rest.push(arg);
      continue;
    }
    for (let at = 1; at < arg.length; at += 1) {
      const letter = arg[at] ?? '';
      const place = spec.indexOf(letter);
      if (place < 0 || letter === ':') unknown ??= letter;
      if (spec[place + 1] !== ':' || place < 0) {
        found.set(letter, '');
        continue;
      }
      const attached = arg.slice(at + 1);
      if (!attached) index += 1;
      found.set(letter, attached || (args[index] ?? ''));
      break;
    }
  }
  return { has: (flag) => found.has(flag), value: (flag) => found.get(flag), rest, unknown };
}

/** `-rw-r--r--`, for listings. */
export function modeText({ isDirectory, mode }: Pick<FileEntry, 'isDirectory' | 'mode'>): string {
  const bits = [...'rwxrwxrwx'].map((letter, index) => (mode & (1 << (8 - index)) ? letter : '-')).join('');
  return `${isDirectory ? 'd' : '-'}${bits}`;
}
