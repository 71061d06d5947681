import { posix } from 'node:path';
import { complain, type Command, type CommandContext } from '../command';
import { Exit, runScript } from '../interpreter';
import { findCommand } from '.';

const assignment = /^([A-Za-z_]\w*)=([\s\S]*)$/;

const cd: Command = async (context) => {
  const { args, state, machine } = context;
  const asked = args[0] === '-' ? (state.variables.get('OLDPWD') ?? '/') : (args[0] ?? state.variables.get('HOME') ?? '/');
  const path = posix.resolve(state.directory, asked);
  if (!machine.files.exists(path)) return fail(context, `cd: can't cd to ${asked}: No such file or directory`, 2);
  if (!machine.files.stat(path).isDirectory) return fail(context, `cd: can't cd to ${asked}: Not a directory`, 2);
  state.variables.set('OLDPWD', state.directory);
  state.variables.set('PWD', path);
  state.directory = path;
  return 0;
};

async function fail({ stderr }: CommandContext, message: string, code: number): Promise<number> {
  await stderr.write(`sh: ${message}\n`);
  return code;
}

const exit: Command = async ({ args, state }) => {
  throw new Exit(args[0] === undefined ? state.status : Number(args[0]) & 255);
};

const exportVariables: Command = async ({ args, state, stdout }) => {
  if (args.length === 0 || args[0] === '-p') await stdout.write([...state.exported].sort().map((name) => `export ${name}='${state.variables.get(name) ?? ''}'\n`).join(''));
  for (const arg of args) {
    const [, name = arg, value] = assignment.exec(arg) ?? [];
    if (value !== undefined) state.variables.set(name, value);
    state.exported.add(name);
  }
  return 0;
};

const unset: Command = async ({ args, state }) => {
  for (const name of args) {
    state.variables.delete(name);
    state.exported.delete(name);
  }
  return 0;
};

const read: Command = async ({ args, state, stdin }) => {
  const names = args.filter((arg) => !arg.startsWith('-'));
  const chunk = await stdin.read();
  if (chunk === null) return 1;
  const words = (chunk.toString('utf8').split('\n')[0] ?? '').trim().split(/\s+/);
  names.forEach((name, index) => state.variables.set(name, index === names.length - 1 ? words.slice(index).join(' ') : (words[index] ?? '')));
  return 0;
};

const type: Command = async ({ args, machine, stdout }) => {
  let code = 0;
  for (const name of args) {
    const found = findCommand(machine, name);
    if (!found) code = 127;
    await stdout.write(found ? `${name} is ${found.isBuiltin ? 'a shell builtin' : `/bin/${name}`}\n` : `${name}: not found\n`);
  }
  return code;
};

const history: Command = async ({ state, stdout }) => {
  await stdout.write(state.history.map((line, index) => `${String(index + 1).padStart(5)}  ${line}\n`).join(''));
  return 0;
};

const help: Command = async ({ stdout }) => {
  await stdout.write('This is the small shell of the Wheelhouse demo site. What it knows is in /bin: ls /bin\nPipes, redirections, variables, if, for and while work as in sh.\n');
  return 0;
};

const echo: Command = async ({ args, stdout }) => {
  const flags = /^-[neE]+$/.test(args[0] ?? '') ? (args[0] ?? '') : '';
  const text = args.slice(flags ? 1 : 0).join(' ');
  await stdout.write(`${flags.includes('e') ? unescape(text) : text}${flags.includes('n') ? '' : '\n'}`);
  return 0;
};

const escapes: Record<string, string> = { n: '\n', t: '\t', r: '\r', a: '\u0007', b: '\b', e: '\u001b', '\\': '\\' };
const unescape = (text: string) => text.replace(/\\(0[0-7]{1,3}|x[0-9a-fA-F]{1,2}|.)/g, (whole, code: string) => (/^0/.test(code) ? String.fromCharCode(Number.parseInt(code, 8)) : /^x/.test(code) ? String.fromCharCode(Number.parseInt(code.slice(1), 16)) : (escapes[code] ?? whole)));

