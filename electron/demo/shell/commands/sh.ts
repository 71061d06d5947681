import { posix } from 'node:path';
import type { Command, CommandContext, ShellState } from '../command';
import { complain } from '../command';
import { createState, Exit, interruptedCode, runScript, type Surroundings } from '../interpreter';
import { readiness } from '../parser';
import { linesOf } from '../pipe';
import { commandNames } from '.';

/** `sh`, `sh -c`, `sh FILE`, and a script on its standard input. */
export const sh: Command = async (context) => {
  const { args, machine, terminal } = context;
  const flags = args.filter((arg) => /^-[a-z]+$/.test(arg) && arg !== '-c');
  const rest = args.filter((arg) => !flags.includes(arg) || arg === '-c');
  const state = { ...createState(machine, [context.name]), variables: new Map(context.state.variables), exported: new Set(context.state.exported), directory: context.state.directory };
  try {
    const commandFlag = args.findIndex((arg) => /^-[a-z]*c$/.test(arg));
    if (commandFlag >= 0) {
      const source = args[commandFlag + 1];
      if (source === undefined) return await complain(context, '-c requires an argument', 2);
      const positional = args.slice(commandFlag + 2);
      return await runScript(source, { ...state, positional: positional.length > 0 ? positional : [context.name] }, context);
    }
    const [file] = rest;
    if (file !== undefined) {
      const path = posix.resolve(state.directory, file);
      if (!machine.files.exists(path)) return await complain(context, `can't open '${file}': No such file or directory`, 2);
      return await runScript(machine.files.read(path).toString('utf8'), { ...state, positional: rest }, context);
    }
    if (terminal) return await interactive(context, state);
    return await lineByLine(context, state, flags.includes('-i'));
  } catch (error) {
    if (error instanceof Exit) return error.code;
    throw error;
  }
};

/**
 * Runs what comes on the standard input as soon as it is a whole command: whoever writes it may wait for its answer before
 * the next. With `-i` it prompts all the same, as programs that drive a shell expect, and survives what it does not understand.
 */
async function lineByLine(context: CommandContext, state: ShellState, isPrompting: boolean): Promise<number> {
  const prompt = async () => {
    if (isPrompting) await context.stderr.write(promptOf(state));
  };
  let pending = '';
  await prompt();
  for await (const line of linesOf(context.stdin)) {
    pending += `${line}\n`;
    const ready = readiness(pending);
    if (ready === 'unfinished') continue;
    await runScript(pending, state, context);
    if (ready === 'faulty' && !isPrompting) return state.status;
    pending = '';
    await prompt();
  }
  return pending ? runScript(pending, state, context) : state.status;
}

const promptOf = ({ directory, variables }: ShellState) => (directory === variables.get('HOME') && directory !== '/' ? '~ # ' : `${directory} # `);

async function interactive(context: CommandContext, state: ShellState): Promise<number> {
  const { terminal, machine, signal } = context;
  if (!terminal) return 0;
  for (;;) {
    const line = await terminal.readLine(promptOf(state), { history: state.history, complete: (text) => completions(machine.files, state.directory, text) });
    if (signal.aborted) return interruptedCode;
    if (line === null) {
      await terminal.output.write('\n');
      return state.status;
    }
    if (line.trim() === '') continue;
    if (state.history.at(-1) !== line) state.history.push(line);
    const interrupted = new AbortController();
    terminal.onInterrupt(() => interrupted.abort());
    const around: Surroundings = { ...context, signal: AbortSignal.any([signal, interrupted.signal]) };
    try {
      await runScript(line, state, around);
    } catch (error) {
      // An interrupted command ends its line, not its shell.
      if (!(error instanceof Exit && interrupted.signal.aborted && !signal.aborted)) throw error;
      state.status = interruptedCode;
    } finally {
      terminal.onInterrupt(null);
    }
    if (interrupted.signal.aborted && !signal.aborted) await terminal.output.write('^C\n');
  }
}

/** Whole lines that Tab may make of what stands before the cursor. */
function completions(files: CommandContext['machine']['files'], directory: string, line: string): string[] {
  const word = /\S*$/.exec(line)?.[0] ?? '';
  const before = line.slice(0, line.length - word.length);
  if (before.trim() === '' && !word.includes('/')) return commandNames.filter((name) => name.startsWith(word)).map((name) => `${before}${name} `);
  const slash = word.lastIndexOf('/') + 1;
  const at = posix.resolve(directory, word.slice(0, slash) || '.');
  if (!files.exists(at) || !files.stat(at).isDirectory) return [];
  const matching = files.list(at).filter(({ name }) => name.startsWith(word.slice(slash)));
  return matching.map(({ name, isDirectory }) => `${before}${word.slice(0, slash)}${name}${isDirectory ? '/' : ' '}`);
}
