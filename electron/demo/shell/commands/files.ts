import { posix } from 'node:path';
import { complain, readFlags, type Command, type CommandContext } from '../command';
import { FileError, type FileSystem } from '../fileSystem';

export const pathOf = ({ state }: Pick<CommandContext, 'state'>, name: string) => posix.resolve(state.directory, name);

/** Does something to each file named; one that fails is complained of and the others go on. */
async function each(context: CommandContext, names: readonly string[], wording: (name: string) => string, act: (path: string, name: string) => void): Promise<number> {
  let code = 0;
  for (const name of names) {
    try {
      act(pathOf(context, name), name);
    } catch (error) {
      if (!(error instanceof FileError)) throw error;
      code = await complain(context, `${wording(name)}: ${error.message}`);
    }
  }
  return code;
}

const touch: Command = (context) => each(context, readFlags(context.args, 'cmd:').rest, (name) => name, (path) => context.machine.files.touch(path));

const mkdir: Command = (context) => {
  const flags = readFlags(context.args, 'pm:');
  return each(context, flags.rest, (name) => `can't create directory '${name}'`, (path) => context.machine.files.makeDirectory(path, flags.has('p')));
};

const rm: Command = (context) => {
  const flags = readFlags(context.args, 'rRfi');
  const { files } = context.machine;
  return each(context, flags.rest, (name) => `can't remove '${name}'`, (path) => {
    if (flags.has('f') && !files.exists(path)) return;
    files.remove(path, flags.has('r') || flags.has('R'));
  });
};

const rmdir: Command = (context) =>
  each(context, readFlags(context.args, 'p').rest, (name) => `'${name}'`, (path) => {
    if (context.machine.files.list(path).length > 0) throw new FileError('Directory not empty');
    context.machine.files.remove(path, true);
  });

function copy(files: FileSystem, from: string, to: string): void {
  const { isDirectory, mode } = files.stat(from);
  if (!isDirectory) {
    files.write(to, files.read(from));
    files.setMode(to, mode);
    return;
  }
  files.makeDirectory(to, true);
  for (const { name } of files.list(from)) copy(files, `${from}/${name}`, `${to}/${name}`);
}

/** `cp` and `mv`: several go into a directory, one may get another name. */
const transfer = (spec: string, act: (files: FileSystem, from: string, to: string) => void, needsFlag: boolean): Command => {
  return async (context) => {
    const { files } = context.machine;
    const flags = readFlags(context.args, spec);
    const names = flags.rest.slice(0, -1);
    const target = flags.rest.at(-1);
    if (names.length === 0 || target === undefined) return complain(context, 'missing file operand');
    const into = pathOf(context, target);
    const isInto = files.exists(into) && files.stat(into).isDirectory;
    if (names.length > 1 && !isInto) return complain(context, `target '${target}' is not a directory`);
    return each(context, names, (name) => `can't stat '${name}'`, (path) => {
      if (needsFlag && files.stat(path).isDirectory && !['r', 'R', 'a'].some(flags.has)) throw new FileError('omitting directory');
      act(files, path, isInto ? posix.join(into, posix.basename(path)) : into);
    });
  };
};

const chmod: Command = (context) => {
  const [mode = '', ...names] = readFlags(context.args, 'R').rest;
  return each(context, names, (name) => name, (path) => {
    const before = context.machine.files.stat(path).mode;
    context.machine.files.setMode(path, /^[0-7]+$/.test(mode) ? Number.parseInt(mode, 8) : mode === '+x' ? before | 0o111 : mode === '-x' ? before & ~0o111 : before);
  });
};

const tee: Command = async (context) => {
  const flags = readFlags(context.args, 'ai');
  const { files } = context.machine;
  for (const name of flags.rest) if (!flags.has('a')) files.write(pathOf(context, name), Buffer.alloc(0));
  for (let chunk = await context.stdin.read(); chunk; chunk = await context.stdin.read()) {
    await context.stdout.write(chunk);
    for (const name of flags.rest) files.write(pathOf(context, name), chunk, true);
  }
  return 0;
};

export const fileCommands: Readonly<Record<string, Command>> = { touch, mkdir, rm, rmdir, chmod, tee, cp: transfer('rRapf', copy, true), mv: transfer('f', (files, from, to) => files.rename(from, to), false) };
