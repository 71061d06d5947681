import { posix } from 'node:path';
import type { CommandContext, ShellState } from './command';
import { findCommand } from './commands';
import { createExpander } from './expand';
import { FileError } from './fileSystem';
import { SyntaxFault } from './lexer';
import type { Machine } from './machine';
import { parse, type Redirection, type Statement } from './parser';
import { BrokenPipe, createPipe, nothing, nowhere, readAll, type Input, type Output } from './pipe';
import type { Terminal } from './terminal';

/** Ends a shell: `exit`. */
export class Exit extends Error {
  constructor(readonly code: number) {
    super();
  }
}

/** Leaves loops: `break` and `continue`. */
class Leave extends Error {
  constructor(
    readonly how: 'break' | 'continue',
    public depth: number,
  ) {
    super();
  }
}

export const interruptedCode = 130;

/** What statements run in: their streams and what stops them. */
export interface Surroundings {
  machine: Machine;
  stdin: Input;
  stdout: Output;
  stderr: Output;
  terminal: Terminal | null;
  signal: AbortSignal;
}

export function createState(machine: Machine, positional: readonly string[] = ['sh']): ShellState {
  const { workingDir } = machine.running.container as { workingDir?: string };
  const directory = workingDir && machine.files.exists(workingDir) ? workingDir : '/';
  return { variables: new Map([...Object.entries(machine.env), ['PWD', directory]]), exported: new Set([...Object.keys(machine.env), 'PWD']), positional, directory, status: 0, history: [] };
}

const copyOf = (state: ShellState): ShellState => ({ ...state, variables: new Map(state.variables), exported: new Set(state.exported), history: [...state.history] });

/** Runs a script in a shell. What is wrong with it is said on its standard error; `exit` ends it. */
export async function runScript(source: string, state: ShellState, around: Surroundings): Promise<number> {
  try {
    return await runStatement(parse(source), state, around);
  } catch (error) {
    if (error instanceof Exit) throw error;
    if (error instanceof Leave) return 0;
    if (!(error instanceof SyntaxFault)) throw error;
    await around.stderr.write(`sh: ${error.message}\n`);
    return (state.status = 2);
  }
}

async function runStatement(statement: Statement, state: ShellState, around: Surroundings): Promise<number> {
  if (around.signal.aborted) throw new Exit(interruptedCode);
  switch (statement.kind) {
    case 'list':
      for (const [index, { joint, statement: item }] of statement.items.entries()) {
        if ((joint === '&&' && state.status !== 0) || (joint === '||' && state.status === 0)) continue;
        if (index > 0 && joint === '&') await Promise.resolve();
        if (joint === '&') void runStatement(item, copyOf(state), { ...around, stdin: nothing, terminal: null }).catch(() => 0);
        else state.status = await runStatement(item, state, around);
      }
      return state.status;
    case 'pipeline': {
      const status = statement.parts.length === 1 && statement.parts[0] ? await runStatement(statement.parts[0], state, around) : await runPipeline(statement.parts, state, around);
      return (state.status = statement.isNegated ? Number(status === 0) : status);
    }
    case 'group':
      return redirected(statement.redirections, state, around, async (inner) => {
        if (!statement.isSubshell) return runStatement(statement.body, state, inner);
        return (state.status = await inSubshell(statement.body, state, inner));
      });
    case 'if':
      for (const { condition, body } of statement.branches) if ((await runStatement(condition, state, around)) === 0) return runStatement(body, state, around);
      return (state.status = statement.otherwise ? await runStatement(statement.otherwise, state, around) : 0);
    case 'loop': {
      let status = 0;
      while (((await runStatement(statement.condition, state, around)) === 0) !== statement.isUntil) {
        const result = await runBody(statement.body, state, around);
        if (result === 'break') break;
        status = result === 'continue' ? 0 : result;
        // A loop of commands that never wait would keep the whole demo from doing anything else.
        await new Promise((resolve) => setImmediate(resolve));
      }
      return (state.status = status);
    }
    case 'for': {
      let status = 0;
      const words = statement.words.length > 0 ? await expanderOf(state, around).fields(statement.words) : state.positional.slice(1);
      for (const word of words) {
        state.variables.set(statement.name, word);
        const result = await runBody(statement.body, state, around);
        if (result === 'break') break;
        status = result === 'continue' ? 0 : result;
      }
      return (state.status = status);
    }
    case 'simple':
      return runSimple(statement, state, around);
  }
}

async function runBody(body: Statement, state: ShellState, around: Surroundings): Promise<number | 'break' | 'continue'> {
  try {
    return await runStatement(body, state, around);
  } catch (error) {
    if (!(error instanceof Leave)) throw error;
    error.depth -= 1;
    if (error.depth > 0) throw error;
    return error.how;
  }
}

async function inSubshell(body: Statement, state: ShellState, around: Surroundings): Promise<number> {
  try {
    return await runStatement(body, copyOf(state), around);
  } catch (error) {
    if (error instanceof Exit) return error.code;
    throw error;
  }
}

/** All parts at once, each reading what the one before writes; the status is that of the last. */
async function runPipeline(parts: readonly Statement[], state: ShellState, around: Surroundings): Promise<number> {
  let { stdin } = around;
  const running: Promise<number>[] = [];
  for (const [index, part] of parts.entries()) {
    const isLast = index === parts.length - 1;
    const pipe = isLast ? null : createPipe();
    const input = stdin;
    const isFirst = index === 0;
    const run = inSubshell(part, state, { ...around, stdin: input, stdout: pipe?.output ?? around.stdout, terminal: isLast && isFirst ? around.terminal : isLast ? around.terminal : null });
    running.push(
      run.finally(() => {
        pipe?.output.close();
        if (!isFirst) input.close();
      }),
    );
    stdin = pipe?.input ?? nothing;
  }
  return (await Promise.all(running)).at(-1) ?? 0;
}

