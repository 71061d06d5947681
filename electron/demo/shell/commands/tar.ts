import { posix } from 'node:path';
import { gunzipSync, gzipSync } from 'node:zlib';
import { complain, type Command, type CommandContext } from '../command';
import { readAll } from '../pipe';
import { pathOf } from './files';

const blockBytes = 512;

const octal = (value: number, width: number) => `${value.toString(8).padStart(width - 1, '0')}\0`;
const pad = (length: number) => Buffer.alloc((blockBytes - (length % blockBytes)) % blockBytes);

function header(name: string, size: number, mode: number, modifiedAt: number, type: '0' | '5' | 'L'): Buffer {
  const block = Buffer.alloc(blockBytes);
  block.write(name, 0, 100, 'utf8');
  block.write(octal(mode, 8) + octal(0, 8) + octal(0, 8) + octal(size, 12) + octal(Math.floor(modifiedAt / 1000), 12) + ' '.repeat(8) + type, 100, 'latin1');
  block.write('ustar\u000000', 257, 'latin1');
  block.write('root', 265, 'latin1');
  block.write('root', 297, 'latin1');
  block.write(`${block.reduce((sum, byte) => sum + byte, 0).toString(8).padStart(6, '0')}\0 `, 148, 'latin1');
  return block;
}

/** A name that does not fit the header goes before it as a file of its own, as GNU tar does. */
function named(name: string, size: number, mode: number, modifiedAt: number, type: '0' | '5'): Buffer {
  const own = header(name, size, mode, modifiedAt, type);
  const length = Buffer.byteLength(name);
  if (length <= 100) return own;
  const text = Buffer.from(`${name}\0`, 'utf8');
  return Buffer.concat([header('././@LongLink', text.length, 0, 0, 'L'), text, pad(text.length), own]);
}

interface Entry {
  name: string;
  isDirectory: boolean;
  mode: number;
  data: Buffer;
}

export function readArchive(archive: Buffer): Entry[] {
  const entries: Entry[] = [];
  let longName: string | null = null;
  for (let at = 0; at + blockBytes <= archive.length && archive[at] !== 0; ) {
    const text = (start: number, length: number) => (archive.toString('utf8', at + start, at + start + length).split('\0')[0] ?? '').trim();
    const size = Number.parseInt(text(124, 12), 8) || 0;
    const type = text(156, 1);
    const prefix = text(257, 5) === 'ustar' ? text(345, 155) : '';
    const data = archive.subarray(at + blockBytes, at + blockBytes + size);
    const name = longName ?? (prefix ? `${prefix}/${text(0, 100)}` : text(0, 100));
    longName = null;
    if (type === 'L') longName = data.toString('utf8').replace(/\0.*$/s, '');
    else if (type === 'x' || type === 'g') longName = /\d+ path=([^\n]*)\n/.exec(data.toString('utf8'))?.[1] ?? null;
    else entries.push({ name, isDirectory: type === '5', mode: Number.parseInt(text(100, 8), 8) || 0o644, data });
    at += blockBytes + size + pad(size).length;
  }
  return entries;
}

interface Options {
  action: string;
  file: string;
  directory: string;
  verbose: boolean;
  gzip: boolean;
  names: string[];
}

/** `cf - x`, `-xmf -`, `-C dir`: the first word needs no dash. */
function readOptions(args: readonly string[]): Options {
  const options: Options = { action: '', file: '-', directory: '.', verbose: false, gzip: false, names: [] };
  const waiting: string[] = [];
  for (const [index, arg] of args.entries()) {
    const letters = /^-[a-zA-Z]+$/.test(arg) ? arg.slice(1) : index === 0 && /^[a-zA-Z]+$/.test(arg) ? arg : null;
    const expected = waiting.shift();
    if (expected === 'f' && letters === null) options.file = arg;
    else if (expected === 'C') options.directory = arg;
    else if (letters !== null) {
      for (const letter of letters) {
        if (/[cxt]/.test(letter)) options.action = letter;
        if (letter === 'v') options.verbose = true;
        if (letter === 'z') options.gzip = true;
        if (/[fC]/.test(letter)) waiting.push(letter);
      }
    } else if (!arg.startsWith('--')) options.names.push(arg);
  }
  return options;
}

export const tar: Command = async (context) => {
  const options = readOptions(context.args);
  const base = pathOf(context, options.directory);
  if (options.action === 'c') return create(context, options, base);
  if (options.action === '') return complain(context, 'must specify one of -c, -x, -t');
  const packed = options.file === '-' ? await readAll(context.stdin) : context.machine.files.read(pathOf(context, options.file));
  const isPacked = packed[0] === 0x1f && packed[1] === 0x8b;
  for (const { name, isDirectory, mode, data } of readArchive(isPacked ? gunzipSync(packed) : packed)) {
    if (options.action === 't' || options.verbose) await context.stdout.write(`${name}\n`);
    if (options.action === 't') continue;
    const path = posix.join(base, name);
    const { files } = context.machine;
    files.makeDirectory(isDirectory ? path : posix.dirname(path), true);
    if (isDirectory) continue;
    files.write(path, data);
    files.setMode(path, mode & 0o777);
  }
  return 0;
};

async function create(context: CommandContext, { file, names, gzip, verbose }: Options, base: string): Promise<number> {
  const { files } = context.machine;
  const blocks: Buffer[] = [];
  let code = 0;
  const add = (path: string, name: string) => {
    const { isDirectory, mode, modifiedAt } = files.stat(path);
    const shown = name.replace(/^\/+/, '');
    if (isDirectory) {
      blocks.push(named(`${shown.replace(/\/$/, '')}/`, 0, mode, modifiedAt, '5'));
      for (const child of files.list(path)) add(posix.join(path, child.name), posix.join(shown, child.name));
      return;
    }
    const data = files.read(path);
    blocks.push(named(shown, data.length, mode, modifiedAt, '0'), data, pad(data.length));
  };
  for (const name of names) {
    const path = posix.resolve(base, name);
    if (name.startsWith('/')) await context.stderr.write('tar: removing leading \'/\' from member names\n');
    if (files.exists(path)) add(path, name);
    else code = await complain(context, `${name}: No such file or directory`);
    if (verbose) await context.stderr.write(`${name}\n`);
  }
  const archive = Buffer.concat([...blocks, Buffer.alloc(2 * blockBytes)]);
  const packed = gzip ? gzipSync(archive) : archive;
  if (file === '-') await context.stdout.write(packed);
  else files.write(posix.resolve(context.state.directory, file), packed);
  return code;
}
