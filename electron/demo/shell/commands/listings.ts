import { posix } from 'node:path';
import { complain, modeText, readFlags, type Command } from '../command';
import type { FileEntry } from '../fileSystem';
import { pathOf } from './files';

const months = ['Jan', 'Feb', 'Mar', 'Apr', 'May', 'Jun', 'Jul', 'Aug', 'Sep', 'Oct', 'Nov', 'Dec'];

/** `Nov 25 13:12`, as listings show times. */
function listTime(at: number): string {
  const date = new Date(at);
  return `${months[date.getUTCMonth()]} ${String(date.getUTCDate()).padStart(2)} ${date.toISOString().slice(11, 16)}`;
}

const humanSize = (size: number) => (size < 1024 ? String(size) : size < 1024 * 1024 ? `${(size / 1024).toFixed(1)}K` : `${(size / 1024 / 1024).toFixed(1)}M`);

function columns(names: readonly string[], width: number): string {
  const cell = Math.max(...names.map((name) => name.length)) + 2;
  const perLine = Math.max(1, Math.floor(width / cell));
  const lines = Math.ceil(names.length / perLine);
  return Array.from({ length: lines }, (_, line) => `${names.filter((__, index) => index % lines === line).map((name) => name.padEnd(cell)).join('').trimEnd()}\n`).join('');
}

const ls: Command = async (context) => {
  const { machine, terminal, stdout } = context;
  const flags = readFlags(context.args, 'laA1hRtrdFinS');
  const names = flags.rest.length > 0 ? flags.rest : ['.'];
  const show = async (entries: FileEntry[]) => {
    if (flags.has('t')) entries.sort((a, b) => b.modifiedAt - a.modifiedAt);
    if (flags.has('r')) entries.reverse();
    const sizes = entries.map(({ size }) => (flags.has('h') ? humanSize(size) : String(size)));
    const width = Math.max(1, ...sizes.map((size) => size.length));
    const links = (entry: FileEntry) => (entry.isDirectory ? '2' : '1');
    if (flags.has('l')) await stdout.write(entries.map((entry, index) => `${modeText(entry)}    ${links(entry)} root     root     ${(sizes[index] ?? '').padStart(Math.max(9, width))} ${listTime(entry.modifiedAt)} ${entry.name}\n`).join(''));
    else if (terminal && !flags.has('1') && entries.length > 0) await stdout.write(columns(entries.map(({ name }) => name), terminal.size.columns));
    else await stdout.write(entries.map(({ name }) => `${name}\n`).join(''));
  };
  let code = 0;
  const directories: string[] = [];
  const plain: FileEntry[] = [];
  for (const name of names) {
    const path = pathOf(context, name);
    if (!machine.files.exists(path)) code = await complain(context, `${name}: No such file or directory`);
    else if (machine.files.stat(path).isDirectory && !flags.has('d')) directories.push(name);
    else plain.push({ ...machine.files.stat(path), name });
  }
  if (plain.length > 0) await show(plain);
  for (const [index, name] of directories.entries()) {
    const path = pathOf(context, name);
    const entries = machine.files.list(path).filter((entry) => !entry.name.startsWith('.') || flags.has('a') || flags.has('A'));
    const dots = flags.has('a') ? ['.', '..'].map((dot) => ({ ...machine.files.stat(posix.resolve(path, dot)), name: dot })) : [];
    if (names.length > 1) await stdout.write(`${index > 0 || plain.length > 0 ? '\n' : ''}${name}:\n`);
    if (flags.has('l')) await stdout.write(`total ${4 * entries.length}\n`);
    await show([...dots, ...entries]);
  }
  return code;
};

const stat: Command = async (context) => {
  let code = 0;
  for (const name of readFlags(context.args, 'c:f').rest) {
    const path = pathOf(context, name);
    if (!context.machine.files.exists(path)) {
      code = await complain(context, `can't stat '${name}': No such file or directory`);
      continue;
    }
    const entry = context.machine.files.stat(path);
    await context.stdout.write(`  File: ${name}\n  Size: ${entry.size}\t${entry.isDirectory ? 'directory' : 'regular file'}\nAccess: (${entry.mode.toString(8).padStart(4, '0')}/${modeText(entry)})  Uid: (    0/    root)   Gid: (    0/    root)\nModify: ${new Date(entry.modifiedAt).toISOString().replace('T', ' ').replace('Z', '000000 +0000')}\n`);
  }
  return code;
};

const find: Command = async (context) => {
  const { args, machine, stdout } = context;
  const options = args.findIndex((arg) => arg.startsWith('-'));
  const starts = options < 0 ? args : args.slice(0, options);
  const value = (flag: string) => (args.includes(flag) ? args[args.indexOf(flag) + 1] : undefined);
  const name = value('-name')?.replace(/[.+^${}()|\\]/g, '\\$&').replaceAll('*', '.*').replaceAll('?', '.');
  const type = value('-type');
  const walk = async (path: string, shown: string): Promise<void> => {
    const entry = machine.files.stat(path);
    const isWanted = (!name || new RegExp(`^${name}$`).test(posix.basename(shown))) && (!type || (type === 'd') === entry.isDirectory);
    if (isWanted) await stdout.write(`${shown}\n`);
    if (entry.isDirectory) for (const child of machine.files.list(path)) await walk(posix.join(path, child.name), `${shown === '/' ? '' : shown}/${child.name}`);
  };
  let code = 0;
  for (const start of starts.length > 0 ? starts : ['.']) {
    if (machine.files.exists(pathOf(context, start))) await walk(pathOf(context, start), start);
    else code = await complain(context, `${start}: No such file or directory`);
  }
  return code;
};

/** Device, size and use in KiB, mount point. */
type Row = [string, number, number, string];

const df: Command = async (context) => {
  const human = readFlags(context.args, 'hk').has('h');
  const mounts = context.machine.running.container.volumeMounts ?? [];
  const rows: Row[] = [
    ['overlay', 61_255_492, 21_338_204, '/'],
    ['tmpfs', 65_536, 0, '/dev'],
    ...mounts.map(({ mountPath }): Row => ['/dev/sda1', 61_255_492, 21_338_204, mountPath]),
  ];
  const size = (kib: number) => (human ? humanSize(kib * 1024).replace('.0', '') : String(kib)).padStart(10);
  await context.stdout.write(`Filesystem           ${human ? '     Size      Used' : '1K-blocks      Used'} Available Use% Mounted on\n`);
  for (const [device, total, used, place] of rows) await context.stdout.write(`${device.padEnd(20)}${size(total)}${size(used)}${size(total - used)} ${String(Math.round((used / total) * 100)).padStart(3)}% ${place}\n`);
  return 0;
};

export const listings: Readonly<Record<string, Command>> = { ls, stat, find, df };
