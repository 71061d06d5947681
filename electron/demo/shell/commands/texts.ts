import { complain, readFlags, type Command, type CommandContext } from '../command';
import { FileError } from '../fileSystem';
import { linesOf, readAll, type Input } from '../pipe';
import { pathOf } from './files';

/** The contents of the files named, or the standard input where none is; a file that cannot be read is complained of. */
async function* inputs(context: CommandContext, names: readonly string[]): AsyncGenerator<{ name: string; input: Input }> {
  for (const name of names.length > 0 ? names : ['-']) {
    if (name === '-') {
      yield { name, input: context.stdin };
      continue;
    }
    try {
      let rest: Buffer | null = context.machine.files.read(pathOf(context, name));
      const read = async () => {
        const chunk = rest;
        rest = null;
        return chunk && chunk.length > 0 ? chunk : null;
      };
      yield { name, input: { read, close: () => undefined } };
    } catch (error) {
      if (!(error instanceof FileError)) throw error;
      const wording = context.name === 'cat' || context.name === 'grep' || context.name === 'tail' || context.name === 'head' ? `can't open '${name}'` : name;
      context.state.status = await complain(context, error.message === 'Is a directory' ? 'read error: Is a directory' : `${wording}: ${error.message}`);
      yield { name: '', input: { read: () => Promise.resolve(null), close: () => undefined } };
    }
  }
}

/** 1 where one of the files could not be read. */
const outcome = (failed: boolean) => Number(failed);

const cat: Command = async (context) => {
  const flags = readFlags(context.args, 'nuv');
  let failed = false;
  let number = 0;
  for await (const { name, input } of inputs(context, flags.rest)) {
    failed ||= name === '';
    if (flags.has('n')) for await (const line of linesOf(input)) await context.stdout.write(`${String(++number).padStart(6)}  ${line}\n`);
    else for (let chunk = await input.read(); chunk; chunk = await input.read()) await context.stdout.write(chunk);
  }
  return outcome(failed);
};

/** `-5` is `-n 5`. */
const counted = (args: readonly string[]) => args.map((arg) => (/^[-+]\d+$/.test(arg) ? `-n${arg.replace('-', '')}` : arg));

const head: Command = async (context) => {
  const flags = readFlags(counted(context.args), 'n:c:qv');
  const count = Number(flags.value('n') ?? 10);
  const bytes = flags.value('c');
  let failed = false;
  for await (const { name, input } of inputs(context, flags.rest)) {
    failed ||= name === '';
    if (bytes !== undefined) {
      await context.stdout.write((await readAll(input)).subarray(0, Number(bytes)));
      continue;
    }
    let left = count;
    if (left > 0) {
      for await (const line of linesOf(input)) {
        await context.stdout.write(`${line}\n`);
        left -= 1;
        if (left <= 0) break;
      }
    }
    // Whoever writes without end is told that nobody reads any more.
    input.close();
  }
  return outcome(failed);
};

const tail: Command = async (context) => {
  const flags = readFlags(counted(context.args), 'n:c:fFqvs:');
  const asked = flags.value('n') ?? '10';
  const bytes = flags.value('c');
  let failed = false;
  for await (const { name, input } of inputs(context, flags.rest)) {
    failed ||= name === '';
    const all = await readAll(input);
    if (bytes !== undefined) await context.stdout.write(bytes.startsWith('+') ? all.subarray(Number(bytes) - 1) : all.subarray(Math.max(0, all.length - Number(bytes))));
    else {
      const lines = all.toString('utf8').replace(/\n$/, '').split('\n');
      const kept = asked.startsWith('+') ? lines.slice(Number(asked) - 1) : Number(asked) === 0 ? [] : lines.slice(-Number(asked));
      if (all.length > 0) await context.stdout.write(kept.map((line) => `${line}\n`).join(''));
    }
  }
  // A file that is followed never grows here but by another exec; it is held open until interrupted.
  if (flags.has('f') || flags.has('F')) await new Promise<void>((resolve) => context.signal.addEventListener('abort', () => resolve(), { once: true }));
  return outcome(failed);
};

const grep: Command = async (context) => {
  const flags = readFlags(context.args, 'ivncqEFowrlHhe:A:B:s');
  const [first, ...others] = flags.rest;
  const pattern = flags.value('e') ?? first ?? '';
  const names = flags.has('e') ? flags.rest : others;
  const source = flags.has('F') ? pattern.replace(/[.*+?^${}()|[\]\\]/g, '\\$&') : flags.has('E') ? pattern : pattern.replace(/\\?[|+?(){}]/g, (found) => (found.startsWith('\\') ? found.slice(1) : `\\${found}`));
  let expression: RegExp;
  try {
    expression = new RegExp(flags.has('w') ? `\\b(?:${source})\\b` : source, `g${flags.has('i') ? 'i' : ''}`);
  } catch {
    // Node's words for a bad pattern are not grep's.
    return complain(context, `bad regex '${pattern}'`, 2);
  }
  let matches = 0;
  for await (const { name, input } of inputs(context, names)) {
    let count = 0;
    let number = 0;
    for await (const line of linesOf(input)) {
      number += 1;
      const found = line.match(expression);
      if ((found !== null) === flags.has('v')) continue;
      count += 1;
      if (flags.has('q') || flags.has('c') || flags.has('l')) continue;
      const prefix = `${names.length > 1 && !flags.has('h') ? `${name}:` : ''}${flags.has('n') ? `${number}:` : ''}`;
      for (const text of flags.has('o') && found ? found : [line]) await context.stdout.write(`${prefix}${text}\n`);
    }
    matches += count;
    if (flags.has('c')) await context.stdout.write(`${names.length > 1 ? `${name}:` : ''}${count}\n`);
    if (flags.has('l') && count > 0) await context.stdout.write(`${name}\n`);
  }
  return Number(matches === 0);
};

