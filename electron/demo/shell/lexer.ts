/** A piece of a word: text as it stands, a variable, a command's output or a sum. */
export type Piece =
  | { kind: 'text'; text: string; quoted: boolean }
  | { kind: 'variable'; name: string; otherwise: { operator: string; word: string } | null; quoted: boolean }
  | { kind: 'command'; source: string; quoted: boolean }
  | { kind: 'sum'; source: string; quoted: boolean };

export type Word = readonly Piece[];

export type Token = { kind: 'word'; word: Word } | { kind: 'operator'; text: string };

/** The shell does not understand what it was given. */
export class SyntaxFault extends Error {}

/** More may come that makes it whole: a quote or a command is still open at its end. */
export class Unfinished extends SyntaxFault {}

const operators = ['&&', '||', ';;', '>>', '2>&1', '1>&2', '>&2', '2>>', '2>', '1>', '&>', '>', '<', '|', '&', ';', '(', ')', '\n'];

/** Cuts a script into words and operators. */
export function tokenize(source: string): Token[] {
  const tokens: Token[] = [];
  let at = 0;
  while (at < source.length) {
    const rest = source.slice(at);
    const blank = /^(?:[ \t]+|\\\n)/.exec(rest)?.[0] ?? /^#[^\n]*/.exec(rest)?.[0];
    if (blank) {
      at += blank.length;
      continue;
    }
    const operator = operators.find((candidate) => rest.startsWith(candidate));
    if (operator) {
      tokens.push({ kind: 'operator', text: operator });
      at += operator.length;
      continue;
    }
    const { word, end } = readWord(source, at);
    tokens.push({ kind: 'word', word });
    at = end;
  }
  return tokens;
}

function readWord(source: string, start: number): { word: Word; end: number } {
  const pieces: Piece[] = [];
  let at = start;
  const text = (value: string, quoted: boolean) => {
    const last = pieces.at(-1);
    if (last?.kind === 'text' && last.quoted === quoted) pieces[pieces.length - 1] = { ...last, text: last.text + value };
    else pieces.push({ kind: 'text', text: value, quoted });
  };
  const expansion = (quoted: boolean): boolean => {
    const found = readExpansion(source, at, quoted);
    if (!found) return false;
    pieces.push(found.piece);
    at = found.end;
    return true;
  };
  while (at < source.length && !/[\s;&|<>()]/.test(source[at] ?? '')) {
    const character = source[at] ?? '';
    if (character === "'") {
      const end = source.indexOf("'", at + 1);
      if (end < 0) throw new Unfinished('unterminated quoted string');
      text(source.slice(at + 1, end), true);
      at = end + 1;
    } else if (character === '"') {
      at += 1;
      text('', true);
      while (source[at] !== '"') {
        if (at >= source.length) throw new Unfinished('unterminated quoted string');
        if (source[at] === '\\' && /["\\$`\n]/.test(source[at + 1] ?? '')) {
          if (source[at + 1] !== '\n') text(source[at + 1] ?? '', true);
          at += 2;
        } else if (!expansion(true)) {
          text(source[at] ?? '', true);
          at += 1;
        }
      }
      at += 1;
    } else if (character === '\\') {
      if (source[at + 1] !== '\n') text(source[at + 1] ?? '', true);
      at += 2;
    } else if (!expansion(false)) {
      text(character, false);
      at += 1;
    }
  }
  return { word: pieces, end: at };
}

function readExpansion(source: string, at: number, quoted: boolean): { piece: Piece; end: number } | null {
  if (source[at] === '`') {
    const end = source.indexOf('`', at + 1);
    if (end < 0) throw new Unfinished('EOF in backquote substitution');
    return { piece: { kind: 'command', source: source.slice(at + 1, end), quoted }, end: end + 1 };
  }
  if (source[at] !== '$') return null;
  if (source.startsWith('$((', at)) {
    const end = closing(source, at + 1, '(', ')');
    if (source[end - 1] !== ')') throw new SyntaxFault('missing \'))\'');
    return { piece: { kind: 'sum', source: source.slice(at + 3, end - 1), quoted }, end: end + 1 };
  }
  if (source.startsWith('$(', at)) {
    const end = closing(source, at + 1, '(', ')');
    return { piece: { kind: 'command', source: source.slice(at + 2, end), quoted }, end: end + 1 };
  }
  if (source.startsWith('${', at)) {
    const end = closing(source, at + 1, '{', '}');
    const match = /^(#?\w+|[?#$!@*])(?:(:?[-+=?]|%%?|##?)([\s\S]*))?$/.exec(source.slice(at + 2, end));
    if (!match) throw new SyntaxFault('bad substitution');
    const [, name = '', operator, word = ''] = match;
    return { piece: { kind: 'variable', name, otherwise: operator ? { operator, word } : null, quoted }, end: end + 1 };
  }
  const name = /^\$([A-Za-z_]\w*|[0-9?#$!@*])/.exec(source.slice(at))?.[1];
  return name ? { piece: { kind: 'variable', name, otherwise: null, quoted }, end: at + 1 + name.length } : null;
}

/** Where the bracket that opens at `start` closes; brackets in quotes do not count. */
function closing(source: string, start: number, open: string, close: string): number {
  let depth = 0;
  let quote = '';
  for (let at = start; at < source.length; at += 1) {
    const character = source[at] ?? '';
    if (quote) {
      if (character === quote) quote = '';
    } else if (character === "'" || character === '"') quote = character;
    else if (character === open) depth += 1;
    else if (character === close) {
      depth -= 1;
      if (depth === 0) return at;
    }
  }
  throw new Unfinished('unexpected end of file');
}