const printf: Command = async ({ args, stdout }) => {
  const [format = '', ...values] = args;
  let used = 0;
  const once = () =>
    unescape(format).replace(/%(-?0?\d*)([sdixc%])/g, (_, width: string, letter: string) => {
      if (letter === '%') return '%';
      const value = values[used++] ?? '';
      const text = letter === 's' ? value : letter === 'c' ? value.slice(0, 1) : letter === 'x' ? (Number(value) || 0).toString(16) : String(Math.trunc(Number(value) || 0));
      const size = Math.abs(Number(width)) || 0;
      return width.startsWith('-') ? text.padEnd(size) : text.padStart(size, width.startsWith('0') ? '0' : ' ');
    });
  let text = once();
  for (let before = -1; used < values.length && used > before; ) {
    before = used;
    text += once();
  }
  await stdout.write(text);
  return 0;
};

const test: Command = async (context) => {
  const args = context.name === '[' ? context.args.slice(0, -1) : context.args;
  if (context.name === '[' && context.args.at(-1) !== ']') return complain(context, 'missing ]', 2);
  return Number(!holds(context, args));
};

function holds(context: CommandContext, args: readonly string[]): boolean {
  const either = args.indexOf('-o');
  if (either > 0) return holds(context, args.slice(0, either)) || holds(context, args.slice(either + 1));
  const both = args.indexOf('-a');
  if (both > 0) return holds(context, args.slice(0, both)) && holds(context, args.slice(both + 1));
  const [a = '', operator, b = ''] = args;
  if (a === '!' && args.length > 1) return !holds(context, args.slice(1));
  if (args.length <= 1) return a !== '';
  if (args.length === 2) {
    if (a === '-n') return operator !== '';
    if (a === '-z') return operator === '';
    const { files } = context.machine;
    const path = posix.resolve(context.state.directory, operator ?? '');
    if (a === '-t') return context.terminal !== null;
    if (!files.exists(path)) return false;
    const entry = files.stat(path);
    return { '-d': entry.isDirectory, '-f': !entry.isDirectory, '-s': entry.size > 0, '-x': (entry.mode & 0o111) !== 0 }[a] ?? ['-e', '-r', '-w'].includes(a);
  }
  const [x, y] = [Number(a), Number(b)];
  return { '=': a === b, '==': a === b, '!=': a !== b, '-eq': x === y, '-ne': x !== y, '-lt': x < y, '-le': x <= y, '-gt': x > y, '-ge': x >= y }[operator ?? ''] ?? false;
}

const done: Command = async () => 0;

/** What a shell does itself. */
export const builtins: Readonly<Record<string, Command>> = {
  cd,
  exit,
  export: exportVariables,
  unset,
  read,
  type,
  history,
  help,
  ':': done,
  set: done,
  trap: done,
  wait: done,
  eval: (context) => runScript(context.args.join(' '), context.state, context),
  exec: (context) => (context.args.length === 0 ? done(context) : context.run(context.args).then((code) => Promise.reject(new Exit(code)))),
  shift: async ({ args, state }) => {
    state.positional = [state.positional[0] ?? 'sh', ...state.positional.slice(1 + (Number(args[0]) || 1))];
    return 0;
  },
  command: (context) => {
    const isQuestion = context.args[0] === '-v';
    if (!isQuestion) return context.run(context.args);
    const found = findCommand(context.machine, context.args[1] ?? '');
    return found ? context.stdout.write(`${found.isBuiltin ? '' : '/bin/'}${context.args[1]}\n`).then(() => 0) : Promise.resolve(127);
  },
};

export const basics: Readonly<Record<string, Command>> = {
  echo,
  printf,
  test,
  '[': test,
  true: done,
  false: async () => 1,
  pwd: async ({ state, stdout }) => {
    await stdout.write(`${state.directory}\n`);
    return 0;
  },
  which: async ({ args, machine, stdout }) => {
    let code = 0;
    for (const name of args) {
      if (findCommand(machine, name)?.isBuiltin === false) await stdout.write(`/bin/${name}\n`);
      else code = 1;
    }
    return code;
  },
};