const wc: Command = async (context) => {
  const flags = readFlags(context.args, 'lwcm');
  const wanted = ['l', 'w', 'c'].filter((flag) => flags.has(flag) || !['l', 'w', 'c'].some(flags.has));
  let failed = false;
  for await (const { name, input } of inputs(context, flags.rest)) {
    failed ||= name === '';
    if (name === '') continue;
    const all = await readAll(input);
    const text = all.toString('utf8');
    const counts: Record<string, number> = { l: text.split('\n').length - 1, w: text.split(/\s+/).filter(Boolean).length, c: all.length };
    const isSingle = wanted.length === 1;
    await context.stdout.write(`${wanted.map((flag) => String(counts[flag]).padStart(isSingle ? 0 : 9)).join(' ').trimStart()}${name === '-' ? '' : ` ${name}`}\n`);
  }
  return outcome(failed);
};

const readLines = async (context: CommandContext, names: readonly string[]) => {
  const lines: string[] = [];
  for await (const { input } of inputs(context, names)) for await (const line of linesOf(input)) lines.push(line);
  return lines;
};

const sort: Command = async (context) => {
  const flags = readFlags(context.args, 'nruk:t:f');
  const field = Number(flags.value('k')?.split(',')[0] ?? 0);
  const key = (line: string) => (field > 0 ? (line.trim().split(flags.value('t') ?? /\s+/)[field - 1] ?? '') : line);
  const lines = await readLines(context, flags.rest);
  lines.sort((a, b) => (flags.has('n') ? Number.parseFloat(key(a)) - Number.parseFloat(key(b)) || 0 : 0) || (key(a) < key(b) ? -1 : key(a) > key(b) ? 1 : 0));
  if (flags.has('r')) lines.reverse();
  await context.stdout.write((flags.has('u') ? [...new Set(lines)] : lines).map((line) => `${line}\n`).join(''));
  return 0;
};

const uniq: Command = async (context) => {
  const flags = readFlags(context.args, 'cdu');
  const groups: { line: string; count: number }[] = [];
  for (const line of await readLines(context, flags.rest)) {
    const last = groups.at(-1);
    if (last?.line === line) last.count += 1;
    else groups.push({ line, count: 1 });
  }
  const shown = groups.filter(({ count }) => (!flags.has('d') || count > 1) && (!flags.has('u') || count === 1));
  await context.stdout.write(shown.map(({ line, count }) => `${flags.has('c') ? `${String(count).padStart(7)} ` : ''}${line}\n`).join(''));
  return 0;
};

const cut: Command = async (context) => {
  const flags = readFlags(context.args, 'd:f:c:');
  const ranges = (flags.value('f') ?? flags.value('c') ?? '1').split(',').map((range) => /^(\d*)(-?)(\d*)$/.exec(range));
  const isIn = (index: number) => ranges.some((range) => range && index >= Number(range[1] || 1) && index <= Number(range[2] ? range[3] || Infinity : range[1]));
  const delimiter = flags.has('c') ? '' : (flags.value('d') ?? '\t');
  for (const line of await readLines(context, flags.rest)) await context.stdout.write(`${line.split(delimiter).filter((_, index) => isIn(index + 1)).join(delimiter)}\n`);
  return 0;
};

const tr: Command = async (context) => {
  const flags = readFlags(context.args, 'ds');
  const classes: Record<string, string> = { '[:upper:]': 'A-Z', '[:lower:]': 'a-z', '[:digit:]': '0-9', '[:space:]': ' \t\n' };
  const characters = (set: string) => [...set.replace(/\[:\w+:\]/g, (name) => classes[name] ?? '').replaceAll('\\n', '\n').replaceAll('\\t', '\t').replaceAll('\\0', '\0').replace(/(.)-(.)/gs, (_, a: string, b: string) => Array.from({ length: Math.max(0, b.charCodeAt(0) - a.charCodeAt(0) + 1) }, (__, index) => String.fromCharCode(a.charCodeAt(0) + index)).join(''))];
  const [from = [], to = []] = flags.rest.map(characters);
  const text = (await readAll(context.stdin)).toString('utf8');
  const changed = [...text].flatMap((character) => {
    const index = from.indexOf(character);
    if (index < 0) return [character];
    return flags.has('d') ? [] : [to[Math.min(index, to.length - 1)] ?? character];
  });
  await context.stdout.write(changed.join(''));
  return 0;
};

const seq: Command = async ({ args, stdout, signal }) => {
  const numbers = args.map(Number);
  const [first, step, last] = numbers.length === 1 ? [1, 1, numbers[0] ?? 0] : numbers.length === 2 ? [numbers[0] ?? 1, 1, numbers[1] ?? 0] : [numbers[0] ?? 1, numbers[1] || 1, numbers[2] ?? 0];
  let lines = '';
  for (let number = first; step > 0 ? number <= last : number >= last; number += step) {
    lines += `${number}\n`;
    if (lines.length < 8192) continue;
    if (signal.aborted) break;
    await stdout.write(lines);
    lines = '';
  }
  await stdout.write(lines);
  return 0;
};

export const texts: Readonly<Record<string, Command>> = { cat, head, tail, grep, wc, sort, uniq, cut, tr, seq, more: cat, less: cat };