const expanderOf = (state: ShellState, around: Surroundings) =>
  createExpander({
    state,
    files: around.machine.files,
    async capture(source) {
      const pipe = createPipe();
      const reading = readAll(pipe.input);
      state.status = await inSubshell(parse(source), state, { ...around, stdout: pipe.output, terminal: null }).finally(() => pipe.output.close());
      return (await reading).toString('utf8');
    },
  });

async function runSimple(statement: Extract<Statement, { kind: 'simple' }>, state: ShellState, around: Surroundings): Promise<number> {
  const expander = expanderOf(state, around);
  const argv = await expander.fields(statement.words);
  const assigned: [string, string][] = [];
  for (const { name, value } of statement.assignments) assigned.push([name, await expander.text(value)]);
  if (argv.length === 0) for (const [name, value] of assigned) state.variables.set(name, value);
  return redirected(statement.redirections, state, around, async (inner) => {
    if (argv.length === 0) return 0;
    const before = new Map(state.variables);
    const exportedBefore = new Set(state.exported);
    for (const [name, value] of assigned) {
      state.variables.set(name, value);
      state.exported.add(name);
    }
    try {
      return (state.status = await runArgv(argv, state, inner));
    } finally {
      for (const [name] of assigned) {
        const value = before.get(name);
        if (value === undefined) state.variables.delete(name);
        else state.variables.set(name, value);
        if (!exportedBefore.has(name)) state.exported.delete(name);
      }
    }
  });
}

/** Runs one command with its arguments; 127 where there is none of that name. */
export async function runArgv(argv: readonly string[], state: ShellState, around: Surroundings): Promise<number> {
  const [name = '', ...args] = argv;
  const { machine, stderr, terminal } = around;
  const leave = /^(break|continue)$/.exec(name)?.[1] as 'break' | 'continue' | undefined;
  if (leave) throw new Leave(leave, Number(args[0]) || 1);
  const command = findCommand(machine, name);
  if (!command) {
    const path = posix.resolve(state.directory, name);
    const isThere = name.includes('/') && machine.files.exists(path);
    if (isThere && (machine.files.stat(path).mode & 0o111) !== 0 && !machine.files.stat(path).isDirectory) return runFile(path, argv, state, around);
    await stderr.write(`sh: ${name}: ${isThere ? 'Permission denied' : 'not found'}\n`);
    return isThere ? 126 : 127;
  }
  const aborted = new AbortController();
  const signal = AbortSignal.any([around.signal, aborted.signal]);
  const process = command.isBuiltin ? null : machine.spawn(argv.join(' '), () => aborted.abort());
  const context: CommandContext = {
    name,
    args,
    stdin: around.stdin,
    stdout: around.stdout,
    stderr,
    state,
    machine,
    terminal,
    signal,
    run: (inner, changes = {}) => runArgv(inner, state, { ...around, ...changes, signal }),
  };
  try {
    return await command.run(context);
  } catch (error) {
    if (error instanceof BrokenPipe) return 141;
    if (!(error instanceof FileError)) throw error;
    await stderr.write(`${name}: ${error.message}\n`);
    return 1;
  } finally {
    process?.end();
  }
}

/** A script in the container's file system, as its `#!` line would have it run. */
async function runFile(path: string, argv: readonly string[], state: ShellState, around: Surroundings): Promise<number> {
  const inner = { ...copyOf(state), positional: argv };
  try {
    return await runScript(around.machine.files.read(path).toString('utf8'), inner, around);
  } catch (error) {
    if (error instanceof Exit) return error.code;
    throw error;
  }
}

/** Runs with its streams turned to files. A file is written when the command has ended. */
async function redirected(redirections: readonly Redirection[], state: ShellState, around: Surroundings, run: (inner: Surroundings) => Promise<number>): Promise<number> {
  if (redirections.length === 0) return run(around);
  const inner = { ...around };
  const { files } = around.machine;
  for (const { operator, target } of redirections) {
    const name = target ? await expanderOf(state, around).text(target) : '';
    try {
      if (operator === '<') inner.stdin = inputOf(files.read(posix.resolve(state.directory, name)));
      else if (operator === '2>&1') inner.stderr = inner.stdout;
      else if (operator === '>&2') inner.stdout = inner.stderr;
      else {
        const output = outputTo(around, posix.resolve(state.directory, name), operator.endsWith('>>'));
        if (operator.startsWith('2')) inner.stderr = output;
        else inner.stdout = output;
        if (operator === '&>') inner.stderr = output;
      }
    } catch (error) {
      if (!(error instanceof FileError)) throw error;
      await around.stderr.write(`sh: can't ${operator === '<' ? 'open' : 'create'} ${name}: ${error.message.replace('No such file or directory', operator === '<' ? 'no such file' : 'nonexistent directory')}\n`);
      return (state.status = operator === '<' ? 2 : 1);
    }
  }
  return run(inner);
}

function inputOf(data: Buffer): Input {
  let rest: Buffer | null = data;
  return {
    read() {
      const chunk = rest;
      rest = null;
      return Promise.resolve(chunk && chunk.length > 0 ? chunk : null);
    },
    close: () => undefined,
  };
}

function outputTo({ machine: { files }, stdout, stderr }: Surroundings, path: string, append: boolean): Output {
  if (path === '/dev/null') return nowhere;
  if (path === '/dev/stdout') return stdout;
  if (path === '/dev/stderr') return stderr;
  files.write(path, Buffer.alloc(0), append);
  return {
    async write(data) {
      files.write(path, Buffer.from(data), true);
    },
    close: () => undefined,
  };
}
